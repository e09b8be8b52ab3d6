//! Does the built binary behave against a real homeserver?
//!
//! One Synapse and one Python process that plays all colleagues (matrix-nio: another client, other
//! crypto than the bot's) serve the whole run. Every story has people and rooms of its own; most
//! share one bot, those that stop, starve or kill it have their own. Nothing here uses the library but
//! the stories of the calendar files and of the quiz, and nothing waits for time to pass: every wait has
//! a condition and a deadline.

mod bot;
mod colleague;
#[path = "../it/traces/details.rs"]
mod details;
mod gate;
mod homeserver;
mod message;
#[path = "../it/postgres.rs"]
#[expect(dead_code, reason = "these stories do not stop it")]
mod postgres;
mod python;
mod stories;
mod world;
