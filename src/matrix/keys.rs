//! How many one-time keys of the device lie at the homeserver? Without them nobody new can write to it.

use super::session::Pulse;
use matrix_sdk::Client;
use matrix_sdk::ruma::OneTimeKeyAlgorithm::SignedCurve25519;
use matrix_sdk::ruma::api::client::keys::upload_keys::v3::Request;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How often the homeserver is asked.
const LOOK: Duration = Duration::from_secs(10 * 60);

/// Asks for ever, from the first sync on. The SDK keeps the number to itself; an upload of nothing
/// answers with it.
pub(super) async fn count(client: &Client, pulse: &watch::Sender<Pulse>) -> Infallible {
    let mut news = pulse.subscribe();
    if news.wait_for(|pulse| pulse.synced.is_some()).await.is_err() {
        // Impossible while the sender is here; there is nothing to count without a session.
        return std::future::pending().await;
    }
    loop {
        let answer = client.send(Request::new()).await;
        let counts = answer.map(|answer| answer.one_time_key_counts);
        let keys = counts.map(|counts| counts.get(&SignedCurve25519).map_or(0, |n| (*n).into()));
        if let Err(error) = &keys {
            tracing::debug!(%error, "the one-time keys cannot be counted");
        }
        pulse.send_modify(|pulse| pulse.keys = keys.ok());
        sleep(LOOK).await;
    }
}
