//! Bad inputs: refused with the name of the field, before there is any connection. And allowed ones that an encoding could
//! spoil: they arrive byte for byte.

mod addresses;
mod arriving;
mod clients;
mod numbers;
mod texts;

use clients::Clients;
use license_wire::{Error, ErrorKind, Outcome};

/// An attempt with a bad input.
type Try = Box<dyn Fn(&Clients) -> Option<Error>>;

/// What is tried, and the field that has to be named.
struct Bad {
    name: String,
    field: &'static str,
    run: Try,
}

fn bad<T>(
    name: impl Into<String>,
    field: &'static str,
    run: impl Fn(&Clients) -> Result<T, Error> + 'static,
) -> Bad {
    Bad { name: name.into(), field, run: Box::new(move |clients| run(clients).err()) }
}

/// Tries all of it with clients whose servers count the connections.
#[track_caller]
fn refuse_all(rows: impl IntoIterator<Item = Bad>) {
    let clients = Clients::new();
    let mut count = 0;
    let problems: Vec<String> = rows
        .into_iter()
        .inspect(|_| count += 1)
        .filter_map(|row| {
            let error = (row.run)(&clients);
            let problem = match &error {
                None => Some("it was not refused".to_owned()),
                Some(error) => problem(&row, error),
            };
            problem.map(|problem| format!("{}: {problem}", row.name))
        })
        .collect();
    println!("{count} bad inputs");
    assert!(problems.is_empty(), "{} of {count}:\n{}", problems.len(), problems.join("\n"));
    assert_eq!(clients.connections(), 0);
}

fn problem(row: &Bad, error: &Error) -> Option<String> {
    let said = error.to_string();
    let right = matches!(error.kind(), ErrorKind::Invalid { .. })
        && (error.field(), error.outcome(), error.attempts()) == (Some(row.field), Outcome::NotSent, 0)
        && !error.may_have_happened();
    let short = said.len() < 300 && !said.contains(char::is_control);
    (!right || !short).then(|| format!("{} was to be named: {error:?}", row.field))
}
