//! What can be chosen in an order of Plesk: each generation has its own words.

use crate::words::words;

words! {
    /// Sites of Web Presence Builder in Plesk 10.
    Plesk10Sites, "sites", {
        /// Not wanted.
        None => "0",
        /// 100 sites.
        Sites100 => "100",
        /// 1000 sites.
        Sites1000 => "1000",
    }
}

words! {
    /// Sites of Web Presence Builder in Plesk 12.
    Plesk12Sites, "sites", {
        /// Not wanted.
        None => "0",
        /// 10 sites.
        Sites10 => "10",
        /// 30 sites.
        Sites30 => "30",
        /// 100 sites.
        Sites100 => "100",
        /// 1000 sites.
        Sites1000 => "1000",
    }
}

words! {
    /// Options of Web Presence Builder in Plesk 12.
    SiteOptions, "site options", {
        /// Not wanted.
        None => "0",
        /// `MLS_SUPPORT`; the page does not explain it, multi-language sites probably.
        MlsSupport => "MLS_SUPPORT",
    }
}

words! {
    /// Further applications.
    Applications, "applications", {
        /// Not wanted.
        None => "0",
        /// The Power Pack.
        PowerPack => "POWER_PACK",
    }
}

words! {
    /// Customer and Business Manager in Plesk 10.
    BusinessManager, "business manager", {
        /// Not wanted.
        None => "0",
        /// For any number of clients.
        Unlimited => "UNLIMITED",
    }
}

words! {
    /// Language packs of Plesk 10.
    Plesk10LanguagePacks, "language packs", {
        /// Not wanted.
        None => "0",
        /// One language pack.
        One => "1",
        /// Two language packs.
        Two => "2",
        /// Three language packs.
        Three => "3",
        /// Four language packs.
        Four => "4",
        /// Five language packs.
        Five => "5",
    }
}

words! {
    /// Language packs of Plesk 12.
    Plesk12LanguagePacks, "language packs", {
        /// Not wanted.
        None => "0",
        /// One language pack.
        One => "1",
        /// Two language packs.
        Two => "2",
        /// Three language packs.
        Three => "3",
        /// Four language packs.
        Four => "4",
        /// Five language packs.
        Five => "5",
        /// All language packs.
        Unlimited => "UNLIMITED",
    }
}

words! {
    /// Antivirus of Plesk 10.
    Plesk10Antivirus, "antivirus", {
        /// Not wanted.
        None => "0",
        /// Premium Antivirus.
        Premium => "PREMIUM_ANTIVIRUS",
    }
}

words! {
    /// Antivirus of Plesk 12.
    Plesk12Antivirus, "antivirus", {
        /// Not wanted.
        None => "0",
        /// Premium Antivirus.
        Premium => "PREMIUM_ANTIVIRUS",
        /// Premium Antivirus for Windows.
        PremiumForWindows => "PREMIUM_ANTIVIRUS_FOR_WIN",
    }
}

macro_rules! none_by_default {
    ($($name:ident),+) => {
        $(impl Default for $name {
            fn default() -> Self {
                Self::None
            }
        })+
    };
}
none_by_default!(
    Plesk10Sites,
    Plesk12Sites,
    SiteOptions,
    Applications,
    BusinessManager,
    Plesk10LanguagePacks,
    Plesk12LanguagePacks,
    Plesk10Antivirus,
    Plesk12Antivirus
);
