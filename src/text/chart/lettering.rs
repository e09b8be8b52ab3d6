//! How wide is a text, and where does it break? Asked of the very fonts that the picture is painted with.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// The name by which the drawing asks for the fonts.
pub(super) const FAMILY: &str = "DejaVu Sans Condensed";
pub(super) const PLAIN: &[u8] = include_bytes!("fonts/DejaVuSansCondensed.ttf");
pub(super) const BOLD: &[u8] = include_bytes!("fonts/DejaVuSansCondensed-Bold.ttf");

/// Stands for a letter that the fonts do not have.
const UNKNOWN: char = '□';

/// The text on one line, with letters that the fonts have: no line breaks, no control characters (which
/// XML forbids), no invisible ones.
pub fn shown(text: &str) -> String {
    let one_line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line
        .chars()
        .filter(|c| !c.is_control() && !invisible(*c))
        .map(|c| if Pen::PLAIN_28.knows(c) { c } else { UNKNOWN })
        .collect()
}

/// Soft hyphens, joiners, marks of direction and of variants, the byte order mark.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// One of the few kinds of letter on the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    size: u32,
    bold: bool,
}

impl Pen {
    pub(super) const BOLD_34: Self = Self { size: 34, bold: true };
    pub(super) const BOLD_28: Self = Self { size: 28, bold: true };
    pub(super) const PLAIN_28: Self = Self { size: 28, bold: false };
    pub(super) const PLAIN_26: Self = Self { size: 26, bold: false };

    pub(super) fn size(self) -> u32 {
        self.size
    }

    pub(super) fn weight(self) -> &'static str {
        if self.bold { "bold" } else { "normal" }
    }

    fn font(self) -> FontRef<'static> {
        let bytes = if self.bold { BOLD } else { PLAIN };
        FontRef::new(bytes).expect("an embedded font, read in the tests")
    }

    /// Whether there is a letter for `c`; the two fonts are cut to the same letters.
    pub(super) fn knows(self, c: char) -> bool {
        self.font().charmap().map(c).is_some()
    }

    /// How wide `text` becomes, rounded up. Kerning makes it a little less.
    pub(super) fn width(self, text: &str) -> u32 {
        let font = self.font();
        let (charmap, metrics) = (font.charmap(), self.metrics(&font));
        let wide = |c| metrics.advance_width(charmap.map(c).unwrap_or(GlyphId::NOTDEF));
        text.chars().filter_map(wide).sum::<f32>().ceil() as u32
    }

    fn metrics<'a>(self, font: &FontRef<'a>) -> skrifa::metrics::GlyphMetrics<'a> {
        let size = Size::new(self.size as f32);
        font.glyph_metrics(size, LocationRef::default())
    }

    /// `text` in at most `most` lines of `room` each, no line empty; what is too much ends in "…".
    pub(super) fn wrapped(self, text: &str, room: u32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace().flat_map(|word| self.parts(word, room)) {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                // A space and a letter more than there is room for: shortened for certain.
                *last = self.shortened(&format!("{last} …"), room);
            }
        }
        lines
    }

    /// `text` if it fits in `room`, else as much of it as does, and "…".
    pub(super) fn shortened(self, text: &str, room: u32) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let start = self.start(text, room - self.width("…"));
        format!("{}…", start.trim_end_matches(|c: char| !c.is_alphanumeric()))
    }

    /// A word that is wider than a line, cut with hyphens; any other word as it is.
    fn parts(self, word: &str, room: u32) -> Vec<String> {
        let (mut parts, mut rest) = (Vec::new(), word);
        while self.width(rest) > room {
            let start = self.start(rest, room - self.width("-"));
            parts.push(format!("{start}-"));
            rest = &rest[start.len()..];
        }
        parts.push(rest.to_owned());
        parts
    }

    /// The longest start of `text` that fits in `room`; at least one letter, so that cutting comes to an end.
    fn start(self, text: &str, room: u32) -> &str {
        let ends = text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]);
        let fitting =
            ends.enumerate().take_while(|(at, start)| *at == 0 || self.width(start) <= room);
        fitting.last().map_or("", |(_, start)| start)
    }
}
