//! What does a month look like at a glance? Bars as SVG, and as PNG. Its words stand in `nl/chart.rs`.

mod lettering;
mod picture;

pub use lettering::shown;
pub use picture::{Picture, Unpainted, png};

use super::nl::chart as words;
use lettering::Pen;
use std::fmt::Write;

/// How many rows are drawn and told; the words below the bars say how many more there are.
pub const MOST_ROWS: usize = 8;

/// The drawing is twice as wide as the narrowest phone: 26 here is 13 there.
const WIDTH: u32 = 720;
const MARGIN: u32 = 24;
/// What lies between the margins.
const INSIDE: u32 = WIDTH - 2 * MARGIN;
/// A bar of 100 %. The rest of its line is for "100 %, was 100".
const BAR: u32 = 440;
const BAR_HEIGHT: u32 = 30;
/// How far the marker of the month before stands out, above and below its bar.
const OUT: u32 = 6;
const LINE: u32 = 36;
const BETWEEN: u32 = 30;

// Blue and near-black differ in lightness, so nobody needs to tell hues apart; what is read stands out
// against white by more than 4.5 to 1. Steps of 11, as the picture has sixteen of each colour.
const INK: &str = "#222222";
const SOFT: &str = "#555555";
const BLUE: &str = "#0077bb";
const TRACK: &str = "#dddddd";
const EDGE: &str = "#cccccc";
const WHITE: &str = "#ffffff";

/// Shares of right answers, one row for each topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What and when: "Kompas-Noord, oktober 2026". Three lines at most.
    pub title: String,
    /// What the figures can and cannot show, below the title; may be empty. Three lines at most.
    pub note: String,
    /// In the order in which they are drawn.
    pub rows: Vec<Row>,
}

/// One topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The topic in words. Two lines at most.
    pub label: String,
    /// Right answers of all, in per cent; above 100 is taken as 100.
    pub share: u32,
    /// The same in the month before, where it was asked then.
    pub before: Option<u32>,
    /// How many answers the share is made of.
    pub answers: u32,
}

impl Row {
    /// In per cent, 100 at most.
    pub fn share(&self) -> u32 {
        self.share.min(100)
    }

    /// In per cent, 100 at most.
    pub fn before(&self) -> Option<u32> {
        self.before.map(|before| before.min(100))
    }
}

impl Chart {
    /// The rows that are drawn.
    pub fn drawn(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().take(MOST_ROWS)
    }

    /// How many rows are not.
    pub fn more(&self) -> usize {
        self.rows.len().saturating_sub(MOST_ROWS)
    }
}

/// The chart as an SVG of 720 wide and as high as it needs. The same chart gives the same text.
pub fn svg(chart: &Chart) -> String {
    let mut sheet = Sheet { body: String::new(), y: MARGIN };
    sheet.lines(&chart.title, Pen::BOLD_34, INK, 3);
    sheet.lines(&chart.note, Pen::PLAIN_26, SOFT, 3);
    sheet.y += BETWEEN / 2;
    for row in chart.drawn() {
        sheet.row(row);
    }
    if !chart.rows.is_empty() {
        sheet.legend(chart.drawn().any(|row| row.before.is_some()));
    }
    sheet.lines(&words::left_out(chart.more()), Pen::PLAIN_26, SOFT, 2);
    sheet.finished()
}

/// What has been drawn so far, and how far down.
struct Sheet {
    body: String,
    y: u32,
}

impl Sheet {
    /// Writes `text` from the left margin in at most `most` lines.
    fn lines(&mut self, text: &str, pen: Pen, colour: &str, most: usize) {
        for line in pen.wrapped(&shown(text), INSIDE, most) {
            self.y += LINE + pen.size() - Pen::PLAIN_28.size();
            self.text(MARGIN, pen, colour, &line);
        }
    }

    /// One text whose feet stand a little above the current height.
    fn text(&mut self, x: u32, pen: Pen, colour: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let (y, size, weight) = (self.y - 9, pen.size(), pen.weight());
        let text = escaped(text);
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{text}</text>"
        ));
    }

    fn rect(&mut self, x: u32, y: u32, width: u32, height: u32, colour: &str) {
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>"
        ));
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.body, "{element}").expect("a String takes any text");
    }

    /// The label with its number of answers, and below it the bar with its figures.
    fn row(&mut self, row: &Row) {
        let count = words::answers(row.answers);
        let behind = format!("· {count}");
        let gap = 8;
        let room = INSIDE - gap - Pen::PLAIN_26.width(&behind);
        let mut lines = Pen::PLAIN_28.wrapped(&shown(&row.label), INSIDE, 2);
        if let [_, last] = lines.as_mut_slice() {
            *last = Pen::PLAIN_28.shortened(last, room);
        }
        for line in &lines {
            self.y += LINE;
            self.text(MARGIN, Pen::PLAIN_28, INK, line);
        }
        match lines.last().map(|last| Pen::PLAIN_28.width(last)).filter(|width| *width <= room) {
            Some(width) => self.text(MARGIN + width + gap, Pen::PLAIN_26, SOFT, &behind),
            None => {
                self.y += LINE;
                self.text(MARGIN, Pen::PLAIN_26, SOFT, &count);
            }
        }
        self.y += OUT;
        self.bar(row);
        self.y += BETWEEN;
    }

    fn bar(&mut self, row: &Row) {
        let top = self.y;
        let along = |share: u32| BAR * share / 100;
        self.rect(MARGIN, top, BAR, BAR_HEIGHT, TRACK);
        if row.share() > 0 {
            self.rect(MARGIN, top, along(row.share()), BAR_HEIGHT, BLUE);
        }
        if let Some(before) = row.before() {
            self.marker(MARGIN + along(before), top, BAR_HEIGHT);
        }
        self.y = top + BAR_HEIGHT + 3;
        let x = MARGIN + BAR + 16;
        let share = words::percent(row.share());
        self.text(x, Pen::BOLD_28, INK, &share);
        if let Some(before) = row.before() {
            let x = x + Pen::BOLD_28.width(&share);
            self.text(x, Pen::PLAIN_26, INK, &words::was(before));
        }
    }

    /// A thin upright line with a white seam, to be seen on the bar as well as beside it.
    fn marker(&mut self, x: u32, top: u32, height: u32) {
        self.rect(x - 4, top - OUT, 8, height + 2 * OUT, WHITE);
        self.rect(x - 2, top - OUT, 4, height + 2 * OUT, INK);
    }

    fn legend(&mut self, before: bool) {
        self.y += LINE;
        self.rect(MARGIN, self.y - 28, 36, 20, BLUE);
        let (x, right) = (MARGIN + 48, words::RIGHT);
        self.text(x, Pen::PLAIN_26, SOFT, right);
        if before {
            let x = x + Pen::PLAIN_26.width(right) + 40;
            self.marker(x, self.y - 28, 20);
            self.text(x + 14, Pen::PLAIN_26, SOFT, words::BEFORE);
        }
    }

    /// Everything on a white sheet with an edge, so that it is the same on a light and a dark screen.
    fn finished(self) -> String {
        let (height, body) = (self.y + MARGIN, self.body);
        let (wide, high) = (WIDTH - 2, height - 2);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\" font-family=\"{}\">\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{WHITE}\"/>\n\
             <rect x=\"1\" y=\"1\" width=\"{wide}\" height=\"{high}\" fill=\"none\" stroke=\"{EDGE}\" stroke-width=\"2\"/>\n\
             {body}</svg>\n",
            lettering::FAMILY
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
