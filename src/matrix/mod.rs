//! How does the bot live on a Matrix homeserver? The only module that names `matrix_sdk` and ruma.
//!
//! [`open`] signs in and makes the device trusted; [`Session::run`] listens and hands everything to
//! the [`Inbox`](crate::ports::Inbox); [`Channel`] speaks.

mod account;
mod channel;
mod examine;
mod failure;
mod identity;
mod incoming;
mod kept;
mod keys;
mod outgoing;
mod patience;
mod rooms;
mod seek;
mod session;
mod start;
mod sync;
mod timeline;
mod undecrypted;

pub use account::{Account, Login, StartError};
pub use channel::Channel;
pub use examine::{Credentials, Homeserver, Standing, Trust, Whose, credentials};
pub use incoming::understood;
pub use session::{Pulse, Session, StopReason};
pub use start::open;

/// How much of the SDK's own log an operator sees. It reports each failed request twice; this module
/// says once what a failure means.
pub const LOG: &str = "matrix_sdk=warn,matrix_sdk_base=warn,matrix_sdk_crypto=error,\
                       matrix_sdk_sqlite=warn,matrix_sdk::http_client=off,\
                       matrix_sdk::encryption=off";
