//! Which time of the day is meant, and until when? Rules R2 to R6.

use super::clock::{Clock, Named};
use super::item::Part;
use super::phrase::Phrase;
use super::words::Holiday;
use crate::engine::calendar;
use crate::vocab::{Ask, Daypart};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

/// When it begins on its day, and what is said of its end.
#[derive(Debug, Clone, Copy)]
pub struct Hours {
    pub start: Time,
    /// It begins when that day is over: 24.00.
    pub over: bool,
    /// A clock time was said, not only a part of the day.
    pub said: bool,
    end: Option<Clock>,
    whole: Option<Time>,
    length: Option<u32>,
}

/// What a phrase says about the time of the day.
///
/// # Errors
/// What must be asked: the half of the day, a time that does not exist.
pub fn hours(phrase: &Phrase) -> Result<Hours, Ask> {
    let end = phrase.end;
    if end.is_some() && phrase.start.is_none() {
        return Err(Ask::Bound);
    }
    let mut hours = Hours {
        start: Time::constant(9, 0, 0, 0),
        over: false,
        said: phrase.start.is_some(),
        end,
        whole: None,
        length: phrase.length,
    };
    let fixed = [phrase.whole.is_some(), phrase.lunch, phrase.start.is_some()];
    if fixed.into_iter().filter(|fixed| *fixed).count() > 1 {
        return Err(Ask::Several);
    }
    if let Some(whole) = phrase.whole {
        let (start, until) = match whole {
            None => (9, 17),
            Some(Daypart::Morning) => (9, 12),
            Some(Daypart::Afternoon) => (13, 17),
            Some(Daypart::Evening | Daypart::Night) => return Err(Ask::NoTime),
        };
        hours.start = time(start, 0)?;
        hours.whole = Some(time(until, 0)?);
    } else if phrase.lunch {
        (hours.start, hours.whole) = (time(12, 0)?, Some(time(13, 0)?));
    } else {
        let part = part(phrase)?;
        (hours.start, hours.over) = match phrase.start {
            Some(clock) => phrase.decide(start(clock, part, end), |ask| match ask {
                Ask::HalfDay(both) => Some(both.map(|time| (time, false))),
                _ => None,
            })?,
            None => (by_part(part)?, false),
        };
    }
    if hours.whole.is_some() && (end.is_some() || hours.length.is_some()) {
        return Err(Ask::Several);
    }
    if end.is_some() && hours.length.is_some() {
        return Err(Ask::Several);
    }
    Ok(hours)
}

/// The part of the day that the phrase names outside its times.
fn part(phrase: &Phrase) -> Result<Option<Named>, Ask> {
    let eve = |(anchor, shift)| {
        let holiday = super::item::Anchor::Holiday(Holiday::ChristmasEve);
        anchor == holiday && shift == super::item::Shift::Days(0)
    };
    let eve = phrase.day.beside.is_some_and(eve).then_some(Named::Part(Daypart::Evening));
    let said = phrase.part.map(|part| match part {
        Part::Of(part) => Named::Part(part),
        Part::AtNight => Named::AtNight,
    });
    let night = phrase.night_to.then_some(Daypart::Night);
    let this = phrase.this.or(night).map(Named::Part);
    match (said, this) {
        (Some(said), Some(this)) if said != this => Err(Ask::Several),
        _ => Ok(said.or(this).or(eve)),
    }
}

fn by_part(part: Option<Named>) -> Result<Time, Ask> {
    match part {
        None | Some(Named::Part(Daypart::Morning)) => time(9, 0),
        Some(Named::Part(Daypart::Afternoon)) => time(14, 0),
        Some(Named::Part(Daypart::Evening)) => time(19, 0),
        _ => Err(Ask::NoTime),
    }
}

/// The start, and whether it lies at the end of its day.
fn start(clock: Clock, around: Option<Named>, end: Option<Clock>) -> Result<(Time, bool), Ask> {
    let clock = sound(clock)?;
    if clock.midnight || (clock.hour == 24 && clock.part.is_none() && around.is_none()) {
        return Ok((Time::midnight(), !clock.midnight));
    }
    if let Some(part) = clock.part.or(around) {
        return Ok((in_part(clock, part)?, false));
    }
    // `van 7 tot 9 uur 's avonds`: the part behind the end holds for both, where it can.
    if let Some(part) = end.and_then(|end| end.part)
        && let Ok(start) = in_part(clock, part)
        && let Some(Ok(last)) = end.map(|end| in_part(end, part))
        && start < last
    {
        return Ok((start, false));
    }
    let minutes = clock.hour * 60 + clock.minute;
    let hour = match minutes {
        _ if clock.literal => clock.hour,
        60..=360 => clock.hour + 12,
        480..=779 => clock.hour,
        _ => return Err(Ask::HalfDay([at(clock)?, time(clock.hour + 12, clock.minute)?])),
    };
    Ok((time(hour, clock.minute)?, false))
}

/// The clock, if there is such a time.
fn sound(clock: Clock) -> Result<Clock, Ask> {
    let sound = clock.hour < 24 || (clock.hour == 24 && clock.minute == 0);
    if sound && clock.minute < 60 {
        return Ok(clock);
    }
    Err(Ask::NoSuchTime { hour: clock.hour, minute: clock.minute })
}

/// The reading of a time that lies in a part of the day.
fn in_part(clock: Clock, part: Named) -> Result<Time, Ask> {
    let part = match part {
        Named::Am | Named::Pm => {
            let hour = if clock.hour > 12 { clock.hour } else { clock.hour % 12 };
            let later = part == Named::Pm && hour < 12;
            return time(if later { hour + 12 } else { hour }, clock.minute);
        }
        Named::AtNight => Daypart::Night,
        Named::Part(part) => part,
    };
    let readings = readings(clock)?;
    let inside = readings.into_iter().flatten().find(|time| holds(part, *time));
    inside.ok_or(Ask::OutsideDaypart(part))
}

fn holds(part: Daypart, time: Time) -> bool {
    let minute = i32::from(time.hour()) * 60 + i32::from(time.minute());
    match part {
        Daypart::Morning => (300..720).contains(&minute),
        Daypart::Afternoon => (720..=1080).contains(&minute),
        Daypart::Evening => minute >= 1020,
        Daypart::Night => minute <= 360,
    }
}

/// The times of a day that a clock can mean, the earlier first.
fn readings(clock: Clock) -> Result<[Option<Time>; 2], Ask> {
    if clock.literal {
        return Ok([Some(time(clock.hour % 24, clock.minute)?), None]);
    }
    let first = clock.hour % 12;
    Ok([Some(time(first, clock.minute)?), Some(time(first + 12, clock.minute)?)])
}

fn at(clock: Clock) -> Result<Time, Ask> {
    time(clock.hour % 24, clock.minute)
}

fn time(hour: u32, minute: u32) -> Result<Time, Ask> {
    let parts = i8::try_from(hour).ok().zip(i8::try_from(minute).ok());
    let time = parts.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    time.ok_or(Ask::NoSuchTime { hour, minute })
}

impl Hours {
    /// When it begins on this day; none at the end of time.
    pub fn begin(&self, day: Date) -> Option<DateTime> {
        let day = if self.over { day.tomorrow().ok()? } else { day };
        Some(day.to_datetime(self.start))
    }

    /// When it ends, if that was said.
    ///
    /// # Errors
    /// It would end before it begins.
    pub fn end(&self, start: DateTime) -> Result<Option<DateTime>, Ask> {
        if let Some(whole) = self.whole {
            return Ok(Some(start.date().to_datetime(whole)));
        }
        if let Some(minutes) = self.length {
            let end = calendar::moment(start)
                .and_then(|moment| moment.checked_add(i64::from(minutes).minutes()).ok());
            return Ok(end.map(calendar::local));
        }
        self.end.map(|clock| ending(start, clock)).transpose()
    }
}

/// R5: the first reading after the start.
fn ending(start: DateTime, clock: Clock) -> Result<DateTime, Ask> {
    let clock = sound(clock)?;
    let day = start.date();
    let tomorrow = day.tomorrow().unwrap_or(day);
    if clock.midnight || clock.hour == 24 {
        return Ok(tomorrow.to_datetime(Time::midnight()));
    }
    let mut readings = readings(clock)?;
    if let Some(part) = clock.part
        && let Ok(time) = in_part(clock, part)
    {
        readings = [Some(time), None];
    }
    // Twelve o'clock is noon; after the afternoon it can only be midnight.
    if !clock.literal && clock.hour == 12 && clock.part.is_none() {
        let evening = start.hour() >= 18;
        readings = [Some(time(if evening { 0 } else { 12 }, clock.minute)?), None];
    }
    let readings = readings.into_iter().flatten();
    let mut ends = readings.clone().map(|time| day.to_datetime(time)).filter(|end| *end > start);
    if let Some(end) = ends.next() {
        return Ok(end);
    }
    let first = readings.into_iter().next().unwrap_or(Time::midnight());
    if start.hour() >= 18 {
        return Ok(tomorrow.to_datetime(first));
    }
    Err(Ask::EndsFirst { start: start.time(), end: first })
}

impl Hours {
    /// Nine o'clock, as when nothing is said.
    pub fn plain() -> Self {
        Self {
            start: Time::constant(9, 0, 0, 0),
            over: false,
            said: false,
            end: None,
            whole: None,
            length: None,
        }
    }

    /// The same at the end of the day, for a day that counts until it is over.
    pub fn late(self) -> Self {
        Self { start: Time::constant(23, 59, 59, 0), over: false, ..self }
    }
}

/// R3: what a time means by itself.
pub fn first(clock: Clock) -> Result<Time, Ask> {
    start(clock, None, None).map(|(time, _)| time)
}

/// R5 for an end on a day that is named: the first reading after the start.
pub fn on_day(start: DateTime, day: Date, clock: Clock) -> Result<DateTime, Ask> {
    let clock = sound(clock)?;
    let readings = match clock.part {
        Some(part) => [Some(in_part(clock, part)?), None],
        None if clock.hour == 12 && !clock.literal => [Some(at(clock)?), None],
        None => readings(clock)?,
    };
    let mut ends = readings.into_iter().flatten().map(|time| day.to_datetime(time));
    let first = ends.clone().next().unwrap_or(start);
    ends.find(|end| *end > start).ok_or(Ask::EndsFirst { start: start.time(), end: first.time() })
}

/// R6: a night without a day is the coming one.
pub fn night(phrase: &Phrase, now: DateTime) -> Result<Option<DateTime>, Ask> {
    let tonight = phrase.this == Some(Daypart::Night);
    let dayless = phrase.day.is_empty();
    let Some(clock) = phrase.start else { return Ok(None) };
    let noon_at_night = clock.hour == 12
        && (clock.part == Some(Named::AtNight) || phrase.part == Some(Part::AtNight));
    let in_the_night = phrase.part == Some(Part::Of(Daypart::Night))
        || clock.part == Some(Named::Part(Daypart::Night));
    let only_today =
        phrase.day.kinds() == 1 && phrase.day.days == Some(0) && phrase.day.weekdays.is_none();
    let coming =
        (tonight && only_today) || (dayless && (clock.midnight || noon_at_night || in_the_night));
    if !coming || phrase.night_to {
        return Ok(None);
    }
    let time = if clock.midnight { Time::midnight() } else { hours(phrase)?.start };
    let today = now.date().to_datetime(time);
    if today > now {
        return Ok(Some(today));
    }
    Ok(now.date().tomorrow().ok().map(|day| day.to_datetime(time)))
}

/// R6: midnight or a night with a day can be the one before that day, or after it.
pub fn clear_night(phrase: &Phrase, day: Date) -> Result<(), Ask> {
    let night = |part| matches!(part, Part::Of(Daypart::Night));
    let clock = phrase.start;
    let at_night =
        phrase.part == Some(Part::AtNight) || clock.is_some_and(|c| c.part == Some(Named::AtNight));
    let vague = phrase.part.is_some_and(night)
        || clock
            .is_some_and(|clock| clock.midnight || clock.part == Some(Named::Part(Daypart::Night)))
        || (at_night && clock.is_some_and(|clock| clock.hour == 12))
        || phrase.this == Some(Daypart::Night);
    if !vague || phrase.night_to {
        return Ok(());
    }
    let time = hours(phrase).map_or(Time::midnight(), |hours| hours.start);
    let next = day.tomorrow().unwrap_or(day);
    Err(Ask::Night([day.to_datetime(time), next.to_datetime(time)]))
}
