//! How long does the bot wait for a homeserver that is away? Longer each time, never for good.

use std::fmt::Display;
use std::time::Duration;
use tokio::time::sleep;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);
/// A server that asks for more is asked again after this.
pub(super) const LONGEST_ASKED: Duration = Duration::from_secs(15 * 60);

/// Counts failures in a row, and waits accordingly.
#[derive(Debug, Default)]
pub(super) struct Patience {
    failures: u32,
}

impl Patience {
    /// Waits after a failure. Logs the 1st, 2nd, 4th, 8th … in a row: an hour makes seven lines.
    pub(super) async fn wait(&mut self, what: &str, cause: impl Display) {
        self.failures = self.failures.saturating_add(1);
        let pause = FIRST.saturating_mul(1 << (self.failures - 1).min(6)).min(LONGEST);
        if self.failures.is_power_of_two() {
            let (failures, seconds) = (self.failures, pause.as_secs());
            tracing::warn!(failures, seconds, "{what} does not succeed, trying again: {cause}");
        }
        sleep(pause).await;
    }

    /// Waits as long as the server asked for, and says so.
    pub(super) async fn wait_as_asked(&mut self, what: &str, asked: Duration) {
        let pause = asked.clamp(FIRST, LONGEST_ASKED);
        tracing::warn!(seconds = pause.as_secs(), "{what}: the homeserver asks to wait");
        sleep(pause).await;
    }

    /// It works again.
    pub(super) fn over(&mut self, what: &str) {
        if self.failures > 0 {
            tracing::info!(failures = self.failures, "{what} works again");
            self.failures = 0;
        }
    }
}
