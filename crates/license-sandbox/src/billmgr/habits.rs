//! What is not known of the vendors and has to be one way or another.

use serde::{Deserialize, Serialize};

/// How an installation behaves where the documents leave it open, or where installations were seen to differ.
///
/// ```
/// use license_sandbox::billmgr::{Habits, LowBalance};
/// use license_sandbox::{Options, Sandbox, Vendor};
///
/// let mut habits = Habits::default();
/// habits.low_balance = LowBalance::Unpaid;
/// let sandbox = Sandbox::start(Options::default().billmgr_habits(habits.clone()))?;
///
/// habits.key_on_read = 5;
/// sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Habits {
    /// What an order that is to be paid at once leads to when there is not enough money.
    pub low_balance: LowBalance,
    /// At which reading of a licence its order is found to be done: 1 for the first, 0 for never. Default: 2.
    pub key_on_read: u32,
    /// After how many days an order is done even when nobody reads the licence: 0 for at once. Default: 1.
    pub key_after_days: u32,
    /// Whether renewals, suspensions and their ends take time as an order does. Default: no.
    pub slow_changes: bool,
    /// Where the data stand in the answer to an edit. Default: flat.
    pub edit_shape: Shape,
    /// Where the data stand in the answer to a renewal. Default: nested.
    pub prolong_shape: Shape,
    /// Where an order says what id it made.
    pub order_id: OrderId,
    /// What more nodes lead to.
    pub node_change: NodeChange,
    /// What stands for the end of a licence without one.
    pub lifetime: Lifetime,
    /// Whether the account has a second factor.
    pub second_factor: SecondFactor,
    /// Whether the client's address is refused.
    pub bad_ip: BadIp,
    /// Functions that are answered with `access`, by their names: buttons the seller has not switched on.
    pub denied: Vec<String>,
    /// What is answered instead of documents.
    pub answers: Answers,
    /// How errors are written.
    pub errors: ErrorForm,
    /// How many rows a list has when the request does not say. Default: all.
    pub default_page: Option<usize>,
    /// Whether a list says how many rows there are, and which page this is. Default: yes.
    pub paging: bool,
    /// Whether a list of one row is that row in JSON, instead of an array of one. Default: no.
    pub lone_elem_is_object: bool,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            low_balance: LowBalance::default(),
            key_on_read: 2,
            key_after_days: 1,
            slow_changes: false,
            edit_shape: Shape::Flat,
            prolong_shape: Shape::Nested,
            order_id: OrderId::default(),
            node_change: NodeChange::default(),
            lifetime: Lifetime::default(),
            second_factor: SecondFactor::default(),
            bad_ip: BadIp::default(),
            denied: Vec::new(),
            answers: Answers::default(),
            errors: ErrorForm::default(),
            default_page: None,
            paging: true,
            lone_elem_is_object: false,
        }
    }
}

impl Habits {
    /// These habits with some of them replaced, as a JSON object says.
    pub(crate) fn changed(
        &self,
        changes: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, String> {
        let mut all = serde_json::to_value(self).map_err(|error| error.to_string())?;
        if let Some(all) = all.as_object_mut() {
            all.extend(changes);
        }
        serde_json::from_value(all).map_err(|error| error.to_string())
    }
}

/// What an order that is to be paid at once leads to when there is not enough money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LowBalance {
    /// An error, and nothing is ordered.
    #[default]
    Refuse,
    /// An id, as if all were well, of a service with the status 1 that never gets a key. It lies in the cart.
    Unpaid,
}

/// Where the data of an answer stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// In the document.
    Flat,
    /// In a document within the document.
    Nested,
}

/// Where an order says what id it made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderId {
    /// In `id` and in `item.id`.
    #[default]
    Both,
    /// In `id`.
    Id,
    /// In `item.id`.
    ItemId,
    /// Nowhere.
    Neither,
}

/// What more nodes lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeChange {
    /// They are charged and there.
    #[default]
    AtOnce,
    /// Their price is told and nothing changes, unless `clicked_button=basket` puts them into the cart.
    ThroughCart,
}

/// What stands for the end of a licence without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifetime {
    /// Nothing.
    #[default]
    Empty,
    /// `0000-00-00`.
    Zeros,
    /// `2999-12-31`.
    FarFuture,
}

/// Whether the account has a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// None.
    #[default]
    Off,
    /// A session has to be confirmed with [`TOTP_CODE`](super::TOTP_CODE).
    Sessions,
    /// The same, and `authinfo` is refused.
    Everywhere,
}

/// Whether the client's address is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadIp {
    /// It is not.
    #[default]
    Nowhere,
    /// With `authinfo`, as `RestrictAuthinfo` does.
    Authinfo,
    /// Always.
    Everywhere,
}

/// What is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// Documents.
    #[default]
    Documents,
    /// To what changes something, the address of a document that is there at the second asking.
    Long,
    /// A page, whatever `out` asks for.
    Html,
}

/// How errors are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorForm {
    /// With a type, an object and texts.
    #[default]
    Today,
    /// With a number, as the generation before did.
    Previous,
}
