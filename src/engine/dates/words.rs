//! What does a word say about time?

use super::lexicon::{SHORT, WORDS};
pub use crate::engine::holidays::Holiday;
use crate::vocab::Daypart;
use jiff::civil::Weekday;

/// What a word says. Words that say the same are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Weekday(Weekday),
    /// `zat`, `don`: a weekday only before a number or a time.
    MaybeWeekday(Weekday),
    /// `maandags`: each.
    Weekdays(Weekday),
    Workday,
    /// `werkdagen`, `dinsdagen`: series only with `elke`.
    Workdays,
    Month(u32),
    Number(u32),
    /// `een`: a number or an article.
    One,
    /// `vieren` in `tegen vieren`.
    Hour(u32),
    Ordinal(i8),
    /// Days from today.
    Day(i32),
    /// `morgen`: tomorrow, or the morning.
    Morgen,
    /// Of today: `vanavond`.
    This(Daypart),
    Part(Daypart),
    /// `nachts`: with `'s` a time of the day before it, unlike `nacht`.
    AtNight,
    Midnight,
    Early,
    Late,
    Unit(Unit),
    Half,
    Quarter,
    OneAndHalf,
    Next,
    Coming,
    Deze,
    Past,
    Every,
    Per,
    /// `maandelijks`: each so many units.
    Each(u16, Unit),
    Times,
    Once,
    Other,
    Holiday(Holiday),
    /// `kerstdag` in `tweede kerstdag`.
    Feast(Holiday),
    Good,
    /// `fijne` in `fijne avond`.
    Nice,
    White,
    School,
    /// `weekend`, `zomer`.
    Season,
    /// `eind`, `begin`, `half` of a period.
    Begin,
    End,
    Middle,
    To,
    Through,
    From,
    /// `vd`: of the.
    OfThe,
    Since,
    At,
    On,
    In,
    The,
    After,
    Before,
    DayAfter,
    Over,
    Within,
    Between,
    And,
    Or,
    Whole,
    Long,
    Lasting,
    Around,
    Am,
    Pm,
    /// `uiterlijk`.
    Bound,
    Except,
    Not,
    No,
    /// `lunch`: after or before it is vague without a time.
    Meal,
    EvenWeek,
    /// `paar`, `ergens`: stays vague.
    Vague,
    /// `straks`, `later`: vague without a time.
    Later,
    S,
    With,
    /// `start`, `beginnen`: what follows is the first.
    Start,
    /// `eerst` in `voor het eerst`.
    First,
    Oud,
    Nieuw,
    /// Says nothing.
    Filler,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Minute,
    QuarterHour,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What a folded word says, if it is known.
pub fn lookup(word: &str) -> Option<Word> {
    WORDS
        .iter()
        .find(|(_, names)| names.split_ascii_whitespace().any(|name| name == word))
        .map(|(meaning, _)| *meaning)
        .or_else(|| weekly(word))
}

/// What an abbreviation says of which the dots were left out.
pub fn abbreviated(word: &str) -> Option<Word> {
    SHORT.iter().find(|(_, short)| *short == word).map(|(meaning, _)| *meaning)
}

/// `smaandags`
fn weekly(word: &str) -> Option<Word> {
    let day = word.strip_prefix('s')?;
    let weekly = WORDS.iter().find(|(_, names)| *names == day)?;
    matches!(weekly.0, Word::Weekdays(_)).then_some(weekly.0)
}
