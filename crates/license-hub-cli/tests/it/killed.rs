//! The command killed at any moment.
