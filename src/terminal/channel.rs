//! What does the person at the keyboard see? Every delivery, in the order of the room.

use crate::ports::{Channel, Delivery, Refusal};
use crate::text::document::{Document, Style};
use crate::vocab::{Act, EventId};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// What was delivered and not yet shown, and the bot's last message.
#[derive(Debug, Default)]
pub struct Screen {
    shown: String,
    style: Style,
    messages: u64,
    last: Option<EventId>,
}

impl Screen {
    /// Takes what is to be shown.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.shown)
    }

    /// The bot's last message.
    pub fn last(&self) -> Option<&EventId> {
        self.last.as_ref()
    }

    fn show(&mut self, heading: &str, body: &Document) {
        let text = body.terminal(self.style);
        let (on, off) = self.style.strong;
        let _ = writeln!(self.shown, "{on}meldmaat{off}{heading}");
        for line in text.lines() {
            let _ = writeln!(self.shown, "{}", format!("  {line}").trim_end());
        }
    }
}

/// A channel that ends on a screen.
#[derive(Debug, Clone)]
pub struct Terminal(Arc<Mutex<Screen>>);

impl Terminal {
    /// A screen with this style.
    pub fn new(style: Style) -> Self {
        Self(Arc::new(Mutex::new(Screen { style, ..Screen::default() })))
    }

    /// Works on the screen.
    pub fn with<T>(&self, work: impl FnOnce(&mut Screen) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Channel for Terminal {
    async fn deliver(
        &self,
        delivery: &Delivery,
        target: Option<&EventId>,
    ) -> Result<Option<EventId>, Refusal> {
        self.with(|screen| match &delivery.act {
            Act::Say(speech) => {
                let heading = match (&speech.mention, speech.loud) {
                    (Some(user), true) => format!(" (met melding aan {user})"),
                    _ => String::new(),
                };
                screen.show(&heading, &speech.body);
                screen.messages += 1;
                let event = EventId::new(format!("$meldmaat-{}", screen.messages));
                screen.last = Some(event.clone());
                Ok(Some(event))
            }
            Act::Edit { speech, .. } => {
                screen.show(" (past het antwoord aan)", &speech.body);
                Ok(target.cloned())
            }
            Act::Redact { .. } => {
                screen.shown.push_str("(meldmaat haalt het antwoord weg)\n");
                Ok(None)
            }
            Act::Join { .. } => {
                let _ = writeln!(screen.shown, "(meldmaat komt in {})", delivery.room);
                Ok(None)
            }
        })
    }
}
