//! When a product of the list is one of a vendor's, and when two licences are for the same thing.

use license_hub::{License, Vendor};

use crate::words;

/// A product as the list names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Product {
    text: String,
    words: Vec<String>,
}

/// How well a licence fits, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The list has one word, and the name of the vendor's product begins with it.
    FirstWord,
    /// The list has the word for the kind of licence, the vendor's or the one of the command line.
    Kind,
    /// The list has the name of the vendor's product.
    Name,
}

impl Fit {
    pub(super) const BEST_FIRST: [Self; 3] = [Self::Name, Self::Kind, Self::FirstWord];
}

impl Product {
    /// Nothing where there is no letter and no digit.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let words = words(text);
        (!words.is_empty()).then(|| Self { text: text.to_owned(), words })
    }

    /// As the list has it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The same for two spellings of one product.
    pub(super) fn folded(&self) -> &[String] {
        &self.words
    }

    /// How the licence fits, if it does. Capitals, and the signs between words, make no difference.
    pub(super) fn fit(&self, license: &License) -> Option<Fit> {
        let name = words(&license.product);
        if name == self.words {
            return Some(Fit::Name);
        }
        let kind = license.id.kind.as_str();
        if words(kind) == self.words || words(words::product(license.vendor, kind)) == self.words {
            return Some(Fit::Kind);
        }
        match self.words.as_slice() {
            [word] if name.first() == Some(word) => Some(Fit::FirstWord),
            _ => None,
        }
    }
}

/// What a licence is for, whatever its edition, size or seller: one word in small letters, such as `plesk`.
///
/// Softaculous and WebSoftSolus have a kind for each product. The two others have kinds for several, and names that begin with the
/// product.
pub(super) fn software(license: &License) -> String {
    let kind = || license.id.kind.to_lowercase();
    match license.vendor {
        Vendor::Softaculous | Vendor::WebSoftSolus => kind(),
        _ => words(&license.product).into_iter().next().unwrap_or_else(kind),
    }
}

/// Of each group a server has one at most.
const RIVALS: [&[&str]; 2] = [
    &["cpanel", "directadmin", "ispmanager", "plesk", "webuzo"],
    &["proxmox", "virtualizor", "virtuozzo", "vmmanager"],
];

/// Whether two kinds of software, not the same one, cannot be in use on one server.
pub(super) fn compete(one: &str, other: &str) -> bool {
    one != other && RIVALS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// The runs of letters and digits, in small letters.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::support::license;
    use super::*;

    fn fit(wanted: &str, product: &str) -> Option<Fit> {
        let mut license = license("ispl", "1", "192.0.2.1");
        license.product = product.into();
        license.id.kind = "softexternal".into();
        Product::new(wanted).unwrap().fit(&license)
    }

    #[test]
    fn a_product_is_named_in_full_or_by_its_kind_or_by_its_first_word() {
        for name in ["ISPmanager 6 Lite", "ispmanager 6 lite", " ISPMANAGER-6  lite"] {
            assert_eq!(fit(name, "ISPmanager 6 Lite"), Some(Fit::Name), "{name}");
        }
        assert_eq!(fit("SoftExternal", "ISPmanager 6 Lite"), Some(Fit::Kind));
        assert_eq!(fit("software", "ISPmanager 6 Lite"), Some(Fit::Kind), "as `list` has it");
        assert_eq!(fit("Plesk", "PLESK-12-WEB-PRO"), Some(Fit::FirstWord));
        assert_eq!(fit("cpanel whm", "cPanel & WHM"), Some(Fit::Name));
    }

    #[test]
    fn a_part_of_a_name_is_another_product() {
        for (wanted, product) in [
            ("plesk web host", "Plesk Web Host VPS"),
            ("ISPmanager 6", "ISPmanager 6 Lite"),
            ("ISPmanager 6 Pro", "ISPmanager 6 Lite"),
            ("soft", "Softaculous"),
            ("external", "ISPmanager 6 Lite"),
        ] {
            assert_eq!(fit(wanted, product), None, "{wanted}");
        }
        assert!(Product::new(" & ").is_none());
    }

    #[test]
    fn editions_and_sellers_do_not_make_another_software() {
        let of = |vendor, kind: &str, product: &str| {
            let mut license = license("a", "1", "192.0.2.1");
            (license.vendor, license.id.kind, license.product) = (vendor, kind.into(), product.into());
            software(&license)
        };
        assert_eq!(of(Vendor::WebSoftSolus, "plesk", "Web Pro"), "plesk");
        assert_eq!(of(Vendor::Isplicense, "parallelslic", "Plesk Web Host"), "plesk");
        assert_eq!(of(Vendor::Ispmanager, "soft", "Ispmanager 6 pro"), "ispmanager");
        assert_eq!(of(Vendor::Ispmanager, "softexternal", "Softaculous"), "softaculous");
        assert_eq!(of(Vendor::Softaculous, "softaculous", "Softaculous"), "softaculous");
        assert_eq!(of(Vendor::Isplicense, "soft", "-"), "soft");
    }

    #[test]
    fn panels_compete_and_what_runs_on_a_panel_does_not() {
        assert!(
            compete("plesk", "cpanel") && compete("ispmanager", "plesk") && compete("virtuozzo", "vmmanager")
        );
        assert!(
            !compete("plesk", "plesk")
                && !compete("cpanel", "softaculous")
                && !compete("cpanel", "virtuozzo")
        );
    }
}
