//! Which rooms has this house? The modules, in reading order.
#![doc = include_str!("ARCHITECTURE.md")]
// Futures of matrix-sdk and sqlx nest deeper than rustc's default when they are spawned (E0275).
#![recursion_limit = "256"]

pub mod vocab;

pub mod yaml;

pub mod knowledge;

pub mod text;

pub mod engine;

pub mod ports;

pub mod clock;

pub mod config;

pub mod storage;

pub mod matrix;

pub mod terminal;

pub mod files;

pub mod ops;

pub mod app;

pub mod cli;
