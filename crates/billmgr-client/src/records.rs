//! The record that most answers are made of: the licence.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use license_wire::lenient::{Extra, FromScalar, Lenient, Scalar};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reply::levels;
use crate::xml::Element;
use crate::{
    Addon, AddonCode, AutoRenew, ItemType, LicenseKey, Moment, Money, Period, Service, ServiceId, TariffCode,
};

/// A licence as the vendor records it, in a list or in its own form.
///
/// A list lacks the key, the server's address and the add-ons; a form lacks the cost. Field names are documented for
/// lists and seen in working code for forms; what this version does not know is in `extra`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct License {
    /// Which licence it is: its item type and id.
    #[serde(flatten)]
    pub service: Service,
    /// The name it was given.
    #[serde(rename = "licname", default)]
    pub name: Lenient<String>,
    /// What the vendor calls it, such as `ispmanager 6 lite #1204417`.
    #[serde(rename = "name", default)]
    pub title: Lenient<String>,
    /// The address it works on. `0.0.0.0` for one that is kept for later.
    #[serde(rename = "ip", default)]
    pub address: Lenient<IpAddr>,
    /// The server's own address, where it differs.
    #[serde(rename = "remoteip", default)]
    pub server_address: Lenient<IpAddr>,
    /// The key. Empty until an order is processed, and for good for some products.
    #[serde(rename = "lickey", default)]
    pub key: Lenient<LicenseKey>,
    /// Its state; see [`License::status`].
    #[serde(rename = "status", default)]
    pub status_code: Lenient<Status>,
    /// Its state in detail; see [`License::status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_status: Option<ItemStatus>,
    /// 0 none, 1 the state is being changed, 2 suspended (hourly billing).
    #[serde(default)]
    pub special_status: Lenient<u64>,
    /// Its tariff's code.
    #[serde(rename = "pricelist_id", default)]
    pub tariff: Lenient<TariffCode>,
    /// Its tariff's name.
    #[serde(rename = "pricelist_name", default)]
    pub tariff_name: Lenient<String>,
    /// The period it is paid by.
    #[serde(default)]
    pub period: Lenient<Period>,
    /// When it was ordered.
    #[serde(rename = "createdate", default)]
    pub created: Lenient<Moment>,
    /// When it runs out. What a licence for ever shows is not known: nothing, zeros or a far day.
    #[serde(rename = "expiredate", default)]
    pub expires: Lenient<Moment>,
    /// Until when updates are provided.
    #[serde(rename = "update_expiredate", default)]
    pub updates_until: Lenient<Moment>,
    /// When its address was changed last. It can be changed about once a month.
    #[serde(rename = "ip_change_date", default)]
    pub address_changed: Lenient<Moment>,
    /// When its key was changed last. It can be changed about once a month.
    #[serde(rename = "lickey_change_date", default)]
    pub key_changed: Lenient<Moment>,
    /// Whether the vendor renews it by itself.
    #[serde(rename = "autoprolong", default)]
    pub auto_renew: Lenient<AutoRenew>,
    /// What it costs, with the period it is for where the vendor says it.
    #[serde(default)]
    pub cost: Lenient<Money>,
    /// The caller's own id for it.
    #[serde(rename = "remoteid", default)]
    pub remote_id: Lenient<String>,
    /// How many there are of each add-on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub addons: BTreeMap<AddonCode, Lenient<u64>>,
    /// What this version does not know.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What a licence's state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Ordered, and unpaid or not processed yet.
    Ordered,
    /// The licence is in use.
    Active,
    /// The licence was suspended.
    Suspended,
    /// The licence was deleted.
    Deleted,
    /// The vendor is at it.
    Processing,
}

/// A number from 1 to 5, alone, before a detail as in `3_employeesuspend`, or behind the word as in `status_2`.
impl FromScalar for Status {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let number = match scalar {
            Scalar::Unsigned(number) => number,
            Scalar::Text(text) => {
                let text = text.strip_prefix("status_").unwrap_or(text);
                match text.split('_').next()? {
                    "ordered" => 1,
                    "active" => 2,
                    "suspended" => 3,
                    "deleted" => 4,
                    "processing" => 5,
                    digits => u64::from_scalar(Scalar::Text(digits))?,
                }
            }
            _ => return None,
        };
        Some(match number {
            1 => Self::Ordered,
            2 => Self::Active,
            3 => Self::Suspended,
            4 => Self::Deleted,
            5 => Self::Processing,
            _ => return None,
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ordered => "ordered",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
            Self::Processing => "processing",
        })
    }
}

/// A state in detail: a code such as `5_open`, and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ItemStatus {
    /// The code: the number of the state, and behind `_` why or what is being done.
    pub code: String,
    /// The vendor's text for it.
    pub text: String,
}

impl ItemStatus {
    fn read(element: Element<'_>) -> Self {
        let text = element.text();
        let code = element.attribute("orig").filter(|code| !code.is_empty()).unwrap_or(text);
        Self { code: code.to_owned(), text: text.to_owned() }
    }

    /// The state that this detailed one belongs to.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        Status::from_scalar(Scalar::Text(&self.code))
    }

    /// What stands behind the number: `open` of `5_open`.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.code.split_once('_').map(|(_, detail)| detail)
    }
}

impl License {
    /// A licence of which only this is known.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self {
            service,
            name: Lenient::Missing,
            title: Lenient::Missing,
            address: Lenient::Missing,
            server_address: Lenient::Missing,
            key: Lenient::Missing,
            status_code: Lenient::Missing,
            item_status: None,
            special_status: Lenient::Missing,
            tariff: Lenient::Missing,
            tariff_name: Lenient::Missing,
            period: Lenient::Missing,
            created: Lenient::Missing,
            expires: Lenient::Missing,
            updates_until: Lenient::Missing,
            address_changed: Lenient::Missing,
            key_changed: Lenient::Missing,
            auto_renew: Lenient::Missing,
            cost: Lenient::Missing,
            remote_id: Lenient::Missing,
            addons: BTreeMap::new(),
            extra: Extra::default(),
        }
    }

    /// Its state, where the vendor says one that this version knows.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.status_code.get().copied().or_else(|| self.item_status.as_ref()?.status())
    }

    /// What the vendor is doing to it or why it is suspended, such as `open` or `employeesuspend`.
    #[must_use]
    pub fn status_detail(&self) -> Option<&str> {
        self.item_status.as_ref()?.detail()
    }

    /// How many there are of an add-on, where the vendor says so.
    #[must_use]
    pub fn addon(&self, code: AddonCode) -> Option<u64> {
        self.addons.get(&code)?.get().copied()
    }

    /// Whether there are just as many of this add-on.
    pub(crate) fn has(&self, addon: Addon) -> bool {
        self.addon(addon.code()) == Some(addon.count())
    }

    /// Reads a row of a list. `None` where it does not say which licence it is.
    pub(crate) fn from_row(item_type: &ItemType, row: Element<'_>) -> Option<Self> {
        let id = row.child("id")?.text();
        let mut license = Self::new(Service::new(item_type.clone(), ServiceId::new(id).ok()?));
        let mut extra = Vec::new();
        for field in row.children() {
            match field.name() {
                "id" => {}
                // A name here, a number in a form.
                "pricelist" => license.tariff_name = Lenient::from_text(field.text()),
                "pricelist_id" => license.tariff = Lenient::from_text(field.text()),
                name => license.set(name, field, &mut extra),
            }
        }
        license.extra = extra.into_iter().collect();
        Some(license)
    }

    /// Reads a form, whose values stand in the root or in a `doc` inside of it.
    pub(crate) fn from_form(service: Service, root: Element<'_>) -> Self {
        let mut license = Self::new(service);
        let mut extra = Vec::new();
        let nested = root.child("doc").is_some();
        // What stands in the root is read last, and so holds.
        for level in levels(root).collect::<Vec<_>>().into_iter().rev() {
            for field in level.children() {
                match field.name() {
                    // What is empty says nothing against what is not.
                    _ if nested && field.text().is_empty() && field.children().next().is_none() => {}
                    "id" | "elid" | "doc" | "ok" | "tparams" | "saved_filters" => {}
                    "pricelist" => license.tariff = Lenient::from_text(field.text()),
                    "pricelist_name" => license.tariff_name = Lenient::from_text(field.text()),
                    name => license.set(name, field, &mut extra),
                }
            }
        }
        license.extra = extra.into_iter().collect();
        license
    }

    /// Reads a field that a list and a form have alike.
    fn set(&mut self, name: &str, field: Element<'_>, extra: &mut Vec<(String, Value)>) {
        let text = field.text();
        match name {
            "licname" => self.name = Lenient::from_text(text),
            "name" => self.title = Lenient::from_text(text),
            "ip" | "pa_ip" => self.address = Lenient::from_text(text),
            "remoteip" => self.server_address = Lenient::from_text(text),
            "lickey" => self.key = Lenient::from_text(text),
            "status" => self.status_code = Lenient::from_text(text),
            "item_status" => self.item_status = Some(ItemStatus::read(field)),
            "special_status" => self.special_status = Lenient::from_text(text),
            "period" => self.period = Lenient::from_text(text),
            "createdate" => self.created = Lenient::from_text(text),
            "expiredate" => self.expires = Lenient::from_text(text),
            "update_expiredate" => self.updates_until = Lenient::from_text(text),
            "ip_change_date" | "real_ipchange" => self.address_changed = Lenient::from_text(text),
            "lickey_change_date" | "real_keychange" => self.key_changed = Lenient::from_text(text),
            "autoprolong" => self.auto_renew = Lenient::from_text(text),
            "cost" => self.cost = Lenient::from_text(text),
            "remoteid" => self.remote_id = Lenient::from_text(text),
            _ => {
                let addon = name.strip_prefix("addon_").and_then(|code| code.parse().ok());
                match addon {
                    Some(code) => drop(self.addons.insert(code, Lenient::from_text(text))),
                    // Several lists may have one name, and none of them is to be lost.
                    None => extra.push((key_for(name, field, extra), field.to_json())),
                }
            }
        }
    }
}

/// The name that an unknown field is kept under: its own, with the name a list has for itself.
fn key_for(name: &str, field: Element<'_>, taken: &[(String, Value)]) -> String {
    let mut key = match field.attribute("name") {
        Some(own) if !own.is_empty() => format!("{name}:{own}"),
        _ => name.to_owned(),
    };
    while taken.iter().any(|(known, _)| *known == key) {
        key.push('\'');
    }
    key
}
