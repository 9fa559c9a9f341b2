//! Ordering Virtuozzo licences.

use license_wire::{Answer, Effect, Error, Fault, Request};
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::order::{Common, common};
use crate::{Client, Ordered, Os, Period, Virtuozzo};

/// Ordering Virtuozzo.
impl Client {
    /// Orders a Virtuozzo licence. **Spends money**, and again each time it is called.
    ///
    /// Wire: `POST license/virtuozzo/order`, `product`, `title`, `comment`, `period`, `os`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (fields and values documented, the answer inferred).
    ///
    /// # Errors
    /// As [`Client::order_plesk10`].
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use websoftsolus::{OrderVirtuozzo, Os, Period};
    /// let ordered = client.order_virtuozzo(&OrderVirtuozzo::new("VZ-1-CPU", "node1", Period::Months1, Os::Linux))?;
    /// println!("{:?}", ordered.key_numbers());
    /// # Ok(()) }
    /// ```
    pub fn order_virtuozzo(&self, order: &OrderVirtuozzo) -> Result<Ordered<Virtuozzo>, Error> {
        self.send(order)
    }
}

/// Orders a Virtuozzo licence. Its size is part of the product's name, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct OrderVirtuozzo {
    order: Virtuozzo,
    #[serde(flatten)]
    pub(crate) common: Common,
    os: Os,
}
common!(OrderVirtuozzo);

impl OrderVirtuozzo {
    /// One licence of this product, a name from [`Client::orderable`].
    pub fn new(product: impl Into<String>, title: impl Into<String>, period: Period, os: Os) -> Self {
        Self { order: Virtuozzo, common: Common::new(product.into(), title.into(), period), os }
    }

    /// The operating system.
    #[must_use]
    pub fn os(&self) -> &Os {
        &self.os
    }
}

impl Wire for OrderVirtuozzo {
    type Output = Ordered<Virtuozzo>;

    fn name(&self) -> &'static str {
        "websoftsolus.virtuozzo.order"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn request(&self) -> Result<Request, Error> {
        let form = self
            .common
            .form()?
            .field("period", self.common.period.checked()?)
            .field("os", self.os.checked()?);
        self.common.request::<Virtuozzo>(self.name(), form)
    }

    fn decode(&self, answer: &Answer) -> Result<Ordered<Virtuozzo>, Fault> {
        Ordered::read(answer)
    }
}
