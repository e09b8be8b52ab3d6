//! Does the whole bot behave, in one process and on a simulated clock?
#![recursion_limit = "256"]

mod attacks;
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
mod papers;
mod person;
mod postgres;
mod properties;
mod quarter;
mod quiz;
mod reconcile;
mod reminders;
mod removal;
mod safety;
mod sessions;
mod steps;
mod storage_contract;
mod tidy;
mod traces;
mod watch;
mod words;
mod world;
mod year;
