//! Which quiz items does a team get next, so that it remembers what matters?
//!
//! Pure arithmetic over counts: importance × the expected rise of this team's recall at a horizon, if asked today.

/// One earlier asking of an item: the day (days since any fixed day) and what is kept of it, two counts.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// The day.
    pub day: i64,
    /// So many answered.
    pub took_part: u32,
    /// So many chose the best option.
    pub right: u32,
}

/// What the choice needs of one item. `history` in order of day; `planned`: its topic belongs to a session soon.
pub struct Item<'a> {
    /// From 1 to 5.
    pub importance: u8,
    /// How many options: who knows nothing is right once in so many.
    pub options: u32,
    /// In the order of days.
    pub history: &'a [Counts],
    /// Whether its topic belongs to a session that comes soon.
    pub planned: bool,
}

/// How far ahead recall counts, and how much of a round is for the rest of the base.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Days ahead at which recall counts, at least.
    pub horizon: f64,
    /// Added per day that is left of the team's season (a year from its first round); 0: the horizon never moves.
    pub stretch: f64,
    /// One item in so many comes from the rest of the base; 0: none.
    pub rest_one_in: usize,
}

/// As rooms are asked.
pub const RULE: Rule = Rule { horizon: 28.0, stretch: 1.5, rest_one_in: 3 };

/// Days in which an item is not asked again, whatever else holds.
const REST_DAYS: i64 = 28;
const SEASON_DAYS: i64 = 364;
/// Items of this importance live by their gain; all below it are "the rest of the base", which takes its turn by age.
const TOP: u8 = 5;
const KNOWN_AT_START: f64 = 0.5;
const HALF_LIFE_AT_START: f64 = 90.0;
const SHORTEST: f64 = 21.0;
const LONGEST: f64 = 720.0;
/// A team may forget twice as fast or half as fast as assumed; which one, its answers tell.
const PACES: [f64; 3] = [0.5, 1.0, 2.0];
/// Half-lives are kept on a grid of so many steps per doubling, so that equal ones fall together.
const GRID: f64 = 4.0;
/// What weighs less than this is dropped: it cannot change a choice, and long histories stay cheap.
const NOTHING: f64 = 1e-4;

/// A share of the team that has the same memory of an item: half-life in days, day last seen. 0: never knew it.
struct Share {
    weight: f64,
    half_life: f64,
    last: i64,
}

fn recall(half_life: f64, days: f64) -> f64 {
    if half_life > 0.0 { (-days.max(0.0) / half_life).exp2() } else { 0.0 }
}

fn after_recall(half_life: f64, chance: f64) -> f64 {
    (half_life * (1.3 + 1.5 * (1.0 - chance))).min(LONGEST)
}

fn after_miss(half_life: f64) -> f64 {
    (0.6 * half_life).max(SHORTEST)
}

fn days_between(from: i64, to: i64) -> f64 {
    to.saturating_sub(from) as f64
}

/// Adds a share to the belief, together with an equal one if there is one.
fn add(belief: &mut Vec<Share>, weight: f64, half_life: f64, last: i64) {
    if weight < NOTHING {
        return;
    }
    let half_life =
        if half_life > 0.0 { ((half_life.log2() * GRID).round() / GRID).exp2() } else { 0.0 };
    match belief.iter_mut().find(|s| s.last == last && s.half_life == half_life) {
        Some(share) => share.weight += weight,
        None => belief.push(Share { weight, half_life, last }),
    }
}

/// What the counts say of the team's memory of one item at one pace, and how likely they were (log).
/// Who was right either remembered or guessed: the counts are split by those odds (Bayes per share).
fn belief(item: &Item, start: i64, team: f64, pace: f64) -> (Vec<Share>, f64) {
    let guess = 1.0 / f64::from(item.options.max(2));
    let mut now = vec![
        Share { weight: KNOWN_AT_START, half_life: HALF_LIFE_AT_START, last: start },
        Share { weight: 1.0 - KNOWN_AT_START, half_life: 0.0, last: start },
    ];
    let mut likely = 0.0;
    for asked in item.history.iter().filter(|a| a.took_part > 0) {
        let part = (f64::from(asked.took_part) / team).min(1.0);
        let right = f64::from(asked.right.min(asked.took_part)) / f64::from(asked.took_part);
        let chances: Vec<f64> = now
            .iter()
            .map(|s| recall(s.half_life * pace, days_between(s.last, asked.day)))
            .collect();
        let known: f64 = now.iter().zip(&chances).map(|(s, p)| s.weight * p).sum();
        let expected = (known + (1.0 - known) * guess).clamp(0.01, 0.99);
        likely += f64::from(asked.took_part)
            * (right * expected.ln() + (1.0 - right) * (1.0 - expected).ln());
        let (odds_right, odds_wrong) = (right / expected, (1.0 - right) / (1.0 - expected));
        let mut next = Vec::with_capacity(3 * now.len());
        for (share, &p) in now.iter().zip(&chances) {
            let took = share.weight * part;
            add(&mut next, share.weight - took, share.half_life, share.last);
            add(&mut next, took * p * odds_right, after_recall(share.half_life, p), asked.day);
            let missed = took * (1.0 - p) * (guess * odds_right + (1.0 - guess) * odds_wrong);
            add(&mut next, missed, after_miss(share.half_life), asked.day);
        }
        let total: f64 = next.iter().map(|s| s.weight).sum();
        next.iter_mut().for_each(|s| s.weight /= total);
        now = next;
    }
    (now, likely)
}

/// How much the team's recall of an item at the horizon rises when it is asked today (0-1, may be below 0).
fn rise(belief: &[Share], today: i64, horizon: f64, pace: f64) -> f64 {
    let later = |half_life: f64| recall(half_life * pace, horizon);
    belief
        .iter()
        .map(|s| {
            let p = recall(s.half_life * pace, days_between(s.last, today));
            let asked = p * later(after_recall(s.half_life, p))
                + (1.0 - p) * later(after_miss(s.half_life));
            s.weight * (asked - p * later(s.half_life))
        })
        .sum()
}

/// Expected gain of every item: importance × rise, over the paces as likely as the whole history makes them.
fn gains(items: &[Item], today: i64, rule: Rule) -> Vec<f64> {
    let asked = || items.iter().flat_map(|i| i.history);
    let team = asked().map(|a| a.took_part).max().unwrap_or(1).max(1);
    let start = asked().map(|a| a.day).min().unwrap_or(today).min(today);
    let left = SEASON_DAYS - today.saturating_sub(start).rem_euclid(SEASON_DAYS);
    let horizon = rule.horizon + rule.stretch * left as f64;
    let per_pace = PACES.map(|pace| {
        let mut likely = 0.0;
        let rises: Vec<f64> = items
            .iter()
            .map(|item| {
                let (belief, log) = belief(item, start, f64::from(team), pace);
                likely += log;
                rise(&belief, today, horizon, pace)
            })
            .collect();
        (likely, rises)
    });
    let best = per_pace.iter().map(|(likely, _)| *likely).fold(f64::MIN, f64::max);
    let weights = per_pace.each_ref().map(|(likely, _)| (likely - best).exp());
    let total: f64 = weights.iter().sum();
    (0..items.len())
        .map(|i| {
            let rise: f64 =
                per_pace.iter().zip(weights).map(|((_, rises), w)| rises[i] * w / total).sum();
            f64::from(items[i].importance) * rise
        })
        .collect()
}

/// A fixed order of equal items that differs per team (the end of SplitMix64).
fn lot(seed: u64, index: usize) -> u64 {
    let mut z = seed ^ (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The items to ask today, at most `number`, as indices; `seed` is the team's. Items of a planned session first, then
/// by expected gain, one in three from the rest of the base: longest unasked first, then by gain. Nothing asked in the
/// last 28 days.
pub fn choose(items: &[Item], today: i64, number: usize, seed: u64, rule: Rule) -> Vec<usize> {
    let gain = gains(items, today, rule);
    let last = |i: usize| items[i].history.last().map(|a| a.day);
    let mut by_gain: Vec<usize> = (0..items.len())
        .filter(|&i| last(i).is_none_or(|day| today.saturating_sub(day) >= REST_DAYS))
        .collect();
    by_gain.sort_by(|&a, &b| gain[b].total_cmp(&gain[a]).then(lot(seed, a).cmp(&lot(seed, b))));
    let mut by_age = by_gain.clone();
    by_age.sort_by_key(|&i| last(i).unwrap_or(i64::MIN));

    // Rounds shorter than the rhythm get their item of the rest in some weeks only.
    let rest = match rule.rest_one_in {
        0 => 0,
        n => (number + today.div_euclid(7).rem_euclid(n as i64) as usize) / n,
    };
    let mut chosen: Vec<usize> =
        by_gain.iter().copied().filter(|&i| items[i].planned).take(number).collect();
    let fill =
        |chosen: &mut Vec<usize>, from: &[usize], up_to: usize, fits: &dyn Fn(usize) -> bool| {
            for &i in from {
                if chosen.len() < up_to && fits(i) && !chosen.contains(&i) {
                    chosen.push(i);
                }
            }
        };
    fill(&mut chosen, &by_gain, number.saturating_sub(rest), &|_| true);
    fill(&mut chosen, &by_age, number, &|i| items[i].importance < TOP);
    fill(&mut chosen, &by_gain, number, &|_| true);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items<'a>(histories: &'a [Vec<Counts>], planned: &[usize]) -> Vec<Item<'a>> {
        let of = |i: usize| if i.is_multiple_of(5) { 5 } else { 1 };
        histories
            .iter()
            .enumerate()
            .map(|(i, history)| Item {
                importance: of(i),
                options: 3,
                history,
                planned: planned.contains(&i),
            })
            .collect()
    }

    #[test]
    fn over_three_years_nothing_comes_back_within_28_days_and_one_in_three_is_of_the_rest() {
        let mut histories: Vec<Vec<Counts>> = (0..150).map(|_| vec![]).collect();
        for week in 0..156 {
            let chosen = choose(&items(&histories, &[]), 7 * week, 3, 9, RULE);
            assert_eq!(chosen.len(), 3);
            assert!(chosen.iter().any(|&i| i % 5 != 0));
            for i in chosen {
                assert!(histories[i].last().is_none_or(|a| 7 * week - a.day >= REST_DAYS));
                histories[i].push(Counts { day: 7 * week, took_part: 8, right: (i % 9) as u32 });
            }
        }
        assert!(
            (0..150).all(|i| !histories[i].is_empty()),
            "the whole base is alive after three years"
        );
    }

    #[test]
    fn planned_items_come_first_but_never_within_28_days() {
        let mut histories: Vec<Vec<Counts>> = (0..20).map(|_| vec![]).collect();
        histories[6].push(Counts { day: 80, took_part: 5, right: 5 });
        let chosen = choose(&items(&histories, &[3, 6, 7]), 100, 3, 1, RULE);
        assert!(chosen[..2].contains(&3) && chosen[..2].contains(&7) && !chosen.contains(&6));
        assert_eq!(choose(&items(&histories, &[3, 7]), 100, 1, 1, RULE).len(), 1);
    }

    #[test]
    fn a_belief_adds_up_to_one_team_and_right_answers_raise_it() {
        let recalled = |right: u32| {
            let history = [Counts { day: 30, took_part: 10, right }];
            let item = Item { importance: 5, options: 3, history: &history, planned: false };
            let (belief, _) = belief(&item, 0, 12.0, 1.0);
            assert!((belief.iter().map(|s| s.weight).sum::<f64>() - 1.0).abs() < 1e-9);
            belief.iter().map(|s| s.weight * recall(s.half_life, 60.0)).sum::<f64>()
        };
        assert!(recalled(10) > recalled(5) && recalled(5) > recalled(0));
    }

    #[test]
    fn no_input_breaks_it() {
        let odd = vec![
            vec![
                Counts { day: i64::MAX, took_part: 0, right: 9 },
                Counts { day: i64::MIN, took_part: 3, right: 9 },
            ],
            vec![
                Counts { day: 5, took_part: u32::MAX, right: 0 },
                Counts { day: 5, took_part: 1, right: 1 },
            ],
        ];
        let mut some = items(&odd, &[1]);
        some[0].options = 0;
        for (today, number) in [(0, 0), (i64::MIN, 3), (i64::MAX, 3), (5, usize::MAX / 2)] {
            assert!(choose(&some, today, number, 0, RULE).len() <= 2);
        }
        assert!(choose(&[], 0, 3, 0, RULE).is_empty());
    }
}
