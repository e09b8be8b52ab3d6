//! Who hears that the files were read again? The control room, by an event like any other.

use super::App;
use crate::ports::{Channel, Clock, Fault, Store};
use crate::vocab::{Cause, Finding, Incoming, Misread, What};

/// So much is told of what is wrong: the control room is read on a phone.
const FIRST: usize = 3;

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Keeps the event that the files were read again, to be decided once. `wrong` is empty when the
    /// new ones hold now; else the last good ones stay. Without a control room there is nobody to tell.
    pub async fn files_were_read(&self, wrong: &[Finding]) -> Result<(), Fault> {
        let now = self.clock.now();
        self.misread.send_modify(|since| {
            *since = (!wrong.is_empty()).then(|| since.unwrap_or(now));
        });
        // Each process reads its own files; one of them tells.
        let control_room = self.world.borrow().control_room.clone().filter(|_| self.leads());
        let Some(room) = control_room else { return Ok(()) };
        let at = self.clock.now();
        let what = What::ReadAgain {
            wrong: wrong.iter().take(FIRST).map(Misread::from).collect(),
            more: wrong.len().saturating_sub(FIRST),
        };
        let cause = Cause::new(format!("files:{}", at.as_millisecond()));
        let event = Incoming { room, ..Incoming::of_the_house(cause, at, what) };
        self.happened(vec![event]).await?;
        Ok(())
    }
}
