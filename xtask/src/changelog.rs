//! The section of a version in a `CHANGELOG.md`: `## 0.2.0 (2026-03-31)`, and `(unreleased)` until it is published.

use jiff::civil::Date;

/// What there is on a version.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Missing,
    /// A heading, and nothing below it.
    Empty,
    /// Behind the version stands something else than a date; the number of the line.
    Unreadable(usize),
    Unreleased,
    Released(Date),
}

impl Section {
    /// Looks for the section of this version.
    pub(crate) fn of(changelog: &str, version: &str) -> Self {
        let mut lines = (1..).zip(changelog.lines());
        let behind_version = |line: &str| {
            let rest = line.strip_prefix("## ")?.strip_prefix(version)?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim().to_owned())
        };
        let Some((line, day)) = lines.find_map(|(at, line)| Some((at, behind_version(line)?))) else {
            return Self::Missing;
        };
        let mut below = lines.map(|(_, line)| line).take_while(|line| !line.starts_with("## "));
        if !below.any(|line| !line.trim().is_empty()) {
            return Self::Empty;
        }
        match day.strip_prefix('(').and_then(|day| day.strip_suffix(')')) {
            Some("unreleased") => Self::Unreleased,
            Some(day) if day.len() == 10 => day.parse().map_or(Self::Unreadable(line), Self::Released),
            _ => Self::Unreadable(line),
        }
    }

    /// What is wrong with it at any time.
    pub(crate) fn fault(&self, version: &str) -> Option<String> {
        match self {
            Self::Missing => Some(format!("has no section on {version}: `## {version} (unreleased)`")),
            Self::Empty => Some(format!("says nothing on {version}; one line does, if it only goes along")),
            Self::Unreadable(line) => Some(format!(
                "line {line}: behind the version stands the day, as in `## {version} (2026-03-31)`, or `(unreleased)`"
            )),
            Self::Unreleased | Self::Released(_) => None,
        }
    }

    /// What is wrong with it on the day of the release.
    pub(crate) fn undated(&self, version: &str) -> Option<String> {
        match self {
            Self::Unreleased => {
                Some(format!("`## {version} (unreleased)` has no date; write the day of the release there"))
            }
            other => other.fault(version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Section;

    const TEXT: &str = "# Changelog\n\n## 0.3.0 (unreleased)\n\nThings.\n\n## 0.2.0 (2026-03-31)\n\nMore.\n\n## 0.1.1\n\nA word.\n\n## 0.1.0 (2026-02-31)\n\nA word.\n\n## 0.0.1 (2026-01-01)\n\n## 0.0.0 (2026-01-01)\n";

    #[test]
    fn a_released_version_has_a_day() {
        assert_eq!(Section::of(TEXT, "0.2.0"), Section::Released("2026-03-31".parse().unwrap()));
        assert_eq!(Section::of(TEXT, "0.2.0").undated("0.2.0"), None);
    }

    #[test]
    fn a_version_to_come_is_fine_until_it_is_released() {
        let section = Section::of(TEXT, "0.3.0");
        assert_eq!(section.fault("0.3.0"), None);
        assert!(section.undated("0.3.0").unwrap().contains("has no date"));
    }

    #[test]
    fn what_is_no_section_is_never_fine() {
        for (version, section) in [
            ("0.4.0", Section::Missing),
            ("0.3", Section::Missing),
            ("0.1.1", Section::Unreadable(11)),
            ("0.1.0", Section::Unreadable(15)),
            ("0.0.1", Section::Empty),
            ("0.0.0", Section::Empty),
        ] {
            let found = Section::of(TEXT, version);
            assert_eq!(found, section, "{version}");
            assert!(found.fault(version).is_some() && found.undated(version).is_some(), "{version}");
        }
    }
}
