//! What must hold for every text, file and event, whoever sends it? One function a property: the fuzz
//! targets and `tests/it/properties.rs` both call these, so that they cannot differ.

use meldmaat::config::{self, Environment};
use meldmaat::engine::{self, World, dates};
use meldmaat::files::read_year;
use meldmaat::knowledge::{self, Base};
use meldmaat::matrix;
use meldmaat::text::document::{Block, Document, Inline};
use meldmaat::text::{self, calendar};
use meldmaat::vocab::{
    Access, Act, CalendarEntry, Choice, DeliveryKey, EventId, Exchange, Finding, Incoming,
    JoinedRoom, Message, Offer, RoomId, Sender, Snapshot, Span, Timestamp, UserId, What,
};
use std::path::Path;
use std::sync::LazyLock;

const ME: &str = "@meldmaat:wijk.test";
const ANNA: &str = "@anna:wijk.test";
const TEAM: &str = "!team:wijk.test";

/// A bot without a base: every command and every way to be addressed is there.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let access = Access { administrators: vec![ANNA.into()], ..Access::default() };
    World::new(ME.into(), "meldmaat", Base::default(), access, |_| None)
        .reporting_to(Some("!regie:wijk.test".into()))
});

/// Fails when something does not hold for these bytes.
pub type Property = fn(&[u8]);

/// All properties, by the name of their target and corpus.
pub const ALL: [(&str, Property); 7] = [
    ("command", command),
    ("dates", date),
    ("yaml", yaml),
    ("html", html),
    ("event", event),
    ("year", year),
    ("ics", ics),
];

fn ten() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().expect("a moment")
}

/// What was offered to Anna before, in the only room that there is.
fn seen() -> Snapshot {
    let joined = JoinedRoom {
        room: TEAM.into(),
        name: Some("Team <b>".into()),
        direct: false,
        writes: true,
        mentions: true,
        member: true,
    };
    let exchange = Exchange {
        question: "$question".into(),
        room: TEAM.into(),
        asker: ANNA.into(),
        asked: ten(),
        thread: None,
        answer: DeliveryKey::new("$question/0"),
        options: vec![Choice::Topic("stap-2".into())],
        topic: Some("stap-2".into()),
        offer: Some(Offer::Remove(vec![EventId::from("$question")])),
        walk: false,
    };
    Snapshot {
        joined: vec![joined],
        exchange: Some(exchange),
        mine: vec!["$bot".into()],
        next_number: 1,
        ..Snapshot::default()
    }
}

/// The whole engine on one event; what it says is sound HTML, and its keys are its cause's.
fn decide(who: &str, direct: bool, at: Timestamp, what: What) {
    let from = Sender { user: UserId::new(who), moderator: direct };
    let room = RoomId::new(TEAM);
    let input = Incoming { cause: "$event".into(), at, room, direct, from, what };
    let _ = engine::scope(&WORLD, &input);
    let seen = seen();
    if !engine::meant(&WORLD, &seen, &input) {
        let _ = engine::overheard(&WORLD, &seen, &input);
        return;
    }
    let input = engine::withheld(&WORLD, &seen, input);
    for outgoing in engine::decide(&WORLD, &seen, &input).outgoing {
        assert!(outgoing.key.as_str().starts_with("$event"), "{:?}", outgoing.key);
        if let Act::Say(speech) | Act::Edit { speech, .. } = &outgoing.act {
            sound_html(&text::message(&speech.body).html());
        }
    }
}

/// Whatever is typed, as a stranger in a team or as somebody who may do everything.
pub fn command(data: &[u8]) {
    let typed = String::from_utf8_lossy(data);
    let says = |text: &str| What::Message(Message { text: text.into(), ..Message::default() });
    for text in [typed.as_ref(), &format!("!meld {typed}")] {
        decide(ANNA, true, ten(), says(text));
        decide("@eve:elders.test", false, ten(), says(text));
    }
}

/// Whatever is taken for a moment: what was understood lies ahead, and in the text.
pub fn date(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let reading = dates::read(&text, ten());
    if let Ok(when) = &reading.when {
        let start = engine::local(ten());
        assert!(when.start > start, "{text:?} lies behind: {}", when.start);
        assert!(when.end.is_none_or(|end| end >= when.start), "{text:?} ends first");
        if let Some(rule) = &when.rule {
            assert_eq!(rule.to_string().parse().as_ref(), Ok(rule), "{text:?}");
            assert_eq!(rule.occurrences(when.start).next(), Some(when.start), "{text:?}");
        }
    }
    for span in reading.understood.iter().chain(&reading.leftover) {
        assert!(text.get(span.clone()).is_some(), "{text:?}: {span:?}");
    }
    if let Some((_, rest)) = dates::leading(&text, ten()) {
        assert!(text.ends_with(rest) && rest.len() < text.len(), "{text:?}: {rest:?}");
    }
}

/// A file of the base (its name is the first line) or the configuration: findings with their place.
pub fn yaml(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (name, text) = text.split_once('\n').unwrap_or(("config.yaml", &text));
    let findings = if name == "config.yaml" {
        config::read(text, Path::new(name), &Environment::default()).err().unwrap_or_default()
    } else {
        knowledge::read(&[(name.to_owned(), text.to_owned())]).1
    };
    in_place(text, findings.iter().filter(|finding| finding.file == name));
}

fn in_place<'f>(text: &str, findings: impl Iterator<Item = &'f Finding>) {
    // To YAML a carriage return alone ends a line, too.
    let lines = text.replace("\r\n", "\n").replace('\r', "\n").lines().count();
    for finding in findings {
        assert!(finding.line <= lines + 1, "{finding}");
    }
}

/// A message of any parts: the HTML holds the tags that it should, closed, and nothing else.
pub fn html(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut line = Vec::new();
    let mut blocks = Vec::new();
    for part in text.split('\0') {
        let (kind, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        let (first, second) = rest.split_once('|').unwrap_or((rest, rest));
        match kind {
            "s" => line.push(Inline::Strong(rest.into())),
            "l" => line.push(Inline::Link { text: first.into(), url: second.into() }),
            "m" => line.push(Inline::Mention(rest.into())),
            "b" => line.push(Inline::Break),
            "P" => blocks.push(Block::Paragraph(std::mem::take(&mut line))),
            "L" => blocks.push(Block::List(vec![std::mem::take(&mut line)])),
            "N" => blocks.push(Block::Numbered(vec![std::mem::take(&mut line)])),
            "S" => blocks.push(Block::Small(std::mem::take(&mut line))),
            _ => line.push(Inline::Text(part.into())),
        }
    }
    blocks.push(Block::Paragraph(line));
    let document = Document(blocks);
    sound_html(&document.html());
    let cut = document.clone().fit(200);
    sound_html(&cut.html());
    let _ = (document.plain(), document.mentions());
}

/// Fails on HTML that a client could take for something else than was meant.
pub fn sound_html(html: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        let (before, from) = rest.split_at(at);
        assert!(!before.contains('"') && !before.contains('\''), "a bare quote: {html}");
        if from.starts_with('&') {
            let entity = ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"];
            let entity = entity.iter().find(|entity| from.starts_with(**entity));
            rest = &from[entity.unwrap_or_else(|| panic!("a bare &: {html}")).len()..];
            continue;
        }
        let end = from.find('>').unwrap_or_else(|| panic!("not closed: {html}"));
        let tag = from.strip_prefix('<').map(|_| &from[1..end]);
        let tag = tag.unwrap_or_else(|| panic!("a bare >: {html}"));
        rest = &from[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if let Some(href) = tag.strip_prefix("a href=\"") {
            let url = href.strip_suffix('"').unwrap_or_else(|| panic!("{html}"));
            let led = ["https://", "http://", "tel:", "mailto:"];
            assert!(led.iter().any(|scheme| url.starts_with(scheme)), "{html}");
            assert!(!url.contains(['"', '<', '>', '\'']), "{html}");
            open.push("a");
        } else if tag != "br" {
            assert!(["p", "ul", "ol", "li", "strong"].contains(&tag), "{tag}: {html}");
            open.push(tag);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open: {html}");
}

/// Whatever another server sends as an event, and whatever it says of its time.
pub fn event(data: &[u8]) {
    let json = String::from_utf8_lossy(data);
    if let Some((sender, at, what)) = matrix::understood(&json, &ME.into()) {
        assert!(sender.as_str() != ME, "the bot itself asks nothing: {json}");
        for direct in [true, false] {
            decide(sender.as_str(), direct, at.min(ten()), what.clone());
        }
    }
}

/// A year as YAML or as CSV: findings with their place, and what is read can be planned or told.
pub fn year(data: &[u8]) {
    for name in ["jaar.yaml", "jaar.csv"] {
        let Ok((file, findings)) = read_year(name, data) else { continue };
        let text = String::from_utf8_lossy(data);
        in_place(&text, findings.iter());
        let room = RoomId::new("!regie:wijk.test");
        let planned = engine::plan_year(&WORLD, &seen(), &ANNA.into(), &room, ten(), &file);
        for slip in planned.err().unwrap_or_default() {
            let _ = text::slip(&slip.wrong);
        }
    }
}

/// A calendar file of any texts: lines of at most 75 octets, each a field that was meant.
pub fn ics(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let start = jiff::civil::date(2026, 12, 8).at(9, 30, 0, 0);
    let entry = CalendarEntry {
        uid: part(),
        title: part(),
        place: Some(part()),
        description: Some(part()),
        sequence: data.len() as u32,
        stamp: ten(),
        cancelled: data.len().is_multiple_of(2),
        span: Span { start, end: start },
        file: "sessie-1.ics".into(),
    };
    let file = calendar::ics(&entry);
    let body = file.strip_suffix("\r\n").unwrap_or_else(|| panic!("its end: {file:?}"));
    let mut names = Vec::new();
    for line in body.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        let breaks = ['\r', '\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        assert!(!line.contains(breaks), "{line:?}");
        assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
        if !line.starts_with(' ') {
            names.push(line.split([':', ';']).next().unwrap_or_default());
        }
    }
    let mut known: Vec<_> = names.iter().filter(|name| ["BEGIN", "END"].contains(name)).collect();
    assert_eq!(known.len(), 10, "{file}");
    known.clear();
    for once in ["UID", "SUMMARY", "LOCATION", "DESCRIPTION", "METHOD", "STATUS", "ORGANIZER"] {
        assert_eq!(names.iter().filter(|name| **name == once).count(), 1, "{once}: {file}");
    }
    // Unfolded and read back, the texts are those that went in, without what no text holds.
    let whole = file.replace("\r\n ", "");
    let read = |name: &str| {
        let line = whole.split("\r\n").find_map(|line| line.strip_prefix(name));
        unescaped(line.unwrap_or_default())
    };
    for (name, text) in [("SUMMARY:", &entry.title), ("UID:", &entry.uid)] {
        assert_eq!(kept(&read(name)), kept(text), "{name}");
    }
}

fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => out.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            (c, false) => out.push(c),
        }
    }
    out
}

/// What stays of a text in a calendar: all but breaks, blanks and control characters.
fn kept(text: &str) -> String {
    let gone = |c: &char| !c.is_control() && !c.is_whitespace() && !"\u{2028}\u{2029}".contains(*c);
    text.chars().filter(gone).collect()
}
