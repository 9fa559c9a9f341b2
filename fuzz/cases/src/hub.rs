//! The facade: operations that were stored.

use license_hub::Stored;

/// An operation that is read from a file is the same after it was stored again.
pub(crate) fn stored(input: &[u8]) {
    let Ok(stored) = serde_json::from_slice::<Stored>(input) else { return };
    let Ok(operation) = stored.operation() else { return };
    let _ = (operation.effect(), format!("{operation:?}"));
    let again = Stored::new(&operation).expect("an operation can be stored");
    let text = serde_json::to_string(&again).expect("what is stored is JSON");
    let read: Stored = serde_json::from_str(&text).expect("what was stored can be read");
    assert_eq!(read.operation().expect("the operation that was stored"), operation);
}
