//! What does a failed request mean: wait, slow down, stop, or never again?

use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError};
use std::time::Duration;

/// What a failure means for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The access token is no longer valid.
    SignedOut,
    /// Too many requests: wait this long.
    Slow(Duration),
    /// It may succeed later: network, server trouble, our own disk.
    Passing(String),
    /// It will never succeed as it is.
    Lasting(String),
}

/// When the server asks to slow down without saying how long.
const UNSAID: Duration = Duration::from_secs(5);

impl From<&HttpError> for Failure {
    fn from(error: &HttpError) -> Self {
        let Some(api) = error.as_client_api_error() else {
            return Self::Passing(error.to_string());
        };
        match api.error_kind() {
            Some(
                ErrorKind::UnknownToken(_) | ErrorKind::MissingToken | ErrorKind::UserDeactivated,
            ) => Self::SignedOut,
            Some(ErrorKind::LimitExceeded(limit)) => Self::Slow(match limit.retry_after {
                Some(RetryAfter::Delay(delay)) => delay,
                _ => UNSAID,
            }),
            _ => match api.status_code.as_u16() {
                429 => Self::Slow(UNSAID),
                408 | 500.. => Self::Passing(error.to_string()),
                _ => Self::Lasting(error.to_string()),
            },
        }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        match error {
            Error::Http(http) => http.as_ref().into(),
            Error::WrongRoomState(state) => Self::Lasting(state.to_string()),
            // The stores, the disk, another request that failed: nothing that was asked is wrong.
            other => Self::Passing(other.to_string()),
        }
    }
}
