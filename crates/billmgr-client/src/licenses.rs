//! Listing licences, and reading one.

use std::collections::HashSet;

use license_wire::lenient::Lenient;
use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Form, Outcome, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{answered, is_about, open, open_rows, value};
use crate::xml::Element;
use crate::{Client, Document, ItemType, License, Service, Vendor};

/// How many licences are asked for at a time, unless told otherwise. A web client of the vendor's asks for as many.
const PAGE: u64 = 10_000;
/// ispmanager's own provider within its installations.
const ISPMANAGER_PROJECT: u64 = 1;

/// What the form of a licence is known by.
const FORM: [&str; 7] = ["elid", "licname", "lickey", "status", "pricelist", "ip", "pa_ip"];

/// Listing and reading licences.
impl Client {
    /// Lists one page of the licences of an item type, trials, suspended and deleted ones too.
    ///
    /// Wire: `func=soft` (or another item type), `filter`, `project`, `p_num`, `p_cnt`, and the filter's fields. Source:
    /// ispmanager's page for resellers (documented, but for the address that no copy of it has: `filter` and the paging
    /// are inferred from BILLmanager's reference; rows documented; at ISPlicense inferred). `filter=on` keeps a filter that
    /// somebody stored in the account from hiding licences.
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty page.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, ListLicenses};
    /// let page = isp.licenses(&ListLicenses::new(ItemType::Ispsystem).length(50))?;
    /// # Ok(()) }
    /// ```
    pub fn licenses(&self, list: &ListLicenses) -> Result<LicensePage, Error> {
        self.send(list)
    }

    /// Lists every licence of an item type that the filter lets through, page after page. Composed of
    /// [`Client::licenses`].
    ///
    /// It ends when the vendor's count is reached or, where the vendor does not count, when a further page brings nothing
    /// new: how long the vendor's pages can be is not known. It never stops short in silence.
    ///
    /// Wire: as [`Client::licenses`]. Source: as there.
    ///
    /// # Errors
    /// As [`Client::licenses`], and [`license_wire::ErrorKind::Decode`] when the pages do not go on or are fewer than the
    /// vendor counts.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, ListLicenses};
    /// for license in isp.all_licenses(&ListLicenses::new(ItemType::Ispsystem))? {
    ///     println!("{} expires {:?}", license.service, license.expires.get());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn all_licenses(&self, list: &ListLicenses) -> Result<Vec<License>, Error> {
        let length = list.length.unwrap_or(PAGE);
        let mut all: Vec<License> = Vec::new();
        let mut seen = HashSet::new();
        let (mut total, mut turned) = (None, false);
        for number in 1.. {
            let page = self.licenses(&list.clone().page(number).length(length))?;
            let (rows, known) = (page.licenses.len(), all.len());
            for license in page.licenses {
                if seen.insert(license.service.id().clone()) {
                    all.push(license);
                }
            }
            let new = all.len() - known;
            if new > 0 && new < rows {
                return Err(self.stuck(list, "a licence came twice, so the pages do not go on"));
            }
            // What was said on one page holds until another page says something else.
            total = page.total.get().copied().or(total);
            turned |= number > 1 && new > 0;
            match total {
                Some(total) if all.len() as u64 >= total => break,
                Some(_) if new == 0 => {
                    return Err(self.stuck(list, "the vendor counts more licences than it listed"));
                }
                // Behind the last page comes nothing, or the last page again. But if that was the first one, and full,
                // it may be that the vendor does not turn pages.
                None if new == 0 && !turned && rows as u64 >= length => {
                    return Err(self.stuck(list, "a full page came twice: ask for pages of another length"));
                }
                None if new == 0 => break,
                _ => {}
            }
        }
        Ok(all)
    }

    /// Lists every licence of every item type that is given. Composed of [`Client::all_licenses`].
    ///
    /// An item type that cannot be listed, such as one that the vendor does not sell, is kept with its error beside the
    /// others' licences.
    ///
    /// Wire: as [`Client::licenses`]. Source: as there.
    ///
    /// # Errors
    /// None of its own: see [`Inventory::failed`].
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) {
    /// use billmgr_client::ItemType;
    /// let inventory = isp.inventory(&ItemType::KNOWN);
    /// for (item_type, error) in &inventory.failed {
    ///     eprintln!("{item_type}: {error}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn inventory(&self, item_types: &[ItemType]) -> Inventory {
        let mut inventory = Inventory { licenses: Vec::new(), failed: Vec::new() };
        for item_type in item_types {
            match self.all_licenses(&ListLicenses::new(item_type.clone())) {
                Ok(licenses) => inventory.licenses.extend(licenses),
                Err(error) => inventory.failed.push((item_type.clone(), error)),
            }
        }
        inventory
    }

    /// Reads one licence: its key, state and dates.
    ///
    /// Wire: `func=soft.edit` (or the item type's own), `elid`; without `sok`, so that nothing is changed. Source: seen in
    /// three clients; at ISPlicense inferred.
    ///
    /// # Errors
    /// [`crate::is_missing`] tells whether there is no such licence.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{GetLicense, ItemType, Service};
    /// let license = isp.license(&GetLicense::new(Service::new(ItemType::Ispsystem, "1204417".parse()?)))?;
    /// println!("{:?} {:?}", license.status(), license.key.get());
    /// # Ok(()) }
    /// ```
    pub fn license(&self, get: &GetLicense) -> Result<License, Error> {
        self.send(get)
    }

    fn stuck(&self, list: &ListLicenses, reason: &str) -> Error {
        let kind = ErrorKind::Decode { path: "elem".into(), reason: reason.into(), excerpt: String::new() };
        Error::new(kind, Outcome::Unknown).of_call(list.name(self.vendor()), list.effect(), 1)
    }
}

/// Which licences to list. Without any filter, all of one item type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct ListLicenses {
    pub(crate) item_type: ItemType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<Project>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filters: Vec<(String, String)>,
}

/// Whose licences within the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Project {
    Any,
    This(u64),
}

impl ListLicenses {
    /// All licences of this item type.
    pub fn new(item_type: ItemType) -> Self {
        Self { item_type, page: None, length: None, project: None, filters: Vec::new() }
    }

    /// This page, counted from 1. [`Client::all_licenses`] begins with the first in any case.
    pub fn page(mut self, page: u64) -> Self {
        self.page = Some(page);
        self
    }

    /// Lists at most this many. In [`Client::all_licenses`] it is the size of a page.
    ///
    /// Default: 10000.
    pub fn length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    /// Only of this provider within the installation.
    ///
    /// Default: 1 at ispmanager, as its page has it; any elsewhere.
    pub fn project(mut self, project: u64) -> Self {
        self.project = Some(Project::This(project));
        self
    }

    /// Of any provider within the installation.
    pub fn any_project(mut self) -> Self {
        self.project = Some(Project::Any);
        self
    }

    /// Only where this field has this value. Fields seen in a web client of the vendor's: `id`, `ip`, `domain`,
    /// `pricelist`, `period`, `status`, `expiredate`, `autoprolong` and others. How exactly it compares is not known.
    pub fn filter(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.filters.push((field.into(), value.into()));
        self
    }

    /// The item type.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }
}

/// One page of licences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LicensePage {
    /// The licences, in the vendor's order.
    pub licenses: Vec<License>,
    /// How many there are in all, where the vendor says so.
    #[serde(rename = "p_elems")]
    pub total: Lenient<u64>,
    /// Which page this is, where the vendor says so.
    #[serde(rename = "p_num")]
    pub page: Lenient<u64>,
    /// How many there are on a page, where the vendor says so.
    #[serde(rename = "p_cnt")]
    pub size: Lenient<u64>,
}

impl LicensePage {
    /// Reads a page from a document that was got elsewhere. Local: sends nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when it is not a list of licences.
    pub fn of_document(item_type: &ItemType, document: &Document) -> Result<Self, Error> {
        let licenses = document.rows().map(|row| License::from_row(item_type, row)).collect();
        Self::read(item_type, document.root(), licenses).map_err(|fault| {
            let (path, reason) = match fault {
                Fault::Decode { path, reason } => (path, reason),
                _ => (String::new(), "this is not a list".to_owned()),
            };
            Error::new(ErrorKind::Decode { path, reason, excerpt: String::new() }, Outcome::Unknown)
        })
    }

    fn read(item_type: &ItemType, root: Element<'_>, rows: Vec<Option<License>>) -> Result<Self, Fault> {
        let number = |name: &str| Lenient::from_text(value(root, name).unwrap_or_default());
        let (total, page, size) = (number("p_elems"), number("p_num"), number("p_cnt"));
        // An empty list has to say that it is one: the same document without rows could be anything.
        if rows.is_empty() && !is_list_of(item_type, root, &total) {
            return Err(Fault::decode("elem", "this is not a list of licences"));
        }
        let nameless = rows.iter().position(Option::is_none);
        let licenses = rows.into_iter().collect::<Option<Vec<License>>>().ok_or_else(|| {
            let place = format!("elem[{}].id", nameless.unwrap_or_default());
            Fault::decode(place, "a licence without a usable id")
        })?;
        Ok(Self { licenses, total, page, size })
    }
}

/// Whether a document without rows is the empty list of this item type.
fn is_list_of(item_type: &ItemType, root: Element<'_>, total: &Lenient<u64>) -> bool {
    let counts = ["p_elems", "p_num", "p_cnt"].iter().any(|name| value(root, name).is_some());
    match answered(root) {
        Some(name) => name == item_type.prefix() && total.get().is_none_or(|total| *total == 0),
        None => counts && total.get().is_none_or(|total| *total == 0),
    }
}

impl Wire for ListLicenses {
    type Output = LicensePage;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "licenses")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        self.item_type.prefix().to_owned()
    }

    fn fields(&self, vendor: Vendor) -> Result<Form, Error> {
        let page = self.page.map(|page| input::id("page", page)).transpose()?;
        let length = input::id("length", self.length.unwrap_or(PAGE))?;
        let project = match self.project {
            Some(Project::This(project)) => Some(input::id("project", project)?),
            None if vendor == Vendor::Ispmanager => Some(ISPMANAGER_PROJECT),
            _ => None,
        };
        let form = Form::new()
            .field("filter", "on")
            .optional("project", project)
            .optional("p_num", page)
            .field("p_cnt", length);
        crate::raw::with_more(form, &self.filters)
    }

    fn decode(&self, answer: &Answer) -> Result<LicensePage, Fault> {
        let (reply, licenses) = open_rows(answer, |row| License::from_row(&self.item_type, row))?;
        LicensePage::read(&self.item_type, reply.root(), licenses)
    }
}

/// The licences of several item types, and what could not be listed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inventory {
    /// The licences of all item types that could be listed.
    pub licenses: Vec<License>,
    /// The item types that could not be listed, each with its error. Their licences are missing above.
    pub failed: Vec<(ItemType, Error)>,
}

/// Reads one licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetLicense {
    service: Service,
}

impl GetLicense {
    /// Reads this licence.
    pub fn new(service: Service) -> Self {
        Self { service }
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }
}

impl Wire for GetLicense {
    type Output = License;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "license")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.edit", self.service.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("elid", self.service.id()))
    }

    fn decode(&self, answer: &Answer) -> Result<License, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        is_about(root, self.service.id())?;
        // A form always holds some of these; another document does not.
        if !FORM.iter().any(|name| value(root, name).is_some()) {
            return Err(Fault::decode("", "this is not the form of a licence"));
        }
        Ok(License::from_form(self.service.clone(), root))
    }
}
