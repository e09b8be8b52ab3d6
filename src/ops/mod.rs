//! Is the bot well? Health, readiness and metrics over HTTP; never a room's or a person's id.

use crate::vocab::Timestamp;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How the bot is doing at one moment.
#[derive(Debug, Clone, Default)]
pub struct Vitals {
    /// The moment.
    pub now: Option<Timestamp>,
    /// The last successful sync.
    pub synced: Option<Timestamp>,
    /// Whether the device is signed by its owner.
    pub verified: bool,
    /// Whether the database answered.
    pub database: bool,
    /// Entries in the base.
    pub entries: u64,
    /// Deliveries that wait.
    pub backlog: u64,
    /// When the oldest of them was decided.
    pub oldest: Option<Timestamp>,
    /// Questions by outcome, and other decisions.
    pub answered: u64,
    /// Offers to choose.
    pub clarified: u64,
    /// Questions that the base does not answer.
    pub unknown: u64,
    /// Messages delivered.
    pub delivered: u64,
    /// Events that wait for a key.
    pub undecryptable: u64,
}

/// After this long without a sync the bot is not ready.
const SYNC_AGE: i64 = 90;

impl Vitals {
    /// Seconds since the last sync; none before the first.
    pub fn sync_age(&self) -> Option<i64> {
        Some(self.now?.duration_since(self.synced?).as_secs())
    }

    /// Why the bot is not ready; empty when it is.
    pub fn complaints(&self) -> Vec<&'static str> {
        let mut out = Vec::new();
        if self.sync_age().is_none_or(|age| age > SYNC_AGE) {
            out.push("no sync with the homeserver in the last 90 seconds");
        }
        if !self.verified {
            out.push("the device is not verified");
        }
        if !self.database {
            out.push("the database does not answer");
        }
        if self.entries == 0 {
            out.push("no knowledge base is loaded");
        }
        out
    }
}

/// Takes the vitals at one moment.
pub type Pulse = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Vitals> + Send>> + Send + Sync>;

/// Serves `/healthz`, `/readyz` and `/metrics` until stopped. `bound` hears the address.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(
    address: SocketAddr,
    pulse: Pulse,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(pulse);
    let listener = tokio::net::TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "health and metrics");
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
}

async fn readyz(State(pulse): State<Pulse>) -> impl IntoResponse {
    let complaints = pulse().await.complaints();
    if complaints.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, complaints.join("\n") + "\n")
    }
}

async fn metrics(State(pulse): State<Pulse>) -> impl IntoResponse {
    let vitals = pulse().await;
    let age = |moment: Option<Timestamp>| match (vitals.now, moment) {
        (Some(now), Some(moment)) => now.duration_since(moment).as_secs(),
        _ => -1,
    };
    let mut registry = Registry::with_prefix("meldmaat");
    let mut gauge = |name: &str, help: &str, value: i64| {
        let gauge = Gauge::<i64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    gauge("sync_age_seconds", "Since the last sync; -1 before the first", age(vitals.synced));
    gauge("device_verified", "1 when the device is signed", i64::from(vitals.verified));
    gauge("database_up", "1 when the database answers", i64::from(vitals.database));
    gauge("entries", "Entries in the knowledge base", count(vitals.entries));
    gauge("outbox_depth", "Deliveries that wait", count(vitals.backlog));
    gauge("outbox_age_seconds", "Age of the oldest; -1 when none", age(vitals.oldest));
    gauge("answered", "Questions answered since the start", count(vitals.answered));
    gauge("clarified", "Offers to choose since the start", count(vitals.clarified));
    gauge("unknown", "Questions without an answer since the start", count(vitals.unknown));
    gauge("delivered", "Messages delivered since the start", count(vitals.delivered));
    gauge("undecryptable", "Events that wait for a key", count(vitals.undecryptable));
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => (StatusCode::OK, text),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readiness_names_what_is_missing() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().expect("a moment");
        let well = Vitals {
            now: Some(now),
            synced: Some(now - jiff::SignedDuration::from_secs(5)),
            verified: true,
            database: true,
            entries: 3,
            ..Vitals::default()
        };
        assert!(well.complaints().is_empty());
        let late = Vitals { synced: Some(now - jiff::SignedDuration::from_secs(91)), ..well };
        assert_eq!(late.complaints(), ["no sync with the homeserver in the last 90 seconds"]);
        assert_eq!(Vitals::default().complaints().len(), 4);
    }
}
