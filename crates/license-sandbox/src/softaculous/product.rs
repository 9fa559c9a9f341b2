//! The four products, what they cost here, and for how long they are sold.

use rust_decimal::Decimal;

use super::state::No;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Product {
    Softaculous,
    Webuzo,
    Virtualizor,
    SitePad,
}

impl Product {
    /// The vendor's word, which is also the `ca` of the list. SitePad's is its old name.
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Softaculous => "softaculous",
            Self::Webuzo => "webuzo",
            Self::Virtualizor => "virtualizor",
            Self::SitePad => "sitemush",
        }
    }

    /// What a month costs. **Invented**: the vendor's prices are not public, only that a VPS of 2011 was 2.00.
    pub(super) fn monthly(self, server: Server) -> Decimal {
        let cents = match (self, server) {
            (Self::Softaculous, Server::Vps) => 2_00,
            (Self::Softaculous, Server::Dedicated) => 3_00,
            (Self::Webuzo, Server::Vps) => 2_50,
            (Self::Webuzo, Server::Dedicated) => 5_00,
            (Self::Virtualizor, _) => 9_00,
            (Self::SitePad, _) => 1_50,
        };
        Decimal::new(cents, 2)
    }

    /// What a month of SitePad costs when it is bought with Softaculous: 40 % off (the SDK's comment says so).
    pub(super) fn sitepad_in_bundle() -> Decimal {
        Decimal::new(90, 2)
    }

    /// A key in the product's look, always the same for the same licence.
    pub(super) fn key(self, lid: u64) -> String {
        let (prefix, groups) = match self {
            Self::Softaculous | Self::Virtualizor => ("", 5),
            Self::Webuzo => ("webuzo-", 4),
            Self::SitePad => ("SMUSH-", 4),
        };
        let mut state = lid;
        let groups: Vec<String> = (0..groups).map(|_| group(&mut state)).collect();
        format!("{prefix}{}", groups.join("-"))
    }
}

/// Five digits or letters out of a splitmix64 sequence.
fn group(state: &mut u64) -> String {
    const LETTERS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (0..5)
        .map(|_| {
            let letter = LETTERS[usize::try_from(mixed % 36).unwrap_or_default()];
            mixed /= 36;
            char::from(letter)
        })
        .collect()
}

/// `servertype`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Server {
    Dedicated,
    Vps,
}

impl Server {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Dedicated => "1",
            Self::Vps => "2",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, No> {
        match text {
            "1" => Ok(Self::Dedicated),
            "2" => Ok(Self::Vps),
            _ => Err(No::new("servertype", "The server type has to be 1 (dedicated) or 2 (VPS)")),
        }
    }
}

/// `toadd`, such as `1M` or `2Y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    count: u32,
    years: bool,
}

/// The vendor's bound is unknown; ten years are enough to try.
const MAX_MONTHS: u32 = 120;

impl Term {
    pub(super) const fn month() -> Self {
        Self { count: 1, years: false }
    }

    pub(super) const fn year() -> Self {
        Self { count: 1, years: true }
    }

    /// A lower-case unit is refused: whether the vendor takes it is unknown, and the documents do not show it.
    pub(super) fn parse(text: &str, product: Product) -> Result<Self, No> {
        let no = || No::new("toadd", "The period is not one that is sold");
        let (digits, years) = match (text.strip_suffix('M'), text.strip_suffix('Y')) {
            (Some(digits), _) => (digits, false),
            (_, Some(digits)) => (digits, true),
            _ => return Err(no()),
        };
        if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(no());
        }
        let term = Self { count: digits.parse().map_err(|_| no())?, years };
        // SitePad's document lists its periods; the others show examples of a form.
        let sold = product != Product::SitePad || ["1M", "3M", "6M", "9M", "1Y", "2Y", "3Y"].contains(&text);
        if sold && (1..=MAX_MONTHS).contains(&term.months()) { Ok(term) } else { Err(no()) }
    }

    /// A year costs twelve months.
    pub(super) fn months(self) -> u32 {
        if self.years { self.count.saturating_mul(12) } else { self.count }
    }

    pub(super) fn wire(self) -> String {
        format!("{}{}", self.count, if self.years { 'Y' } else { 'M' })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_look_of_their_product() {
        assert_eq!(Product::Softaculous.key(1001).len(), 29);
        assert!(Product::Webuzo.key(1001).starts_with("webuzo-"));
        assert_eq!(Product::Webuzo.key(1001).len(), 7 + 23);
        assert_eq!(Product::SitePad.key(1001).len(), 6 + 23);
        assert_eq!(Product::Virtualizor.key(7), Product::Virtualizor.key(7));
        assert_ne!(Product::Virtualizor.key(7), Product::Virtualizor.key(8));
    }

    #[test]
    fn terms_are_months_or_years() {
        let months = |text| Term::parse(text, Product::Softaculous).map(Term::months).ok();
        assert_eq!(
            (months("1M"), months("8M"), months("1Y"), months("10Y")),
            (Some(1), Some(8), Some(12), Some(120))
        );
        for wrong in
            ["", "M", "1", "0M", "-1M", "1y", "1 M", "121M", "11Y", "99999999999M", "1MM", "+1M", "٣M"]
        {
            assert_eq!(months(wrong), None, "{wrong}");
        }
        assert!(Term::parse("2M", Product::SitePad).is_err());
        assert!(Term::parse("9M", Product::SitePad).is_ok());
    }
}
