//! Many orders from a list: [`orders`] reads the list, [`planned`] makes of each line what would be sent, [`standing`] asks
//! the journal what became of it in this run, [`sending`] buys what is left, and [`tally`] counts.

pub(crate) mod budget;
pub(crate) mod orders;
pub(crate) mod planned;
pub(crate) mod sending;
pub(crate) mod standing;
pub(crate) mod tally;
