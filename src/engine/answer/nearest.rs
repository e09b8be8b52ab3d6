//! Which phrasings of the base are most like a question? The second opinion, and the reason given.

use super::features::{Row, Rows};

/// A feature that stands in more phrasings than this tells little and costs much.
const COMMON: usize = 1200;

/// The rows of all phrasings, by feature.
pub(super) struct Nearest {
    /// Where the postings of each place begin; one more than there are places.
    starts: Vec<u32>,
    /// Phrasing, and its weight in 255ths.
    postings: Vec<(u16, u8)>,
    phrasings: usize,
}

impl Nearest {
    /// Takes the rows of at most 65,536 phrasings; later ones are left out.
    pub(super) fn new(rows: &Rows, places: usize) -> Self {
        let mut lists: Vec<Vec<(u16, u8)>> = vec![Vec::new(); places];
        let mut phrasings = 0;
        for (number, row) in (0..=u16::MAX).zip(rows.iter()) {
            phrasings += 1;
            for (place, weight) in row {
                lists[*place as usize].push((number, (weight * 255.0).round() as u8));
            }
        }
        let mut starts = vec![0];
        let mut postings = Vec::new();
        for list in lists {
            if list.len() <= COMMON {
                postings.extend(list);
            }
            starts.push(postings.len() as u32);
        }
        postings.shrink_to_fit();
        Self { starts, postings, phrasings }
    }

    /// How much each phrasing is like the row, 0 to 1.
    pub(super) fn likeness(&self, row: &Row) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.phrasings];
        for (place, weight) in row {
            let place = *place as usize;
            let postings =
                &self.postings[self.starts[place] as usize..self.starts[place + 1] as usize];
            for (phrasing, there) in postings {
                sums[usize::from(*phrasing)] += weight * f32::from(*there) / 255.0;
            }
        }
        sums
    }
}

/// Per class the mean likeness of its three nearest phrasings.
pub(super) fn by_class(likeness: &[f32], class_of: &[u16], classes: usize) -> Vec<f32> {
    let mut best = vec![[0.0_f32; 3]; classes];
    for (value, class) in likeness.iter().zip(class_of) {
        let top = &mut best[usize::from(*class)];
        if *value > top[2] {
            top[2] = *value;
            top.sort_unstable_by(|a, b| b.total_cmp(a));
        }
    }
    best.iter().map(|top| top.iter().sum::<f32>() / 3.0).collect()
}
