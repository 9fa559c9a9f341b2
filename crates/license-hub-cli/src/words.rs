//! What the vendors and their products are called in the configuration and on the command line.

use license_hub::Vendor;

use crate::exit::Failure;

/// A product, as the command line names it, and the vendor's own word for it.
pub(crate) type Product = (&'static str, &'static str);

/// At Softaculous and at WebSoftSolus, whose products are families, ours and the vendor's words are the same.
pub(crate) const SOFTACULOUS: &[Product] = &[
    ("softaculous", "softaculous"),
    ("webuzo", "webuzo"),
    ("virtualizor", "virtualizor"),
    ("sitepad", "sitepad"),
];
const WEBSOFTSOLUS: &[Product] = &[("plesk", "plesk"), ("cpanel", "cpanel"), ("virtuozzo", "virtuozzo")];
/// At ispmanager and ISPlicense the vendor's words are item types.
pub(crate) const ISPMANAGER: &[Product] =
    &[("ispmanager", "soft"), ("software", "softexternal"), ("module", "addition"), ("platform", "platform")];
pub(crate) const ISPLICENSE: &[Product] =
    &[("software", "softexternal"), ("plesk", "parallelslic"), ("module", "addition")];

fn products_of(vendor: Vendor) -> &'static [Product] {
    match vendor {
        Vendor::Softaculous => SOFTACULOUS,
        Vendor::WebSoftSolus => WEBSOFTSOLUS,
        Vendor::Ispmanager => ISPMANAGER,
        Vendor::Isplicense => ISPLICENSE,
        _ => &[],
    }
}

/// The products that a vendor sells, as the command line names them.
pub(crate) fn products(vendor: Vendor) -> Vec<&'static str> {
    products_of(vendor).iter().map(|(word, _)| *word).collect()
}

/// The vendor's own word for a product.
pub(crate) fn kind(vendor: Vendor, product: &str) -> Option<&'static str> {
    products_of(vendor).iter().find(|(word, _)| *word == product).map(|(_, kind)| *kind)
}

/// The product of this kind, as the command line names it.
pub(crate) fn product(vendor: Vendor, kind: &str) -> &str {
    products_of(vendor).iter().find(|(_, known)| *known == kind).map_or(kind, |(word, _)| *word)
}

/// Refuses a product that the vendor does not sell.
pub(crate) fn check_product(vendor: Vendor, product: Option<&str>) -> Result<(), Failure> {
    match product {
        Some(product) if kind(vendor, product).is_none() => Err(Failure::usage(format!(
            "{vendor} has no product `{product}`; it has {}",
            products(vendor).join(", ")
        ))),
        _ => Ok(()),
    }
}

/// The words for all vendors in the configuration and on the command line.
pub(crate) fn vendors() -> Vec<&'static str> {
    Vendor::ALL.iter().map(|vendor| vendor.name()).collect()
}

/// The vendor that goes by this word, letter by letter.
pub(crate) fn vendor(word: &str) -> Option<Vendor> {
    Vendor::ALL.into_iter().find(|vendor| vendor.name() == word)
}
