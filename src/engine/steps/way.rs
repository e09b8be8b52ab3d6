//! Where on the route is a walk, and what is said there?

use crate::engine::{World, calendar, entry};
use crate::knowledge::{Next, Point, Route, Way};
use crate::vocab::{
    EndWords, ListWords, Outcome, Place, PointWords, Taken, Timestamp, Walk, WalkWords,
};

/// The point of a walk; none when the base changed so that its way is not there any more.
pub fn at<'r>(route: &'r Route, walk: &Walk) -> Option<&'r Point> {
    let mut at = route.start.as_ref()?;
    for taken in &walk.path {
        at = &chosen(route, taken).filter(|_| taken.point == *at)?.1.to;
    }
    (*at == walk.at).then(|| route.points.get(at))?
}

/// The point and the way that were chosen.
fn chosen<'r>(route: &'r Route, taken: &Taken) -> Option<(&'r Point, &'r Way)> {
    let point = route.points.get(&taken.point)?;
    let Next::Ask { ways, .. } = &point.next else { return None };
    let way = ways.iter().find(|way| way.words.first() == Some(&taken.choice))?;
    Some((point, way))
}

/// The walk after its n-th choice.
pub fn take(route: &Route, walk: &Walk, n: usize) -> Option<Walk> {
    let Next::Ask { ways, .. } = &at(route, walk)?.next else { return None };
    let way = ways.get(n)?;
    let taken = Taken { point: walk.at.clone(), choice: way.words.first()?.clone() };
    let path = walk.path.iter().cloned().chain([taken]).collect();
    Some(Walk { at: way.to.clone(), path, ..walk.clone() })
}

/// A question as it is said; none for an end.
pub fn words(world: &World, walk: &Walk, first: bool, at: Timestamp) -> Option<WalkWords> {
    let point = self::at(&world.base.route, walk)?;
    let Next::Ask { question, ways } = &point.next else { return None };
    Some(WalkWords::Point(PointWords {
        first,
        threaded: walk.thread.is_some(),
        place: place(point),
        text: point.text.clone(),
        who: point.who.clone(),
        write_down: point.write_down.clone(),
        pitfall: point.pitfall.clone(),
        question: question.clone(),
        choices: ways.iter().map(|way| way.text.clone()).collect(),
        overdue: first && overdue(world, at),
    }))
}

/// An end as it is said; none for a question.
pub fn end(world: &World, point: &Point, at: Timestamp) -> Option<EndWords> {
    let Next::End { outcome, sources, see_also } = &point.next else { return None };
    Some(EndWords {
        outcome: *outcome,
        title: point.title.clone(),
        text: point.text.clone(),
        sources: sources.iter().map(entry::source).collect(),
        see_also: see_also.iter().filter_map(|topic| entry::title(world, topic, at)).collect(),
        overdue: overdue(world, at),
    })
}

/// What was considered.
pub fn list(route: &Route, walk: &Walk, outcome: Outcome, at: Timestamp) -> ListWords {
    let ways = walk.path.iter().filter_map(|taken| chosen(route, taken));
    let lines = ways.map(|(point, way)| (point.step, way.line.clone())).collect();
    ListWords { day: calendar::today(at).to_string(), lines, outcome }
}

/// Where somebody is, as people call it.
pub fn place(point: &Point) -> Place {
    Place { step: point.step, title: point.title.clone() }
}

/// Whether the route had to be looked at again by now.
pub fn overdue(world: &World, at: Timestamp) -> bool {
    let route = &world.base.route;
    route.start.is_some() && route.review_by < calendar::today(at)
}
