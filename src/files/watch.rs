//! Did anything change? Tells so after a rest, from the file system and from a look at the contents.
