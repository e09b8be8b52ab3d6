//! What does a failed request mean: wait, slow down, stop, or never again?

use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError, reqwest};
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
            return Self::Passing(match error {
                HttpError::Reqwest(broken) => unreached(broken).to_owned(),
                other => other.to_string(),
            });
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

/// Why no answer came, without the address: that of a sync is a screen long.
pub(super) fn unreached(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
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

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::api::EndpointError;
    use matrix_sdk::ruma::api::client::uiaa::UiaaResponse;
    use matrix_sdk::ruma::api::error::FromHttpResponseError;
    use matrix_sdk::ruma::exports::http::Response;

    fn answered(status: u16, body: &str) -> Failure {
        let response = Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap();
        let error = UiaaResponse::from_http_response(response);
        let error = HttpError::from(FromHttpResponseError::Server(error));
        Failure::from(&Error::from(error))
    }

    #[test]
    fn every_answer_has_its_meaning() {
        let slow = |seconds| Failure::Slow(Duration::from_secs(seconds));
        let limited = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"x","retry_after_ms":4000}"#;
        let unknown = r#"{"errcode":"M_UNKNOWN_TOKEN","error":"x"}"#;
        assert_eq!(answered(429, limited), slow(4));
        assert_eq!(answered(429, r#"{"errcode":"M_LIMIT_EXCEEDED","error":"x"}"#), slow(5));
        assert_eq!(answered(429, "<html>"), slow(5));
        assert_eq!(answered(401, unknown), Failure::SignedOut);
        for (status, body) in [(500, "{}"), (502, "<html>bad gateway"), (503, ""), (408, "")] {
            assert!(matches!(answered(status, body), Failure::Passing(_)), "{status}");
        }
        let kinds =
            [(403, "M_FORBIDDEN"), (404, "M_NOT_FOUND"), (413, "M_TOO_LARGE"), (400, "M_BAD_JSON")];
        for (status, kind) in kinds {
            let body = format!(r#"{{"errcode":"{kind}","error":"x"}}"#);
            assert!(matches!(answered(status, &body), Failure::Lasting(_)), "{status}");
        }
    }
}
