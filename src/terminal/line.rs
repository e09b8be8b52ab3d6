//! What does a typed line mean? A message in the room, or with `/` an act that needs no words.

use crate::vocab::{
    Cause, EventId, Incoming, Message, Pillar, RoomId, Ruin, Sender, Timestamp, UserId, What,
};

/// What a line asks for.
#[derive(Debug, Clone)]
pub enum Line {
    /// Something happened in the room.
    Event(Incoming),
    /// The clock moves on by this much.
    Later(jiff::Span),
    /// The same while the bot is away.
    Away(jiff::Span),
    /// The clock stands here now.
    At(jiff::civil::DateTime),
    /// The bot may write in this room from now on, or not.
    Writing(RoomId, bool),
    /// The bot has lost this, and works in safe mode; none: all is well again.
    Safe(Option<Pillar>),
    /// Something to show to the person at the keyboard, in Dutch.
    Note(String),
    /// An empty line or a comment (`#`).
    Nothing,
    /// The end.
    Stop,
}

/// Who is at the keyboard, and in which room.
#[derive(Debug, Clone)]
pub struct Room {
    person: String,
    moderator: bool,
    name: String,
    direct: bool,
    removes: bool,
    events: u64,
    last_own: Option<EventId>,
    last_reaction: Option<EventId>,
    thread: Option<EventId>,
}

/// What `/help` shows.
const HELP: &str = "\
Typ een bericht. In de kamer luistert Meldmaat alleen naar @meldmaat of !meld.
/als NAAM [moderator]   iemand anders typt (beheer: beheerder; carla: coördinator van Twente)
/kamer NAAM             een andere kamer, ook: /kamer regiekamer
/direct                 een gesprek onder vier ogen
/antwoord TEKST         antwoord op het laatste bericht van Meldmaat
/draad TEKST            schrijf in de draad onder je laatste vraag
/reageer 2              reageer met een teken op het laatste bericht van Meldmaat
                        (/reageer ^ 2 en /antwoord ^ TEKST: op het bericht daarvoor)
/bewerk TEKST           verander je laatste bericht      /wis   haal het weg (/wis reactie)
/weghalen mag           Meldmaat mag berichten van anderen weghalen (/weghalen mag niet)
/schrijven mag niet      Meldmaat mag in deze kamer niet schrijven (/schrijven mag)
/klok +1d               de tijd gaat verder (+2h, +30m, of 2026-12-08T09:00)
/uit +2h                Meldmaat staat zo lang uit
/stuk kennisbank        Meldmaat start met iets dat stuk is (of: instellingen, geheugen, niets)
/stop                   klaar";

impl Default for Room {
    fn default() -> Self {
        Self {
            person: "anna".into(),
            moderator: true,
            name: "team".into(),
            direct: false,
            removes: false,
            events: 0,
            last_own: None,
            last_reaction: None,
            thread: None,
        }
    }
}

impl Room {
    /// Who speaks, and where, as the prompt shows it.
    pub fn prompt(&self) -> String {
        if self.direct {
            format!("{} (direct)> ", self.person)
        } else {
            format!("{} in #{}> ", self.person, self.name)
        }
    }

    /// The bot enters the room.
    pub fn joined(&mut self, at: Timestamp) -> Incoming {
        self.event(at, What::Joined)
    }

    /// Reads a line typed at `at`; `answers` are the bot's messages in this room, the last one last.
    pub fn read(&mut self, line: &str, at: Timestamp, answers: &[EventId]) -> Line {
        let line = line.trim_end_matches(['\r', '\n']);
        let Some(command) = line.trim_start().strip_prefix('/') else {
            if line.trim().is_empty() || line.starts_with('#') {
                return Line::Nothing;
            }
            return Line::Event(self.say(line, at, None, None));
        };
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim();
        // Each ^ goes one message further back.
        let earlier = rest.bytes().take_while(|byte| *byte == b'^').count();
        let answer = answers.iter().rev().nth(earlier);
        let rest = rest[earlier..].trim_start();
        match (word, rest) {
            ("stop" | "einde", _) => Line::Stop,
            ("als", name) if !name.is_empty() => {
                let mut words = name.split_whitespace();
                self.person = words.next().unwrap_or("anna").to_lowercase();
                self.moderator = words.any(|w| w == "moderator" || w == "coordinator");
                self.last_own = None;
                Line::Note(format!("{} typt.", self.person))
            }
            ("kamer", name) if !name.is_empty() => {
                name.clone_into(&mut self.name);
                self.direct = false;
                Line::Event(self.joined(at))
            }
            ("direct", _) => {
                self.direct = true;
                Line::Note("Een gesprek onder vier ogen met Meldmaat.".into())
            }
            ("klok", moment) => clock(moment),
            ("uit", moment) => match clock(moment) {
                Line::Later(span) => Line::Away(span),
                other => other,
            },
            ("stuk", "niets") => Line::Safe(None),
            ("stuk", "kennisbank") => Line::Safe(Some(Pillar::Base)),
            ("stuk", "instellingen") => Line::Safe(Some(Pillar::Config)),
            ("stuk", "geheugen") => Line::Safe(Some(Pillar::Database(Ruin::Damaged))),
            ("weghalen", "mag" | "mag niet") => {
                self.removes = rest == "mag";
                let none = if self.removes { "" } else { "geen " };
                Line::Note(format!("Meldmaat mag hier {none}berichten van anderen weghalen."))
            }
            ("schrijven", "mag" | "mag niet") => Line::Writing(self.id(), rest == "mag"),
            ("antwoord", text) if !text.is_empty() => match answer {
                Some(event) => Line::Event(self.say(text, at, Some(event.clone()), None)),
                None => Line::Note("Meldmaat zei nog niets.".into()),
            },
            ("draad", text) if !text.is_empty() => {
                self.thread = self.thread.clone().or_else(|| self.last_own.clone());
                Line::Event(self.say(text, at, None, self.thread.clone()))
            }
            ("reageer", key) if !key.is_empty() => match answer {
                Some(event) => {
                    let what = What::Reaction { to: event.clone(), key: key.into() };
                    let reaction = self.event(at, what);
                    self.last_reaction = Some(EventId::new(reaction.cause.as_str()));
                    Line::Event(reaction)
                }
                None => Line::Note("Meldmaat zei nog niets.".into()),
            },
            ("bewerk", text) if !text.is_empty() => match self.last_own.clone() {
                Some(of) => {
                    let removable = self.removes;
                    let message = Message { text: text.into(), removable, ..Message::default() };
                    Line::Event(self.event(at, What::Edit { of, message }))
                }
                None => Line::Note("Je zei nog niets.".into()),
            },
            ("wis", "reactie") => match self.last_reaction.take() {
                Some(of) => Line::Event(self.event(at, What::Redaction { of })),
                None => Line::Note("Je reageerde nog niet.".into()),
            },
            ("wis", _) => match self.last_own.take() {
                Some(of) => Line::Event(self.event(at, What::Redaction { of })),
                None => Line::Note("Je zei nog niets.".into()),
            },
            _ => Line::Note(HELP.into()),
        }
    }

    fn say(
        &mut self,
        text: &str,
        at: Timestamp,
        reply_to: Option<EventId>,
        thread: Option<EventId>,
    ) -> Incoming {
        if thread.is_none() {
            self.thread = None;
        }
        let removable = self.removes;
        let text = text.into();
        let message = Message { text, removable, reply_to, thread, ..Message::default() };
        let event = self.event(at, What::Message(message));
        self.last_own = Some(EventId::new(event.cause.as_str()));
        event
    }

    /// Where the person speaks.
    pub fn id(&self) -> RoomId {
        RoomId::new(match self.direct {
            true => format!("direct-{}", self.person),
            false => self.name.clone(),
        })
    }

    fn event(&mut self, at: Timestamp, what: What) -> Incoming {
        self.events += 1;
        Incoming {
            cause: Cause::new(format!("$event-{}", self.events)),
            at,
            room: self.id(),
            direct: self.direct,
            from: Sender { user: UserId::new(self.person.clone()), moderator: self.moderator },
            what,
        }
    }
}

fn clock(moment: &str) -> Line {
    if let Ok(there) = moment.parse() {
        return Line::At(there);
    }
    match moment.trim_start_matches('+').parse() {
        Ok(span) if !moment.is_empty() => Line::Later(span),
        _ => Line::Note("Zo: /klok +1d, /klok +2h, /klok +30m of /klok 2026-12-08T09:00".into()),
    }
}
