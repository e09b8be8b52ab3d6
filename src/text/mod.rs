//! How does a thing to say become readable? [`Say`](crate::vocab::Say) → [`Document`](document::Document)
//! → plain text, Matrix HTML or a terminal.

pub mod document;
