//! Is the bot well? Health, readiness and metrics over HTTP; never a room's or a person's id.

mod metrics;
mod systemd;

pub use metrics::Metrics;
pub use systemd::{Supervisor, patiently};

use crate::vocab::{Health, Pillar, Timestamp};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
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
    /// When the bot started.
    pub started: Option<Timestamp>,
    /// Whether the database answered; if not, nothing is known of what waits.
    pub database: bool,
    /// The way to the rooms, what waits, the disk.
    pub health: Health,
    /// Entries in the base.
    pub entries: u64,
    /// Without which parts the bot had to start.
    pub broken: Vec<Pillar>,
    /// Whether this process decides and delivers.
    pub leads: bool,
    /// Messages delivered since the start.
    pub delivered: u64,
    /// Messages that another device had sent, and had not marked.
    pub found_sent: u64,
    /// Messages that another device had begun to send, that were not in the room.
    pub sent_again: u64,
    /// Messages given up since the start, because their key never came.
    pub undecryptable: u64,
    /// One-time keys at the homeserver; none when it has not said so.
    pub keys: Option<u64>,
}

/// After this long without a sync the bot is not ready.
const SYNC_AGE: i64 = 90;

impl Vitals {
    /// Seconds since the last sync; none before the first.
    pub fn sync_age(&self) -> Option<i64> {
        Some(self.now?.duration_since(self.health.link.synced?).as_secs())
    }

    /// The same in one line, for `systemctl status`.
    pub fn status(&self) -> String {
        match &*self.complaints() {
            [] => format!("ready; {} messages wait to be sent", self.health.waiting),
            complaints => complaints.join("; "),
        }
    }

    /// Why the bot is not ready; empty when it is.
    pub fn complaints(&self) -> Vec<&'static str> {
        let mut out = Vec::new();
        if self.sync_age().is_none_or(|age| age > SYNC_AGE) {
            out.push("no sync with the homeserver in the last 90 seconds");
        }
        if !self.health.link.verified {
            out.push("the device is not verified");
        }
        if !self.database {
            out.push("the database does not answer");
        }
        if self.entries == 0 {
            out.push("no knowledge base is loaded");
        }
        out.extend(self.broken.iter().map(|pillar| match pillar {
            Pillar::Config => "safe mode: the configuration is broken",
            Pillar::Base => "safe mode: the knowledge base is broken",
            Pillar::Database(_) => "safe mode: the database cannot be used",
        }));
        out
    }
}

/// Takes the vitals at one moment.
pub type Pulse = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Vitals> + Send>> + Send + Sync>;

/// What the pages are made from.
struct Pages {
    pulse: Pulse,
    metrics: Metrics,
}

/// Serves `/healthz`, `/readyz` and `/metrics` until stopped. `count` adds what is counted elsewhere.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(
    address: SocketAddr,
    pulse: Pulse,
    count: impl FnOnce(&mut Registry),
    stop: CancellationToken,
) -> std::io::Result<()> {
    let pages = Arc::new(Pages { pulse, metrics: Metrics::new(count) });
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(counted))
        .with_state(pages);
    let listener = tokio::net::TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "health and metrics");
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
}

async fn readyz(State(pages): State<Arc<Pages>>) -> impl IntoResponse {
    let complaints = (pages.pulse)().await.complaints();
    if complaints.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, complaints.join("\n") + "\n")
    }
}

async fn counted(State(pages): State<Arc<Pages>>) -> impl IntoResponse {
    let vitals = (pages.pulse)().await;
    match pages.metrics.page(vitals) {
        Ok(text) => (StatusCode::OK, [(CONTENT_TYPE, metrics::FORMAT)], text),
        Err(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, "text/plain")], String::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Link;

    #[test]
    fn readiness_names_what_is_missing() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().expect("a moment");
        let link = |seconds| Link {
            synced: Some(now - jiff::SignedDuration::from_secs(seconds)),
            verified: true,
            ..Link::default()
        };
        let well = Vitals {
            now: Some(now),
            health: Health { link: link(5), ..Health::default() },
            database: true,
            entries: 3,
            ..Vitals::default()
        };
        assert!(well.complaints().is_empty());
        let late = Vitals { health: Health { link: link(91), ..Health::default() }, ..well };
        assert_eq!(late.complaints(), ["no sync with the homeserver in the last 90 seconds"]);
        assert_eq!(Vitals::default().complaints().len(), 4);
    }
}
