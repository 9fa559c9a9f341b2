//! Checks and publishing of this workspace.

fn main() {}
