//! How do many measurements become one figure, and how is it shown beside its target?

use jiff::Timestamp;

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "a bench measures what really passes")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Today, for the heading of a table.
pub fn today() -> String {
    now().in_tz("Europe/Amsterdam").expect("a time zone").date().to_string()
}

/// The middle of these; the mean of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let (below, above) = ((sorted.len() - 1) / 2, sorted.len() / 2);
    f64::midpoint(sorted[below], sorted[above])
}

/// The value that this share of the values does not exceed.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let sorted = sorted(values);
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

fn sorted(values: &[f64]) -> Vec<f64> {
    assert!(!values.is_empty(), "nothing was measured");
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Each value divided by the one of the same run.
pub fn ratios(values: &[f64], to: &[f64]) -> Vec<f64> {
    values.iter().zip(to).map(|(value, to)| value / to).collect()
}

/// The table in the making.
#[derive(Default)]
pub struct Table {
    missed: usize,
}

impl Table {
    /// Prints a heading.
    pub fn heading(&self, text: &str) {
        println!("\n{text}");
    }

    /// Prints the median of the runs, and the runs.
    pub fn row(&mut self, name: &str, unit: &str, runs: &[f64], target: Option<f64>) {
        let figure = median(runs);
        let verdict = match target {
            None => String::new(),
            Some(most) if figure <= most => format!("≤ {most:<5} meets"),
            Some(most) => {
                self.missed += 1;
                format!("≤ {most:<5} misses")
            }
        };
        let all = if runs.len() > 1 {
            runs.iter().map(|run| format!("{run:.*}", digits(*run))).collect::<Vec<_>>().join(" ")
        } else {
            String::new()
        };
        let shown = format!("{figure:.*}", digits(figure));
        println!("  {name:<44}{shown:>8} {unit:<4} {verdict:<15} {all}");
    }

    /// Prints how it went.
    pub fn close(&self) {
        match self.missed {
            0 => println!("\nEvery target is met."),
            missed => {
                println!("\n{missed} missed. A shared machine adds noise: about 0.15 to a ratio.")
            }
        }
    }
}

/// Several bots side by side: a column each.
pub struct Grid(Vec<Vec<String>>);

impl Grid {
    /// With these headings over the columns.
    pub fn new(headings: Vec<String>) -> Self {
        Self(vec![[vec![String::new()], headings].concat()])
    }

    /// Adds a row.
    pub fn row(&mut self, name: &str, cells: Vec<String>) {
        self.0.push([vec![name.to_owned()], cells].concat());
    }

    /// Prints it as Markdown, so that it can be quoted.
    pub fn print(&self) {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
        let width = |at| self.0.iter().map(|row| cell(row, at).chars().count()).max().unwrap_or(0);
        for (number, row) in self.0.iter().enumerate() {
            let cells: Vec<String> =
                (0..columns).map(|at| format!("{:<1$}", cell(row, at), width(at))).collect();
            println!("| {} |", cells.join(" | "));
            if number == 0 {
                println!("|{}", " --- |".repeat(columns));
            }
        }
    }
}

/// A figure as it is shown: two digits behind the point when it is small.
pub fn shown(value: f64) -> String {
    format!("{value:.*}", digits(value))
}

fn digits(value: f64) -> usize {
    if value < 10.0 { 2 } else { usize::from(value < 1_000.0) }
}
