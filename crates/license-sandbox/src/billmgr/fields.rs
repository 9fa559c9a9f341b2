//! The parameters of a request: one flat list, from the query and the body alike.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::params::Pairs;

/// The last of two values for a name wins, and the body wins over the query (both are guesses). Names are taken as they
/// are: a dot in one means something here.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pairs: Pairs,
    places: HashMap<String, usize>,
}

impl Fields {
    pub(super) fn new(query: Pairs, body: Pairs) -> Self {
        let mut fields = Self::default();
        for (name, value) in query.into_iter().chain(body) {
            if let Some(&place) = fields.places.get(&name) {
                fields.pairs[place].1 = value;
            } else {
                fields.places.insert(name.clone(), fields.pairs.len());
                fields.pairs.push((name, value));
            }
        }
        fields
    }

    /// A value, even an empty one.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.places.get(name).map(|&place| self.pairs[place].1.as_str())
    }

    /// A value that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.given(name).filter(|value| !value.is_empty())
    }

    /// Whether the form is submitted. Any value will do (documented; `yes` was seen).
    pub(super) fn submitted(&self) -> bool {
        self.text("sok").is_some()
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == Some(value)
    }

    /// The address a licence is for: `pa_ip` where Plesk is concerned, `ip` elsewhere.
    pub(super) fn ip(&self, name: &str) -> Option<Result<IpAddr, &str>> {
        self.text(name).map(|text| text.trim().parse().map_err(|_| text))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::parse;

    #[test]
    fn the_body_wins_the_last_wins_and_dots_stay() {
        let fields = Fields::new(parse(b"a=1&b=2&item.id=3"), parse(b"b=4&b=5&c="));
        assert_eq!(
            (fields.text("a"), fields.text("b"), fields.text("item.id")),
            (Some("1"), Some("5"), Some("3"))
        );
        assert_eq!((fields.text("c"), fields.given("c")), (None, Some("")));
        assert_eq!(fields.iter().count(), 4);
    }
}
