//! Ordering cPanel & WHM licences.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, Fault, Request, input};
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::order::{Common, common};
use crate::words::words;
use crate::{Client, Cpanel, Ordered, Period};

/// Ordering cPanel.
impl Client {
    /// Orders a cPanel & WHM licence for a server. **Spends money**, and again each time it is called.
    ///
    /// Wire: `POST license/cpanel/order`, `product`, `title`, `comment`, `serverIP`, `period`, `addons[0]` and so on.
    /// Source: <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (fields and values documented; the numbered
    /// form of the add-ons follows from the vendor's sample program; the answer inferred).
    ///
    /// # Errors
    /// As [`Client::order_plesk10`].
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use websoftsolus::{Addon, OrderCpanel, Period};
    /// let order = OrderCpanel::new("CPANEL-VPS", "web1", Period::Months1, "192.0.2.10".parse()?)
    ///     .addon(Addon::CloudLinux)
    ///     .addon(Addon::KernelCare);
    /// let ordered = client.order_cpanel(&order)?;
    /// println!("{:?}", ordered.key_numbers());
    /// # Ok(()) }
    /// ```
    pub fn order_cpanel(&self, order: &OrderCpanel) -> Result<Ordered<Cpanel>, Error> {
        self.send(order)
    }
}

/// Orders a cPanel & WHM licence for a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct OrderCpanel {
    order: Cpanel,
    #[serde(flatten)]
    pub(crate) common: Common,
    address: IpAddr,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    addons: Vec<Addon>,
}
common!(OrderCpanel);

impl OrderCpanel {
    /// One licence of this product, a name from [`Client::orderable`], for the server with this address. Whether the
    /// vendor takes IPv6 is not documented.
    pub fn new(
        product: impl Into<String>,
        title: impl Into<String>,
        period: Period,
        address: IpAddr,
    ) -> Self {
        Self {
            order: Cpanel,
            common: Common::new(product.into(), title.into(), period),
            address,
            addons: Vec::new(),
        }
    }

    /// And this add-on. **Spends more money.**
    pub fn addon(mut self, addon: Addon) -> Self {
        self.addons.push(addon);
        self
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The add-ons.
    #[must_use]
    pub fn addons(&self) -> &[Addon] {
        &self.addons
    }
}

words! {
    /// What is sold with a cPanel & WHM licence.
    Addon, "addon", {
        /// Fantastico.
        Fantastico => "FANTASTICO",
        /// Installatron.
        Installatron => "INSTALLATRON",
        /// Softaculous.
        Softaculous => "SOFTACULOUS",
        /// WHMXtra.
        WhmXtra => "WHMXTRA",
        /// WHMSonic.
        WhmSonic => "WHMSONIC",
        /// CloudLinux.
        CloudLinux => "CLOUDLINUX",
        /// KernelCare.
        KernelCare => "KERNELCARE",
    }
}

impl Wire for OrderCpanel {
    type Output = Ordered<Cpanel>;

    fn name(&self) -> &'static str {
        "websoftsolus.cpanel.order"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn request(&self) -> Result<Request, Error> {
        let mut form = self
            .common
            .form()?
            .field("serverIP", input::server_address("address", self.address)?)
            .field("period", self.common.period.checked()?);
        // Numbered, as the vendor's own program sends them. Without a number only the last one would count.
        for (index, addon) in self.addons.iter().enumerate() {
            let word = addon.checked()?;
            if self.addons[..index].iter().any(|other| other.wire() == word) {
                return Err(Error::invalid("addon", format!("`{word}` is named twice")));
            }
            form = form.field(format!("addons[{index}]"), word);
        }
        self.common.request::<Cpanel>(self.name(), form)
    }

    fn decode(&self, answer: &Answer) -> Result<Ordered<Cpanel>, Fault> {
        Ordered::read(answer)
    }
}
