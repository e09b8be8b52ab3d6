//! What does the curator's `veiligheid.yaml` hold? Signs of danger, what takes their force away, and
//! the words by which personal data are told from what only looks like them.

use std::collections::BTreeMap;

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
    /// Words at which a new clause starts: a denial does not reach over them.
    pub joints: Vec<String>,
    /// Words that look like a typing error in a sign of danger, and are none.
    pub well_spelled: Vec<String>,
    /// Sayings that mean something else than they say; taken out before anything is sought.
    pub figures: Vec<String>,
    /// Named groups of phrases.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The signs of danger.
    pub danger: Vec<Sign>,
    /// What takes the force from a sign.
    pub defusers: Vec<Defuser>,
    /// Telephone numbers of organisations: never personal data.
    pub public_numbers: Vec<String>,
    /// What tells personal data from look-alikes.
    pub personal: PersonalWords,
}

/// Messages to learn from, written by curators (`veiligheid-voorbeelden.yaml`).
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct SafetyExamples {
    /// Someone is in danger now.
    pub danger: Vec<String>,
    /// Nobody is, whatever it looks like.
    pub harmless: Vec<String>,
}

/// A sign of danger, by name.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Sign {
    /// What `--why` calls it.
    pub name: String,
    /// Phrases that are a sign in themselves.
    pub phrases: Vec<String>,
    /// Rows of groups that are a sign when all of a row occur near each other, in any order.
    pub together: Vec<Vec<String>>,
    /// Defusers that have no hold on it.
    pub regardless: Vec<String>,
}

/// Something that takes the force from a sign: a denial, the past, a hypothesis.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Defuser {
    /// What `--why` calls it.
    pub name: String,
    /// How far it works.
    pub reach: Reach,
    /// Its phrases.
    pub phrases: Vec<String>,
    /// Not where it is part of a phrase of this group (`weet niet` denies nothing).
    pub except: Vec<String>,
    /// Not when one of these groups stands in the same sentence.
    pub unless: Vec<String>,
}

/// How far a defuser works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Within a few words, in the same clause.
    Near,
    /// In the same sentence.
    Sentence,
    /// In the same sentence, ahead of the sign.
    Before,
    /// Anywhere later in the message.
    After,
    /// Anywhere in the message.
    Message,
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
