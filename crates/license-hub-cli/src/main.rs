//! The command `license-hub`.

fn main() {}
