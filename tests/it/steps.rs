//! Does the guided walk lead everybody to an end, and is it there again when it must be?

use crate::world::Way;
use meldmaat::app::{App, Limits};
use meldmaat::clock::Simulated;
use meldmaat::engine::safety::Rules;
use meldmaat::engine::{self, World};
use meldmaat::files::read_folder;
use meldmaat::knowledge::{self, Base, Next, Point, Route};
use meldmaat::ports::{Batch, Inbox, Store};
use meldmaat::storage::{self, Database, Place, seal::Seal};
use meldmaat::vocab::{
    Access, Act, Change, DeliveryKey, EventId, Incoming, Message, Outcome, PointId, Say, Scope,
    Sender, Snapshot, Taken, Timestamp, Walk, WalkWords, What,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use tokio::sync::watch;

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let (base, _) = knowledge::read(&read_folder(Path::new("knowledge")).unwrap());
    base.expect("the base is sound")
});

/// A world that knows the route and little else: it is learnt at once.
fn world(route: Route) -> World {
    let base = Base { route, ..Base::default() };
    World::new("@meldmaat:wijk.test".into(), "meldmaat", base, Access::default(), |_| None)
}

fn route() -> &'static Route {
    &BASE.route
}

fn id(name: &str) -> PointId {
    PointId::new(name)
}

fn ways(point: &Point) -> &[knowledge::Way] {
    match &point.next {
        Next::Ask { ways, .. } => ways,
        Next::End { .. } => &[],
    }
}

fn outcome(point: &Point) -> Option<Outcome> {
    match &point.next {
        Next::End { outcome, .. } => Some(*outcome),
        Next::Ask { .. } => None,
    }
}

/// All points that can be reached from one.
fn beyond(start: &str) -> BTreeSet<PointId> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![id(start)]);
    while let Some(at) = open.pop() {
        if reached.insert(at.clone()) {
            open.extend(ways(&route().points[&at]).iter().map(|way| way.to.clone()));
        }
    }
    reached
}

/// The longest way from a point to an end; fails on a way that comes back.
fn longest(at: &PointId, before: &mut Vec<PointId>, known: &mut BTreeMap<PointId, usize>) -> usize {
    assert!(!before.contains(at), "{before:?} comes back to {at}");
    if let Some(length) = known.get(at) {
        return *length;
    }
    let point = &route().points[at];
    before.push(at.clone());
    let length = ways(point).iter().map(|way| 1 + longest(&way.to, before, known)).max();
    before.pop();
    assert_eq!(length.is_none(), outcome(point).is_some(), "{at}");
    known.insert(at.clone(), length.unwrap_or(0));
    length.unwrap_or(0)
}

/// A way of choices from the beginning to each point.
fn paths() -> BTreeMap<PointId, Vec<Taken>> {
    let start = route().start.clone().unwrap();
    let mut paths = BTreeMap::from([(start.clone(), Vec::new())]);
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for way in ways(&route().points[&at]) {
            if !paths.contains_key(&way.to) {
                let taken = Taken { point: at.clone(), choice: way.words[0].clone() };
                let path = paths[&at].iter().cloned().chain([taken]).collect();
                paths.insert(way.to.clone(), path);
                open.push(way.to.clone());
            }
        }
    }
    paths
}

#[test]
fn every_way_ends_within_a_quarter_of_an_hour() {
    let longest = longest(route().start.as_ref().unwrap(), &mut Vec::new(), &mut BTreeMap::new());
    assert!(longest <= 15, "{longest} questions");
}

#[test]
fn every_point_is_reached_and_every_outcome_is_there() {
    let reached = beyond(route().start.as_ref().unwrap().as_str());
    assert_eq!(reached, route().points.keys().cloned().collect());
    let outcomes: std::collections::HashSet<_> =
        route().points.values().filter_map(outcome).collect();
    assert_eq!(outcomes.len(), 4);
    for end in route().points.values() {
        if let Next::End { sources, see_also, .. } = &end.next {
            assert!(!sources.is_empty() && !see_also.is_empty() && end.step.is_none());
        }
    }
}

#[test]
fn closing_comes_only_from_the_question_about_suspicion_answered_no() {
    for (name, point) in &route().points {
        for way in ways(point) {
            if outcome(&route().points[&way.to]) == Some(Outcome::Close) {
                let first = point.title.starts_with("Vraag 1") && point.step == Some(4);
                assert!(first && way.words[0] == "nee", "{name}: {}", way.text);
            }
        }
    }
}

#[test]
fn who_must_not_speak_to_the_family_is_never_told_to() {
    // These speak of a talk, or of telling that there is a report, as a plain next step.
    let talking = ["gesprek", "nog-geen-gesprek", "oudere-gesprek", "acceptatie", "einde-melden"];
    for special in ["verwurging", "eer", "apart", "onthulling"] {
        let beyond = beyond(special);
        for point in talking {
            assert!(!beyond.contains(&id(point)), "{special} leads to {point}");
        }
    }
    assert!(beyond("geen-gesprek").is_disjoint(&talking.map(id).into()), "after advice");
}

#[test]
fn after_a_no_to_a_later_question_reporting_is_the_norm() {
    for (point, answer) in [
        ("veiligheid", "ja"),
        ("na-veiligheid", "ja"),
        ("hulp", "nee"),
        ("acceptatie", "nee"),
        ("resultaat", "nee"),
    ] {
        let way = ways(&route().points[&id(point)]).iter().find(|way| way.words[0] == answer);
        let ends: Vec<_> = beyond(way.unwrap().to.as_str())
            .iter()
            .filter_map(|end| outcome(&route().points[end]))
            .collect();
        assert!(ends.iter().all(|end| *end == Outcome::Report), "{point}: {ends:?}");
    }
}

fn ten() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn after(hours: i64) -> Timestamp {
    ten() + jiff::SignedDuration::from_hours(hours)
}

fn incoming(cause: &str, at: Timestamp, direct: bool, what: What) -> Incoming {
    let from = Sender { user: "@anna:wijk.test".into(), moderator: false };
    Incoming { cause: cause.into(), at, room: "!team:wijk.test".into(), direct, from, what }
}

fn message(text: &str, thread: Option<&str>) -> What {
    let thread = thread.map(EventId::from);
    What::Message(Message { text: text.into(), thread, ..Message::default() })
}

fn walk(at: &PointId, path: &[Taken]) -> Walk {
    Walk {
        begun: "$begun".into(),
        room: "!team:wijk.test".into(),
        thread: None,
        owner: "@anna:wijk.test".into(),
        at: at.clone(),
        path: path.to_vec(),
        resuming: false,
        ended: false,
        asked: DeliveryKey::new("$begun/0"),
        updated: ten(),
    }
}

/// Where a walk is after a message or a reaction; none when it is over.
fn next(world: &World, walk: &Walk, what: What) -> Option<PointId> {
    let walk_asked = Some("$question".into());
    let seen = Snapshot { walk: Some(walk.clone()), walk_asked, ..Snapshot::default() };
    let input = incoming("$answer", after(1), true, what);
    assert!(engine::meant(world, &seen, &input), "{input:?}");
    let decision = engine::decide(world, &seen, &input);
    let Act::Say(speech) = &decision.outgoing[0].act else { panic!("{:?}", decision.outgoing) };
    let guarded = |say: &Say| matches!(say, Say::Danger | Say::Privacy(_));
    assert!(!speech.body.iter().any(guarded), "{}: {:?}", walk.at, speech.body);
    let changed = decision.changes.iter().find_map(|change| match change {
        Change::Walk(walk) => Some((!walk.ended).then(|| walk.at.clone())),
        Change::WalkOver { .. } => Some(None),
        _ => None,
    });
    changed.unwrap_or_else(|| panic!("{} stays where it is: {:?}", walk.at, decision.because))
}

#[test]
fn every_choice_can_be_made_by_number_letter_word_and_reaction() {
    // No choice may be taken for danger.
    let world = World { rules: Rules::learn(&BASE), ..world(route().clone()) };
    for (at, path) in paths() {
        let walk = walk(&at, &path);
        for (n, way) in ways(&route().points[&at]).iter().enumerate() {
            let end = outcome(&route().points[&way.to]).is_some();
            let expected = (!end).then(|| way.to.clone());
            let letter = char::from(b'a' + u8::try_from(n).unwrap());
            let mut said = vec![(n + 1).to_string(), letter.to_string(), format!("{letter})")];
            said.extend(way.words.iter().chain([&way.text]).cloned());
            said.extend(way.words.iter().map(|word| format!(" {}. ", word.to_uppercase())));
            for text in said {
                let to = next(&world, &walk, message(&text, None));
                assert_eq!(to, expected, "{at}: {text}");
            }
            let key = format!("{}\u{fe0f}\u{20e3}", n + 1);
            let reaction = What::Reaction { to: "$question".into(), key };
            assert_eq!(next(&world, &walk, reaction), expected, "{at}: reaction {n}");
        }
    }
}

#[test]
fn from_every_point_one_can_go_back_anew_and_away() {
    let world = world(route().clone());
    let start = route().start.clone().unwrap();
    for (at, path) in paths().into_iter().filter(|(at, _)| outcome(&route().points[at]).is_none()) {
        let walk = walk(&at, &path);
        let before = path.last().map_or(&start, |taken| &taken.point);
        assert_eq!(next(&world, &walk, message("terug", None)).as_ref(), Some(before), "{at}");
        assert_eq!(next(&world, &walk, message("Verder!", None)), Some(at.clone()));
        assert_eq!(next(&world, &walk, message("opnieuw", None)), Some(start.clone()));
        assert_eq!(next(&world, &walk, message("stop", None)), None);
    }
}

#[test]
fn somebody_elses_reaction_and_a_reaction_on_an_older_question_count_for_nothing() {
    let world = world(route().clone());
    let walk = walk(route().start.as_ref().unwrap(), &[]);
    let react = |to: &str| What::Reaction { to: to.into(), key: "1".into() };
    let seen = |walk| Snapshot { walk, walk_asked: Some("$new".into()), ..Snapshot::default() };
    let meant =
        |seen: &Snapshot, what| engine::meant(&world, seen, &incoming("$r", after(1), false, what));
    assert!(meant(&seen(Some(walk.clone())), react("$new")));
    assert!(!meant(&seen(Some(walk)), react("$old")));
    assert!(!meant(&seen(None), react("$new")), "there is no walk of theirs");
}

/// A bot whose memory lies in a folder, as it is after every start.
struct Bot {
    app: App<Database, Way, Arc<Simulated>>,
    way: Way,
    clock: Arc<Simulated>,
    _world: watch::Sender<Arc<World>>,
}

impl Bot {
    async fn start(folder: &Path, at: Timestamp, route: Route) -> Self {
        let (keep, world) = watch::channel(Arc::new(world(route)));
        let place = Place::Sqlite(folder.to_owned());
        let store = storage::open(&place, Seal::new([7; 32])).await.unwrap();
        let (way, clock) = (Way::default(), Arc::new(Simulated::new(at)));
        let app = App::new(store, way.clone(), clock.clone(), world, Limits::default());
        Self { app, way, clock, _world: keep }
    }

    /// Says something in the thread below `$begin`, or `$begin` itself.
    async fn hear(&self, event: &str, text: &str) {
        use meldmaat::ports::Clock;
        let thread = (event != "$begin").then_some("$begin");
        let input = incoming(event, self.clock.now(), false, message(text, thread));
        let batch = Batch { incoming: vec![input], ..Batch::default() };
        self.app.receive(batch).await.unwrap();
        self.app.settle().await.unwrap();
    }

    async fn walk(&self) -> Option<Walk> {
        let scope = Scope {
            room: Some("!team:wijk.test".into()),
            walk_of: Some("@anna:wijk.test".into()),
            ..Scope::default()
        };
        self.app.store().load(&scope).await.unwrap().walk
    }

    /// At the second question of a walk.
    async fn walking(folder: &Path) -> Bot {
        let bot = Bot::start(folder, ten(), route().clone()).await;
        bot.hear("$begin", "!meld stappenplan").await;
        bot.hear("$1", "nee").await;
        bot
    }

    fn last(&self) -> String {
        self.way.speeches().pop().expect("something was said").0
    }
}

#[tokio::test]
async fn a_walk_goes_on_after_the_process_was_killed_between_two_answers() {
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::walking(folder.path()).await;
    let before = bot.walk().await.unwrap();
    assert_eq!((before.at.as_str(), before.path.len()), ("bijzonder", 1));
    // Nothing is ended orderly.
    drop(bot);

    let bot = Bot::start(folder.path(), after(20), route().clone()).await;
    assert_eq!(bot.walk().await, Some(before));
    bot.hear("$2", "oudere").await;
    assert_eq!(bot.walk().await.unwrap().at.as_str(), "oudere");
    assert!(bot.last().starts_with("Een oudere"), "{}", bot.last());
}

#[tokio::test]
async fn an_answer_that_came_before_the_power_went_is_counted_once_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::start(folder.path(), ten(), route().clone()).await;
    bot.hear("$begin", "!meld stappenplan").await;
    // Received and kept, but not decided.
    let input = incoming("$1", ten(), false, message("nee", Some("$begin")));
    let batch = Batch { incoming: vec![input], ..Batch::default() };
    bot.app.receive(batch.clone()).await.unwrap();
    drop(bot);

    let bot = Bot::start(folder.path(), after(0), route().clone()).await;
    bot.app.receive(batch).await.unwrap();
    bot.app.settle().await.unwrap();
    let walk = bot.walk().await.unwrap();
    assert_eq!((walk.at.as_str(), walk.path.len()), ("bijzonder", 1));
}

#[tokio::test]
async fn a_walk_is_forgotten_seven_days_after_the_last_answer() {
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::start(folder.path(), ten(), route().clone()).await;
    bot.hear("$begin", "!meld stappenplan").await;
    bot.clock.set(after(5 * 24));
    bot.hear("$1", "nee").await;
    for (hours, there) in [(7 * 24, true), (12 * 24 - 1, true), (12 * 24, false)] {
        bot.clock.set(after(hours));
        bot.app.settle().await.unwrap();
        assert_eq!(bot.walk().await.is_some(), there, "after {hours} hours");
    }
    // Only that of the night.
    let next = bot.app.next_wake().await.unwrap();
    assert_eq!(next, Some("2026-12-06T03:00:00Z".parse().unwrap()));
    bot.hear("$2", "verder").await;
    assert!(bot.last().contains("voor jou geen stappenplan open"), "{}", bot.last());
}

#[tokio::test]
async fn a_walk_that_is_over_and_a_room_that_was_left_leave_nothing() {
    for (text, what) in [
        ("stop", message("stop", Some("$begin"))),
        ("112", message("ja", Some("$begin"))),
        ("left", What::Left),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let bot = Bot::start(folder.path(), ten(), route().clone()).await;
        bot.hear("$begin", "!meld stappenplan").await;
        assert!(bot.walk().await.is_some());
        let input = incoming("$1", after(1), false, what);
        bot.app.receive(Batch { incoming: vec![input], ..Batch::default() }).await.unwrap();
        bot.app.settle().await.unwrap();
        // Who touched the wrong word can still go back from there, for a quarter of an hour.
        assert_eq!(bot.walk().await.is_some_and(|walk| walk.ended), text == "112", "{text}");
        bot.clock.set(after(1) + jiff::SignedDuration::from_mins(14));
        bot.app.settle().await.unwrap();
        assert_eq!(bot.walk().await.is_some(), text == "112", "{text}");
        bot.clock.set(after(1) + jiff::SignedDuration::from_mins(15));
        bot.app.settle().await.unwrap();
        assert_eq!(bot.walk().await, None, "{text}");
    }
}

#[tokio::test]
async fn a_base_that_changed_under_a_walk_is_told_kindly() {
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::walking(folder.path()).await;
    bot.hear("$2", "oudere").await;
    drop(bot);
    let mut changed = route().clone();
    changed.points.remove(&id("oudere"));
    for (event, text) in [("$3", "1"), ("$4", "verder"), ("$5", "!meld stappenplan")] {
        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(folder.path().join("meldmaat.db"), copy.path().join("meldmaat.db")).unwrap();
        let wal = folder.path().join("meldmaat.db-wal");
        if wal.exists() {
            std::fs::copy(wal, copy.path().join("meldmaat.db-wal")).unwrap();
        }
        let bot = Bot::start(copy.path(), after(2), changed.clone()).await;
        bot.hear(event, text).await;
        assert!(bot.last().contains("bijgewerkt"), "{text}: {}", bot.last());
        assert_eq!(bot.walk().await.unwrap().path, []);
    }
}

#[test]
fn the_list_holds_the_lines_of_the_choices_and_follows_in_a_message_of_its_own() {
    let world = world(route().clone());
    let (at, path) = (id("na-veiligheid"), paths().remove(&id("na-veiligheid")).unwrap());
    let seen = Snapshot { walk: Some(walk(&at, &path)), ..Snapshot::default() };
    let input = incoming("$answer", after(1), true, message("weet niet", None));
    let decision = engine::decide(&world, &seen, &input);
    let [end, list] = &decision.outgoing[..] else { panic!("{:?}", decision.outgoing) };
    let says = |act: &Act| match act {
        Act::Say(speech) => speech.body.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(&says(&end.act)[..], [Say::Walk(WalkWords::End(_))]));
    let list = says(&list.act);
    let [Say::Walk(WalkWords::List(list))] = &list[..] else { panic!("{list:?}") };
    assert_eq!((list.day.as_str(), list.lines.len()), ("2026-11-23", path.len() + 1));
    let known: BTreeSet<&String> =
        route().points.values().flat_map(ways).map(|way| &way.line).collect();
    assert!(list.lines.iter().all(|(_, line)| known.contains(line)));
}
