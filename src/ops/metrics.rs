//! What does Prometheus read? Numbers of the moment beside what was counted; no ids.

use super::Vitals;
use crate::vocab::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What the page calls its own format.
pub(super) const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The registry of all numbers.
pub struct Metrics {
    registry: Registry,
    moment: Arc<Moment>,
}

impl Metrics {
    /// An empty registry, to which `count` adds what is counted elsewhere.
    pub fn new(count: impl FnOnce(&mut Registry)) -> Self {
        let mut registry = Registry::with_prefix("meldmaat");
        let moment = Arc::new(Moment::default());
        registry.register_collector(Box::new(moment.clone()));
        count(&mut registry);
        Self { registry, moment }
    }

    /// The page, with the numbers of this moment.
    ///
    /// # Errors
    /// The numbers cannot be written.
    pub fn page(&self, vitals: Vitals) -> Result<String, fmt::Error> {
        *self.moment.0.lock().unwrap_or_else(PoisonError::into_inner) = vitals;
        let mut text = String::new();
        encode(&mut text, &self.registry).map(|()| text)
    }
}

/// The latest vitals.
#[derive(Debug, Default)]
struct Moment(Mutex<Vitals>);

impl Collector for Moment {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let vitals = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (health, link) = (&vitals.health, &vitals.health.link);
        let age = |moment: Option<Timestamp>| Some(vitals.now?.duration_since(moment?).as_secs());
        let known = |value: i64| vitals.database.then_some(value);
        let gauges = [
            (
                "sync_age_seconds",
                "Since the last sync, or since the start when there was none yet",
                age(link.synced.or(vitals.started)),
            ),
            ("device_verified", "1 when the device is signed", Some(i64::from(link.verified))),
            ("database_up", "1 when the database answers", Some(i64::from(vitals.database))),
            ("leads", "1 when this process decides and delivers", Some(i64::from(vitals.leads))),
            (
                "safe_mode",
                "1 when a part was broken at the start",
                Some(i64::from(!vitals.broken.is_empty())),
            ),
            ("rooms", "Rooms that the bot is in", Some(long(link.rooms))),
            ("entries", "Entries in the knowledge base", Some(long(vitals.entries))),
            ("outbox_depth", "Deliveries that wait", known(long(health.waiting))),
            (
                "outbox_age_seconds",
                "Age of the oldest delivery that waits; 0 when none does",
                known(age(health.oldest).unwrap_or(0)),
            ),
            ("undecrypted", "Messages that wait for a key", Some(long(link.undecrypted))),
            (
                "one_time_keys",
                "One-time keys at the homeserver; absent when unknown",
                vitals.keys.map(long),
            ),
            (
                "clock_ahead_seconds",
                "This clock before the homeserver's; absent when unknown",
                link.ahead,
            ),
            (
                "disk_free_bytes",
                "Free where the memory is; absent when unknown",
                health.disk.map(long),
            ),
        ];
        for (name, help, value) in gauges {
            if let Some(value) = value {
                let gauge = ConstGauge::new(value);
                let kind = gauge.metric_type();
                gauge.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
            }
        }
        let counters = [
            ("delivered", "Messages delivered since the start", vitals.delivered),
            (
                "undecryptable",
                "Messages given up since the start, because their key never came",
                vitals.undecryptable,
            ),
            (
                "found_sent",
                "Messages that another process had sent, and had not marked",
                vitals.found_sent,
            ),
            (
                "sent_again",
                "Messages that another process had begun to send, and that were not there",
                vitals.sent_again,
            ),
        ];
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            let kind = counter.metric_type();
            counter.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
        }
        Ok(())
    }
}

fn long(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
