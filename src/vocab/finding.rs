//! What is wrong in a file that a person wrote, where, and how is it mended?

use std::fmt;

/// One thing found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it stops the bot.
    pub severity: Severity,
    /// The file, as the reader knows it.
    pub file: String,
    /// Line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the line as a whole is meant.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// The line of the file that is meant, for the caret; empty when there is none.
    pub excerpt: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// It can be used, but somebody should look.
    Note,
}

/// All findings of one reading, in the order of the files.
pub type Findings = Vec<Finding>;

impl fmt::Display for Finding {
    /// `file:line:column: message`, the line with a caret, and the advice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(f, ": {}", self.message)?;
        if self.line > 0 && !self.excerpt.is_empty() {
            let number = self.line.to_string();
            write!(f, "\n {number} | {}", self.excerpt)?;
            if self.column > 0 {
                let pad = " ".repeat(number.len() + 3 + self.column);
                write!(f, "\n{pad}^")?;
            }
        }
        if !self.advice.is_empty() {
            write!(f, "\n   → {}", self.advice)?;
        }
        Ok(())
    }
}
