//! Does the built binary behave against a real homeserver?
