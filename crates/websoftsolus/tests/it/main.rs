//! What the client sends, what it makes of answers, and how often it asks.

mod answers;
mod check;
mod details;
mod environment;
mod inputs;
mod outcomes;
mod properties;
mod refusals;
mod secrets;
mod support;
mod token;
mod wire;
