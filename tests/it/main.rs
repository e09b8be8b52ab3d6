//! Does the whole bot behave, in one process and on a simulated clock?
#![recursion_limit = "256"]

mod broadcast;
mod config;
mod control;
mod conversations;
mod dates;
mod eval;
mod findings;
mod insight;
mod knowledge;
mod never;
mod person;
mod postgres;
mod quarter;
mod quiz;
mod reminders;
mod removal;
mod safety;
mod sessions;
mod steps;
mod storage_contract;
mod tidy;
mod traces;
mod words;
mod world;
mod year;
