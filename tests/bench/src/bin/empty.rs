//! A program that does nothing: how long it takes to start one.

fn main() {}
