//! (being built)

pub mod safety;
