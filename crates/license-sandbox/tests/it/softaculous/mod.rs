//! Softaculous NOC from outside.

mod books;
mod documents;
mod ending;
mod licenses;
mod other_clients;
mod products;
mod purchase;
mod shapes;
mod wire;
