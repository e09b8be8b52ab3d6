//! What does the curator's `veiligheid.yaml` hold? Groups of words that matter where danger is told, and
//! the words by which personal data are told from what only looks like them.

use crate::vocab::PersonalData;
use std::collections::BTreeMap;
use std::ops::Range;

/// The file as a whole. Its keys are Dutch, because curators write it.
///
/// A *phrase* is a row of words in lower case without accents or apostrophes. In it `a/b` is a choice of
/// words, `(a b/c)` a choice of phrases, `(de)?` one that may be missing, `sla*` any word that starts so
/// (a star may stand anywhere), `..` up to three and `...` up to six words in between, and `@groep` any
/// phrase of that group.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Safety {
    /// Words that deny. A gap (`..`) never runs over one.
    pub deniers: Vec<String>,
    /// Words that look like a typing error in a sign of danger, and are none.
    pub well_spelled: Vec<String>,
    /// Sayings that mean something else than they say; taken out before anything is sought.
    pub figures: Vec<String>,
    /// Named groups of phrases.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Telephone numbers of organisations: never personal data.
    pub public_numbers: Vec<String>,
    /// What tells personal data from look-alikes.
    pub personal: PersonalWords,
}

/// Messages to learn from, written by curators (`voorbeelden/`).
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct SafetyExamples {
    /// Someone is in danger now.
    pub danger: Vec<String>,
    /// Nobody is, whatever it looks like.
    pub harmless: Vec<String>,
    /// With personal data in it, or with what only looks like it.
    pub marked: Vec<Marked>,
}

/// A message in which the personal data are marked.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Marked {
    /// The message without the marks.
    pub text: String,
    /// Each piece, in bytes of the text; none in a message that only looks like it.
    pub pieces: Vec<(PersonalData, Range<usize>)>,
}

/// Words around personal data. All in lower case, matched on word starts unless said otherwise.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct PersonalWords {
    /// Whole words for the people whom a colleague's message is about.
    pub roles: Vec<String>,
    /// Whole words that only say who somebody is when a name follows (`mevrouw`).
    pub titles: Vec<String>,
    /// First names, as whole words.
    pub first_names: Vec<String>,
    /// Surnames, as whole words; they count after a role or a title, also in lower case.
    pub last_names: Vec<String>,
    /// Words with a capital that are no names.
    pub not_names: Vec<String>,
    /// Words that make a name a colleague's or an author's.
    pub colleagues: Vec<String>,
    /// Words that make an address, number or mailbox an organisation's.
    pub organisations: Vec<String>,
    /// Words that make a date the day of something else than a birth.
    pub events: Vec<String>,
    /// Words that make a long number something else than a burgerservicenummer.
    pub other_numbers: Vec<String>,
    /// Mailboxes (before the @) that belong to no person.
    pub mailboxes: Vec<String>,
    /// Parts of mail domains that are organisations' own.
    pub work_domains: Vec<String>,
}
