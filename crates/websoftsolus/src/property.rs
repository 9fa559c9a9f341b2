//! The names under which properties of a licence are looked for.

/// A property of a licence that this crate looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Property {
    /// The licence's number.
    KeyNumber,
    /// The licence's title.
    Title,
    /// The licence's comment.
    Comment,
    /// What product it is for.
    Product,
    /// Whether it is in use, suspended or ended.
    Status,
    /// When it runs out.
    Expires,
    /// When it was ordered.
    Created,
    /// How often it is renewed.
    Period,
    /// The addresses of its server.
    Addresses,
    /// The activation code.
    ActivationCode,
    /// The keys that belong to it.
    AdditionalKeys,
    /// The key that it belongs to.
    ParentKey,
    /// Features, options and add-ons.
    Features,
    /// The operating system.
    Os,
}

impl Property {
    /// Every property.
    pub const ALL: [Self; 14] = [
        Self::KeyNumber,
        Self::Title,
        Self::Comment,
        Self::Product,
        Self::Status,
        Self::Expires,
        Self::Created,
        Self::Period,
        Self::Addresses,
        Self::ActivationCode,
        Self::AdditionalKeys,
        Self::ParentKey,
        Self::Features,
        Self::Os,
    ];

    /// The names it is looked for under, the likeliest first. None is documented: they are those of similar systems.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::KeyNumber => &["keyNumber", "mainKeyNumber", "licenseId", "keyId", "number", "key"],
            Self::Title => &["title", "name", "domain"],
            Self::Comment => &["comment", "note", "external_notes"],
            Self::Product => &["product", "version", "keyType", "package_name", "items"],
            Self::Status => &["status", "state", "terminated"],
            Self::Expires => &["expirationDate", "expiryDate", "expires", "expiredon", "renewDate"],
            Self::Created => &["createDate", "orderDate", "creation", "adddate"],
            Self::Period => &["period"],
            Self::Addresses => &["serverIP", "ip", "boundIPAddress", "lastReportingIp"],
            Self::ActivationCode => &["productKey", "activationCode"],
            Self::AdditionalKeys => &["additionalKeys", "additionalKeysNumbers"],
            Self::ParentKey => &["parentKeyNumber", "parentKeyId"],
            Self::Features => &["features", "options", "addons"],
            Self::Os => &["os"],
        }
    }
}
