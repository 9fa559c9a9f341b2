//! The records of a CSV text, and the line each begins on.

use csv::{ReaderBuilder, StringRecord, Trim};

/// Each record that is no comment and not empty throughout. A line that begins with `#` is a comment.
pub(crate) fn records(text: &str) -> impl Iterator<Item = (u64, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let (mut at, mut line) = (0, 1);
    let mut record = StringRecord::new();
    let all = std::iter::from_fn(move || {
        // Reading from memory, as UTF-8 and with any number of cells, cannot fail.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        // The reader's own place is before the comments and blank lines that it skips.
        let from = record.position().map_or(0, csv::Position::byte);
        let begin = past_skipped(text.as_bytes(), usize::try_from(from).unwrap_or(usize::MAX));
        // The reader takes a comment on a last line that is not ended for an empty record.
        if begin >= text.len() {
            return None;
        }
        line += count(text.as_bytes().get(at..begin).unwrap_or_default());
        at = begin;
        Some((line, record.clone()))
    });
    all.filter(|(_, record)| !record.iter().all(str::is_empty))
}

/// How many lines end in these bytes.
pub(super) fn count(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// Where the record begins that a reader at this place comes to.
fn past_skipped(text: &[u8], mut at: usize) -> usize {
    loop {
        match text.get(at) {
            Some(b'\r' | b'\n') => at += 1,
            Some(b'#') => {
                let rest = &text[at..];
                at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            }
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        records(text).map(|(line, record)| (line, record.iter().collect::<Vec<_>>().join("|"))).collect()
    }

    fn owned(all: &[(u64, &str)]) -> Vec<(u64, String)> {
        all.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn each_record_has_the_line_it_begins_on() {
        let text = "# made by hand\n\nip,product\n1,a\n\n# x\n#y\n2 , b\n\"3\n\",c\n4,d";
        assert_eq!(lines(text), owned(&[(3, "ip|product"), (4, "1|a"), (8, "2|b"), (9, "3|c"), (11, "4|d")]));
        assert_eq!(lines(&text.replace('\n', "\r\n")), lines(text));
    }

    #[test]
    fn nothing_has_no_records() {
        assert!(lines("").is_empty() && lines("\n\n# a").is_empty());
        assert_eq!(lines("  \n,,\nx\n,\n"), owned(&[(3, "x")]));
    }
}
