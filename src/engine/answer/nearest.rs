//! Which phrasings of the base are most like a question? The second opinion, and the reason given.

use super::features::{PLACES, Row, Rows};
use crate::engine::learnt::{Reader, Writer};

/// A feature that stands in more phrasings than this tells little and costs much.
const COMMON: u32 = 1200;

/// The rows of all phrasings, by feature.
pub(super) struct Nearest {
    /// Where the postings of each place begin; one more than there are places.
    starts: Vec<u32>,
    /// The phrasing of each posting, and beside it its weight in 255ths.
    phrasings: Vec<u16>,
    weights: Vec<u8>,
    /// How many phrasings there are.
    many: usize,
}

impl Nearest {
    /// Takes the rows of at most 65,536 phrasings; later ones are left out.
    pub(super) fn new(rows: &Rows) -> Self {
        let rows = || (0..=u16::MAX).zip(rows.iter());
        let mut found = vec![0_u32; PLACES];
        for (place, _) in rows().flat_map(|(_, row)| row) {
            found[*place as usize] += 1;
        }
        let kept = |n: u32| if n > COMMON { 0 } else { n };
        let mut starts = Vec::with_capacity(PLACES + 1);
        let mut total = 0;
        for n in &found {
            starts.push(total);
            total += kept(*n);
        }
        starts.push(total);
        let mut next = starts.clone();
        let (mut phrasings, mut weights) = (vec![0; total as usize], vec![0; total as usize]);
        let mut many = 0;
        for (number, row) in rows() {
            many += 1;
            for (place, weight) in row {
                let place = *place as usize;
                if kept(found[place]) > 0 {
                    let at = next[place] as usize;
                    (phrasings[at], weights[at]) = (number, (weight * 255.0).round() as u8);
                    next[place] += 1;
                }
            }
        }
        Self { starts, phrasings, weights, many }
    }

    /// Writes the postings down.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.counts(&self.starts);
        writer.bytes(&self.phrasings.iter().flat_map(|p| p.to_le_bytes()).collect::<Vec<_>>());
        writer.bytes(&self.weights);
    }

    /// What [`Self::write`] wrote, for as many phrasings.
    pub(super) fn read(reader: &mut Reader<'_>, many: usize) -> Option<Self> {
        let starts = reader.counts(PLACES + 1)?;
        let total = *starts.last()? as usize;
        let (pairs, _) = reader.bytes()?.as_chunks();
        let phrasings: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        let weights = reader.bytes()?.to_vec();
        let whole = phrasings.len() == total
            && weights.len() == total
            && starts.is_sorted()
            && phrasings.iter().all(|number| usize::from(*number) < many);
        whole.then_some(Self { starts, phrasings, weights, many })
    }

    /// How much each phrasing is like the row, 0 to 1.
    pub(super) fn likeness(&self, row: &Row) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.many];
        for (place, weight) in row {
            let place = *place as usize;
            let here = self.starts[place] as usize..self.starts[place + 1] as usize;
            for (phrasing, there) in self.phrasings[here.clone()].iter().zip(&self.weights[here]) {
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
