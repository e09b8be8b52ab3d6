//! Does the schedule of the quiz keep more alive than plain ones? A team that learns and forgets, in a year
//! of three items a week: `cargo bench --bench spacing --profile dev` prints all policies side by side.
//!
//! The model: 150 items, every fifth of importance 5, the others 1. A person takes part with probability
//! 0.6 and recalls an item with probability 2^(-days since last seen / half-life), else guesses one of three
//! options. At the start a share Beta(2, 2) of the team knows an item, with a half-life of 90 days. Recalled:
//! half-life x (1.3 + 1.5 (1 - p)), at most 720 days; not recalled: max(21 days, 0.6 x). Measured four weeks
//! after the last round, weighted by importance. It compares schedules; it predicts no team.

use meldmaat::engine::quiz::schedule::{Counts, Item, RULE, Rule, choose};
use std::ops::Range;

/// SplitMix64.
struct Rng(u64);
impl Rng {
    fn float(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
    fn order(&mut self, n: usize) -> Vec<usize> {
        let mut v: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            v.swap(i, (self.float() * (i + 1) as f64) as usize);
        }
        v
    }
    /// Beta(2, 2) is the middle one of three uniform numbers.
    fn beta22(&mut self) -> f64 {
        let mut a = [self.float(), self.float(), self.float()];
        a.sort_by(f64::total_cmp);
        a[1]
    }
}

#[derive(Clone, Copy)]
struct World {
    noise: f64,
    skipped: f64,
    pace: f64,
    spread: bool,
}
const PLAIN: World = World { noise: 0.0, skipped: 0.0, pace: 1.0, spread: false };

#[derive(Clone, Copy)]
enum Policy {
    Random,
    Leitner,
    ImportantFirst,
    Ours(Rule),
    /// Looks into every head and knows the day of measuring; `usize`: items per round from the rest.
    Heads(usize),
}

const ITEMS: usize = 150;
const BOXES: [i64; 5] = [2, 4, 8, 16, 32];
/// Recall weighted by importance, of the important items, of the others.
const FIGURES: usize = 3;

struct Team {
    importance: Vec<u8>,
    half_life: Vec<Vec<f64>>,
    last: Vec<Vec<i64>>,
    pace: f64,
}
impl Team {
    fn recall(&self, i: usize, q: usize, day: i64) -> f64 {
        (-((day - self.last[i][q]) as f64) / (self.half_life[i][q] * self.pace)).exp2()
    }
    fn shared(&self, i: usize, day: i64) -> f64 {
        let n = self.last[i].len();
        (0..n).map(|q| self.recall(i, q, day)).sum::<f64>() / n as f64
    }
    fn weighted(&self, day: i64) -> f64 {
        let total: f64 = self.importance.iter().map(|&x| f64::from(x)).sum();
        (0..ITEMS).map(|i| f64::from(self.importance[i]) * self.shared(i, day)).sum::<f64>() / total
    }
    fn mean(&self, day: i64, of: impl Fn(u8) -> bool) -> f64 {
        let v: Vec<f64> =
            (0..ITEMS).filter(|&i| of(self.importance[i])).map(|i| self.shared(i, day)).collect();
        v.iter().sum::<f64>() / v.len().max(1) as f64
    }
    fn rise(&self, i: usize, day: i64, ahead: f64) -> f64 {
        let v = |h: f64| (-ahead / (h * self.pace)).exp2();
        let n = self.last[i].len();
        (0..n)
            .map(|q| {
                let (h, p) = (self.half_life[i][q], self.recall(i, q, day));
                p * v(up(h, p)) + (1.0 - p) * v(down(h)) - p * v(h)
            })
            .sum()
    }
}
fn up(h: f64, p: f64) -> f64 {
    (h * (1.3 + 1.5 * (1.0 - p))).min(720.0)
}
fn down(h: f64) -> f64 {
    (0.6 * h).max(21.0)
}
fn important(x: u8) -> bool {
    x > 3
}

fn leitner(
    due: &[i64],
    boxes: &[usize],
    fresh: &mut Vec<usize>,
    week: i64,
    n: usize,
) -> Vec<usize> {
    let mut out: Vec<usize> = (0..ITEMS).filter(|&i| due[i] <= week).collect();
    out.sort_by_key(|&i| (boxes[i], due[i]));
    out.truncate(n);
    while out.len() < n && !fresh.is_empty() {
        out.extend(fresh.pop());
    }
    let mut more: Vec<usize> =
        (0..ITEMS).filter(|&i| due[i] < i64::MAX && !out.contains(&i)).collect();
    more.sort_by_key(|&i| due[i]);
    more.truncate(n - out.len());
    out.extend(more);
    out
}

fn year(policy: Policy, people: usize, seed: u64, world: World) -> [f64; FIGURES] {
    let mut r = Rng(seed.wrapping_mul(0x0123_4567).wrapping_add(99));
    let importance: Vec<u8> = (0..ITEMS)
        .map(|i| match (world.spread, i % 5) {
            (true, _) => {
                [0.2, 0.45, 0.7, 0.9]
                    .iter()
                    .fold((1, r.float()), |(n, x), &e| (n + u8::from(x >= e), x))
                    .0
            }
            (false, 0) => 5,
            _ => 1,
        })
        .collect();
    let half_life = (0..ITEMS)
        .map(|_| {
            let share = r.beta22();
            (0..people).map(|_| if r.float() < share { 90.0 } else { 0.01 }).collect()
        })
        .collect();
    let mut t =
        Team { importance, half_life, last: vec![vec![0; people]; ITEMS], pace: world.pace };
    let mut history: Vec<Vec<Counts>> = (0..ITEMS).map(|_| vec![]).collect();
    let (mut boxes, mut due, mut bag) =
        (vec![0usize; ITEMS], vec![i64::MAX; ITEMS], Vec::<usize>::new());
    let mut fresh = r.order(ITEMS);
    if let Policy::ImportantFirst = policy {
        fresh.sort_by_key(|&i| t.importance[i]);
    }
    for week in 0..52 {
        let day = 7 * week;
        if r.float() < world.skipped {
            continue;
        }
        let picked = match policy {
            Policy::Random => {
                if bag.len() < 3 {
                    bag.extend(r.order(ITEMS));
                }
                bag.split_off(bag.len() - 3)
            }
            Policy::Leitner | Policy::ImportantFirst => leitner(&due, &boxes, &mut fresh, week, 3),
            Policy::Ours(rule) => {
                let items: Vec<Item> = (0..ITEMS)
                    .map(|i| Item {
                        importance: t.importance[i],
                        options: 3,
                        history: &history[i],
                        planned: false,
                    })
                    .collect();
                choose(&items, day, 3, seed, rule)
            }
            Policy::Heads(rest) => {
                let ahead = (364 + 28 - day) as f64;
                let mut o: Vec<(f64, usize)> = (0..ITEMS)
                    .filter(|&i| history[i].last().is_none_or(|a| day - a.day >= 28))
                    .map(|i| (f64::from(t.importance[i]) * t.rise(i, day, ahead), i))
                    .collect();
                o.sort_by(|a, b| b.0.total_cmp(&a.0));
                let of = |want: bool, n: usize| {
                    o.iter()
                        .filter(|x| important(t.importance[x.1]) == want)
                        .take(n)
                        .map(|x| x.1)
                        .collect::<Vec<_>>()
                };
                [of(true, 3 - rest), of(false, rest)].concat()
            }
        };
        for i in picked {
            let (mut n, mut k) = (0, 0);
            for q in 0..people {
                let p = t.recall(i, q, day);
                let recalled = r.float() < p;
                let mut right = r.float() < 1.0 / 3.0 || recalled;
                if r.float() < world.noise {
                    right = r.float() < 1.0 / 3.0;
                }
                if r.float() < 0.6 {
                    n += 1;
                    k += u32::from(right);
                    let h = t.half_life[i][q];
                    t.half_life[i][q] = if recalled { up(h, p) } else { down(h) };
                    t.last[i][q] = day;
                }
            }
            if n > 0 {
                let good = f64::from(k) >= 0.7 * f64::from(n);
                boxes[i] = if !good || due[i] == i64::MAX { 0 } else { (boxes[i] + 1).min(4) };
                due[i] = week + BOXES[boxes[i]];
                history[i].push(Counts { day, took_part: n, right: k });
            }
        }
    }
    let end = 364 + 28;
    [t.weighted(end), t.mean(end, important), t.mean(end, |x| !important(x))]
}

/// Mean over the seeds of each figure, and the spread (sd over seeds) of the first.
fn over(policy: Policy, people: usize, seeds: Range<u64>, world: World) -> ([f64; FIGURES], f64) {
    let all: Vec<_> = seeds.map(|s| year(policy, people, s, world)).collect();
    let n = all.len() as f64;
    let mean: [f64; FIGURES] = std::array::from_fn(|j| all.iter().map(|y| y[j]).sum::<f64>() / n);
    (mean, (all.iter().map(|y| (y[0] - mean[0]).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

/// One line a policy: figures, and the ratios to random and to Leitner with important items first.
fn table(name: &str, seeds: Range<u64>, world: World, policies: &[(&str, Policy)]) {
    println!("\n{name}, {} seeds", seeds.end - seeds.start);
    println!(
        "people policy                         weighted (sd)    important  others  x random  x first"
    );
    for people in [4, 12, 25] {
        let base = [Policy::Random, Policy::ImportantFirst]
            .map(|policy| over(policy, people, seeds.clone(), world).0[0]);
        for (name, policy) in policies {
            let (y, sd) = over(*policy, people, seeds.clone(), world);
            let (random, first) = (y[0] / base[0], y[0] / base[1]);
            println!(
                "{people:>6} {name:<30} {:.3} ({sd:.3})    {:.3}      {:.3}   {random:.2}      {first:.3}",
                y[0], y[1], y[2]
            );
        }
    }
}

fn speed() {
    let mut r = Rng(7);
    let mut history: Vec<Vec<Counts>> = (0..200).map(|_| vec![]).collect();
    let items = |h: &'static [Vec<Counts>]| -> Vec<Item<'static>> {
        h.iter()
            .enumerate()
            .map(|(i, h)| Item {
                importance: (i % 5 + 1) as u8,
                options: 3,
                history: h,
                planned: false,
            })
            .collect()
    };
    for round in 0..52 * 3usize {
        // 40 items take all askings: four each, the worst spread that a year can have for important ones.
        history[round % 40].push(Counts {
            day: 7 * (round as i64 / 3),
            took_part: 12,
            right: (r.float() * 13.0) as u32,
        });
    }
    let items = items(Vec::leak(history));
    let begin = std::time::Instant::now();
    let mut sink = 0;
    for i in 0..200 {
        sink += choose(&items, 364 + i, 3, 1, RULE)[0];
    }
    println!(
        "one choice over 200 items after 52 rounds: {:.2} ms ({sink})",
        begin.elapsed().as_secs_f64() * 1000.0 / 200.0
    );
}

fn main() {
    // Under `cargo test` a bench has nothing to say.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    speed();
    let (ours, all) = (Policy::Ours(RULE), Policy::Ours(Rule { rest_one_in: 0, ..RULE }));
    let full = [
        ("random", Policy::Random),
        ("Leitner", Policy::Leitner),
        ("Leitner, important items first", Policy::ImportantFirst),
        ("ours", ours),
        ("ours, nothing from the rest", all),
        ("who looks into heads, 1 in 3", Policy::Heads(1)),
        ("who looks into heads", Policy::Heads(0)),
    ];
    table("Undisturbed", 0..50, PLAIN, &full);
    let short = [
        ("Leitner, important items first", Policy::ImportantFirst),
        ("ours", ours),
        ("ours, nothing from the rest", all),
    ];
    for (name, world) in [
        ("Every tenth answer noise", World { noise: 0.1, ..PLAIN }),
        ("Half of the rounds skipped", World { skipped: 0.5, ..PLAIN }),
        ("Half-lives half of what is assumed", World { pace: 0.5, ..PLAIN }),
        ("Half-lives double of what is assumed", World { pace: 2.0, ..PLAIN }),
        ("Importances from 1 to 5", World { spread: true, ..PLAIN }),
    ] {
        table(name, 0..50, world, &short);
    }
}
