//! What is a message made of? Blocks of inline text, free of any protocol, and their three renderings.

use crate::vocab::UserId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Write;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document(pub Vec<Block>);

/// A block of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with dashes.
    List(Vec<Vec<Inline>>),
    /// A list with numbers from 1: the reader can choose.
    Numbered(Vec<Vec<Inline>>),
    /// Small print: sources, dates.
    Small(Vec<Inline>),
}

/// Text inside a block. Never holds markup: every renderer escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// A link.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads: `https:`, `http:`, `tel:` or `mailto:`; any other is shown as text.
        url: String,
    },
    /// A person's name as a pill.
    Mention(UserId),
    /// A new line in the same block.
    Break,
}

/// How a terminal shows emphasis and small print: what stands before and after.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Around emphasised text.
    pub strong: (&'static str, &'static str),
    /// Around small print.
    pub small: (&'static str, &'static str),
}

impl Document {
    /// The message as plain text, good to read on its own. Links show their address only where the
    /// text does not hold it already.
    pub fn plain(&self) -> String {
        self.lines(Style::default())
    }

    /// The message for a terminal.
    pub fn terminal(&self, style: Style) -> String {
        self.lines(style)
    }

    fn lines(&self, style: Style) -> String {
        let mut out = String::new();
        for (i, block) in self.0.iter().enumerate() {
            if i > 0 {
                out.push_str(if tight(&self.0[i - 1], block) { "\n" } else { "\n\n" });
            }
            match block {
                Block::Paragraph(line) => plain_line(&mut out, line, style),
                Block::Small(line) => {
                    out.push_str(style.small.0);
                    plain_line(&mut out, line, style);
                    out.push_str(style.small.1);
                }
                Block::List(items) => {
                    for (n, item) in items.iter().enumerate() {
                        out.push_str(if n > 0 { "\n- " } else { "- " });
                        plain_line(&mut out, item, style);
                    }
                }
                Block::Numbered(items) => {
                    for (n, item) in items.iter().enumerate() {
                        let gap = if n > 0 { "\n" } else { "" };
                        let _ = write!(out, "{gap}{}. ", n + 1);
                        plain_line(&mut out, item, style);
                    }
                }
            }
        }
        out
    }

    /// The message in the subset of HTML that Matrix clients show (`p`, `ul`, `ol`, `li`, `strong`,
    /// `a`, `br`). All text is escaped.
    pub fn html(&self) -> String {
        let mut out = String::new();
        for block in &self.0 {
            match block {
                // Matrix has no small print that takes less room.
                Block::Paragraph(line) | Block::Small(line) => {
                    out.push_str("<p>");
                    html_line(&mut out, line);
                    out.push_str("</p>");
                }
                Block::List(items) => html_list(&mut out, "ul", items),
                Block::Numbered(items) => html_list(&mut out, "ol", items),
            }
        }
        out
    }

    /// Whose names stand in it as pills.
    pub fn mentions(&self) -> Vec<&UserId> {
        let lines = self.0.iter().flat_map(|block| match block {
            Block::Paragraph(line) | Block::Small(line) => std::slice::from_ref(line),
            Block::List(items) | Block::Numbered(items) => items,
        });
        lines
            .flatten()
            .filter_map(|inline| match inline {
                Inline::Mention(user) => Some(user),
                _ => None,
            })
            .collect()
    }

    /// The message with another first paragraph, if its own begins like this.
    pub fn amended(&self, was: &Document, now: &Document) -> Option<Document> {
        let (first, rest) = self.0.split_first()?;
        let begins = Document(vec![first.clone()]).plain().starts_with(&was.plain());
        begins.then(|| Document([now.0.as_slice(), rest].concat()))
    }

    /// The message cut so that its plain text is at most `bytes` long, at a block's end.
    pub fn fit(mut self, bytes: usize) -> Self {
        while self.0.len() > 1 && self.plain().len() > bytes {
            self.0.pop();
        }
        self
    }
}

impl From<Vec<Block>> for Document {
    fn from(blocks: Vec<Block>) -> Self {
        Self(blocks)
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A line that introduces a list stands right above it.
fn tight(before: &Block, after: &Block) -> bool {
    matches!((before, after), (Block::Paragraph(_), Block::List(_) | Block::Numbered(_)))
        || matches!((before, after), (Block::Small(_), Block::Small(_)))
}

fn plain_line(out: &mut String, line: &[Inline], style: Style) {
    for inline in line {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Strong(text) => {
                let _ = write!(out, "{}{text}{}", style.strong.0, style.strong.1);
            }
            Inline::Link { text, url } => {
                out.push_str(text);
                let bare = url.split_once(':').map_or(url.as_str(), |(_, rest)| rest);
                let bare = bare.trim_start_matches('/');
                if url.starts_with("http") && !text.contains(bare) {
                    let _ = write!(out, " <{url}>");
                }
            }
            Inline::Mention(user) => out.push_str(user.as_str()),
            Inline::Break => out.push('\n'),
        }
    }
}

fn html_line(out: &mut String, line: &[Inline]) {
    for inline in line {
        match inline {
            Inline::Text(text) => escape(out, &unbroken(text)),
            Inline::Strong(text) => {
                out.push_str("<strong>");
                escape(out, &unbroken(text));
                out.push_str("</strong>");
            }
            Inline::Link { text, url } if safe(url) => {
                out.push_str("<a href=\"");
                escape(out, url);
                out.push_str("\">");
                escape(out, text);
                out.push_str("</a>");
            }
            Inline::Link { text, .. } => escape(out, text),
            Inline::Mention(user) => {
                out.push_str("<a href=\"https://matrix.to/#/");
                escape(out, user.as_str());
                out.push_str("\">");
                escape(out, user.as_str());
                out.push_str("</a>");
            }
            Inline::Break => out.push_str("<br>"),
        }
    }
}

fn html_list(out: &mut String, tag: &str, items: &[Vec<Inline>]) {
    let _ = write!(out, "<{tag}>");
    for item in items {
        out.push_str("<li>");
        html_line(out, item);
        out.push_str("</li>");
    }
    let _ = write!(out, "</{tag}>");
}

/// A time stays on one line: `9.30 uur` and `13.00-14.30` do not break. What may be copied as a command is
/// left as it is typed.
fn unbroken(text: &str) -> Cow<'_, str> {
    if text.contains("!meld") || !text.contains(|c: char| c.is_ascii_digit()) {
        return text.into();
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let mut before = text[..at].chars().rev();
        out.push(match c {
            ' ' if digit(before.next()) && after.starts_with("uur") => '\u{a0}',
            '-' if digit(after.chars().next()) => {
                let time = digit(before.next()) && digit(before.next());
                if time && before.next() == Some('.') { '\u{2011}' } else { c }
            }
            c => c,
        });
    }
    out.into()
}

fn safe(url: &str) -> bool {
    ["https://", "http://", "tel:", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_message_reads_well_in_all_three_forms() {
        let document = Document(vec![
            Block::Paragraph(vec![Inline::Strong("Stap 2".into())]),
            Block::Paragraph(vec!["Doe dit:".into()]),
            Block::List(vec![vec!["bel".into()], vec!["schrijf <op>".into()]]),
            Block::Small(vec![
                "Bron: ".into(),
                Inline::Link { text: "KNMG".into(), url: "https://knmg.nl/a?b=1&c".into() },
            ]),
        ]);
        assert_eq!(
            document.plain(),
            "Stap 2\n\nDoe dit:\n- bel\n- schrijf <op>\n\nBron: KNMG <https://knmg.nl/a?b=1&c>"
        );
        assert_eq!(
            document.html(),
            "<p><strong>Stap 2</strong></p><p>Doe dit:</p><ul><li>bel</li><li>schrijf \
             &lt;op&gt;</li></ul><p>Bron: <a href=\"https://knmg.nl/a?b=1&amp;c\">KNMG</a></p>"
        );
    }

    #[test]
    fn a_time_stays_on_one_line_and_a_command_as_it_is_typed() {
        for (text, html) in [
            ("di 8 dec, 9.30-11.00 uur.", "di 8 dec, 9.30\u{2011}11.00\u{a0}uur."),
            ("om 9 uur, bel 0800-2000", "om 9\u{a0}uur, bel 0800-2000"),
            ("2026-12-08, een half uur", "2026-12-08, een half uur"),
            ("!meld herinner di 9.30-11.00 uur", "!meld herinner di 9.30-11.00 uur"),
        ] {
            let document = Document(vec![Block::Paragraph(vec![text.into()])]);
            assert_eq!(document.html(), format!("<p>{html}</p>"));
            assert_eq!(document.plain(), text);
        }
    }

    #[test]
    fn a_link_with_another_scheme_is_only_text() {
        let line = vec![Inline::Link { text: "klik".into(), url: "javascript:alert(1)".into() }];
        assert_eq!(Document(vec![Block::Paragraph(line)]).html(), "<p>klik</p>");
    }

    #[test]
    fn a_long_message_is_cut_at_a_block() {
        let block = |text: &str| Block::Paragraph(vec![text.into()]);
        let document = Document(vec![block("eerst"), block(&"x".repeat(50)), block("laatst")]);
        assert_eq!(document.fit(20).plain(), "eerst");
    }

    proptest! {
        #[test]
        fn html_never_carries_unescaped_input(text in ".*") {
            let html = Document(vec![Block::Paragraph(vec![
                Inline::Text(text.clone()),
                Inline::Strong(text.clone()),
                Inline::Link { text: text.clone(), url: text.clone() },
                Inline::Link { text: "x".into(), url: format!("https://x.nl/{text}") },
                Inline::Mention(UserId::new(text)),
            ])]).html();
            let mut rest = html;
            for tag in ["<p>", "</p>", "<strong>", "</strong>", "</a>"] {
                rest = rest.replace(tag, "");
            }
            let link = regex::Regex::new(r#"<a href="[^"<>]*">"#).expect("a fixed pattern");
            let rest = link.replace_all(&rest, "");
            prop_assert!(!rest.contains('<') && !rest.contains('>') && !rest.contains('"'));
        }
    }
}
