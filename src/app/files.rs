//! Who hears that the files were read again? The control room, by an event like any other.

use super::App;
use crate::ports::{Batch, Channel, Clock, Fault, Store};
use crate::vocab::{Cause, Finding, Incoming, Misread, Sender, UserId, What};

/// So much is told of what is wrong: the control room is read on a phone.
const FIRST: usize = 3;

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Keeps the event that the files were read again, to be decided once. `wrong` is empty when the
    /// new ones hold now; else the last good ones stay. Without a control room there is nobody to tell.
    pub async fn files_were_read(&self, wrong: &[Finding]) -> Result<(), Fault> {
        let Some(room) = self.world.borrow().control_room.clone() else { return Ok(()) };
        let misread = |finding: &Finding| Misread {
            // Where a file lies on the machine is nobody's business there.
            file: match finding.file.strip_prefix('/') {
                Some(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
                None => finding.file.clone(),
            },
            line: finding.line,
            message: finding.message.clone(),
        };
        let at = self.clock.now();
        let event = Incoming {
            cause: Cause::new(format!("files:{}", at.as_millisecond())),
            at,
            room,
            direct: false,
            from: Sender { user: UserId::new(""), moderator: false },
            what: What::ReadAgain {
                wrong: wrong.iter().take(FIRST).map(misread).collect(),
                more: wrong.len().saturating_sub(FIRST),
            },
        };
        if self.store.receive(&Batch { incoming: vec![event], ..Batch::default() }).await? > 0 {
            self.arrived.notify_one();
        }
        Ok(())
    }
}
