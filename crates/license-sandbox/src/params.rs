//! Parameters as a PHP server sees them: query and body together, `name[]` as a list.

use std::collections::HashMap;

/// More pairs than this in one place are not read, so that a request cannot make the sandbox slow.
pub(crate) const MAX_PAIRS: usize = 10_000;

/// Name and value pairs of a query string or a form body, decoded, in the order they were sent.
pub(crate) type Pairs = Vec<(String, String)>;

/// Takes a query string or a form body apart. It never fails: a broken percent-encoding stays as it is, and
/// bytes that are not UTF-8 become replacement characters.
pub(crate) fn parse(input: &[u8]) -> Pairs {
    form_urlencoded::parse(input)
        .filter(|(name, _)| !name.is_empty())
        .take(MAX_PAIRS)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// What PHP calls `$_REQUEST`, with its default order: a name that is in the query and in the body has the
/// value of the body, even where that one is empty. An empty value then counts as absent.
#[derive(Debug, Default)]
pub(crate) struct Params(HashMap<String, Param>);

#[derive(Debug)]
enum Param {
    Text(String),
    List(List),
}

impl Params {
    pub(crate) fn new(query: &[(String, String)], body: &[(String, String)]) -> Self {
        let mut params = Self::collect(query);
        for (name, param) in Self::collect(body).0 {
            match (params.0.get_mut(&name), param) {
                (Some(Param::List(old)), Param::List(new)) => old.merge(new),
                (_, param) => {
                    params.0.insert(name, param);
                }
            }
        }
        params
    }

    /// A text that is there and not empty. Where a list came instead, its only item.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let text = match self.0.get(name)? {
            Param::Text(text) => text,
            Param::List(list) if list.values.len() == 1 => &list.values[0],
            Param::List(_) => return None,
        };
        (!text.is_empty()).then_some(text.as_str())
    }

    /// A text that is there, empty or not. Where a list came instead, nothing.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Param::Text(text) => Some(text.as_str()),
            Param::List(_) => None,
        }
    }

    /// What PHP takes for true: there, not empty and not `0`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| text != "0")
    }

    /// The items of a list that are not empty. A plain text counts as a list of one.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let items = match self.0.get(name) {
            None => return Vec::new(),
            Some(Param::Text(text)) => std::slice::from_ref(text),
            Some(Param::List(list)) => list.values.as_slice(),
        };
        items.iter().map(String::as_str).filter(|item| !item.is_empty()).collect()
    }

    /// A whole number as PHP's `intval` reads it: the digits at the front, or 0.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| {
            let text = text.trim_start();
            let end = text
                .char_indices()
                .find(|(at, character)| {
                    !(character.is_ascii_digit() || *at == 0 && matches!(character, '-' | '+'))
                })
                .map_or(text.len(), |(at, _)| at);
            match text[..end].parse::<i64>() {
                Ok(number) => number,
                Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => i64::MAX,
                Err(error) if *error.kind() == std::num::IntErrorKind::NegOverflow => i64::MIN,
                Err(_) => 0,
            }
        })
    }

    fn collect(pairs: &[(String, String)]) -> Self {
        let mut params = Self::default();
        for (name, value) in pairs {
            match split_name(name) {
                (name, None) => {
                    params.0.insert(name, Param::Text(value.clone()));
                }
                (name, Some(index)) => {
                    let param = params.0.entry(name).or_insert_with(|| Param::List(List::default()));
                    // `ips=a&ips[]=b`: the list takes the place of the text.
                    if let Param::Text(_) = param {
                        *param = Param::List(List::default());
                    }
                    if let Param::List(list) = param {
                        list.put(index, value.clone());
                    }
                }
            }
        }
        params
    }
}

/// The items of `name[]`, `name[0]`, `name[key]`, in the order their keys were first seen.
#[derive(Debug, Default)]
struct List {
    places: HashMap<String, usize>,
    values: Vec<String>,
    next: u64,
}

impl List {
    fn put(&mut self, index: &str, value: String) {
        let index = if index.is_empty() { self.next.to_string() } else { index.to_owned() };
        if let Ok(number) = index.parse::<u64>() {
            self.next = self.next.max(number.saturating_add(1));
        }
        if let Some(&place) = self.places.get(&index) {
            self.values[place] = value;
        } else {
            self.places.insert(index, self.values.len());
            self.values.push(value);
        }
    }

    fn merge(&mut self, other: Self) {
        let mut places: Vec<_> = other.places.into_iter().collect();
        places.sort_unstable_by_key(|(_, place)| *place);
        for ((index, _), value) in places.into_iter().zip(other.values) {
            self.put(&index, value);
        }
    }
}

/// `ips[0]` is the item `0` of `ips`. As in PHP, a dot or a space in a name becomes an underscore, and so does
/// a bracket that is not closed. What follows the first pair of brackets is ignored.
fn split_name(name: &str) -> (String, Option<&str>) {
    let plain = |name: &str| name.replace(['.', ' ', '['], "_");
    let name = name.trim_start_matches(' ');
    match name.split_once('[') {
        Some((front, rest)) if !front.is_empty() => match rest.split_once(']') {
            Some((index, _)) => (plain(front), Some(index)),
            None => (plain(name), None),
        },
        _ => (plain(name), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str, body: &str) -> Params {
        Params::new(&parse(query.as_bytes()), &parse(body.as_bytes()))
    }

    #[test]
    fn the_body_wins_over_the_query_even_when_empty() {
        let params = params("a=1&b=2&c=3", "b=4&c=");
        assert_eq!((params.text("a"), params.text("b"), params.text("c")), (Some("1"), Some("4"), None));
    }

    #[test]
    fn the_last_of_two_wins() {
        assert_eq!(params("a=1&a=2", "").text("a"), Some("2"));
    }

    #[test]
    fn lists_come_literal_encoded_or_indexed() {
        for body in ["ips[]=a&ips[]=b", "ips%5B%5D=a&ips%5B%5D=b", "ips[0]=a&ips[1]=b", "ips[x]=a&ips[]=b"] {
            assert_eq!(params("", body).list("ips"), ["a", "b"], "{body}");
        }
        assert_eq!(params("ips[]=a&ips[]=b", "ips[]=c").list("ips"), ["c", "b"]);
        assert_eq!(params("", "ips=a").list("ips"), ["a"]);
        assert_eq!(params("", "ips=a&ips[]=&ips[]=b").list("ips"), ["b"]);
        assert_eq!(params("ips=a", "ips[]=b").list("ips"), ["b"]);
    }

    #[test]
    fn a_list_of_one_is_a_text_and_of_two_is_not() {
        assert_eq!(params("", "ips[]=a").text("ips"), Some("a"));
        assert_eq!(params("", "ips[]=a&ips[]=b").text("ips"), None);
    }

    #[test]
    fn an_empty_text_is_given_and_a_list_is_no_text() {
        let params = params("", "a=&b=1&c[]=1");
        assert_eq!((params.given("a"), params.given("b")), (Some(""), Some("1")));
        assert_eq!((params.given("c"), params.given("d")), (None, None));
    }

    #[test]
    fn numbers_are_read_as_php_reads_them() {
        for (text, number) in
            [("12", 12), ("12abc", 12), ("abc", 0), ("-3", -3), ("99999999999999999999", i64::MAX)]
        {
            assert_eq!(params("", &format!("n={text}")).number("n"), Some(number), "{text}");
        }
        assert_eq!(params("", "n=").number("n"), None);
    }

    #[test]
    fn nothing_makes_it_panic() {
        for input in
            ["%", "%z%%1", "a=%ff%fe", "[]=1", "a[=1", "a[][][=1", "=&&=&", "a[18446744073709551615]=1&a[]=2"]
        {
            let _ = params(input, input).list("a");
        }
        let many = "a[]=1&".repeat(200_000);
        assert_eq!(params("", &many).list("a").len(), MAX_PAIRS);
    }
}
