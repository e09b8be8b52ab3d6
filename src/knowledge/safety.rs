//! What does the curator's `veiligheid.yaml` hold? Signs of danger, what takes their force away, and
//! the words by which personal data are told from what only looks like them.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The file as a whole. Its keys are Dutch, because curators write it.
///
/// A *phrase* is a row of words in lower case without accents or apostrophes. In it `a/b` is a choice of
/// words, `(a b/c)` a choice of phrases, `(de)?` one that may be missing, `sla*` any word that starts so
/// (a star may stand anywhere), `..` up to three and `...` up to six words in between, and `@groep` any
/// phrase of that group.
#[derive(Debug, Clone, PartialEq, Hash, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// Words that deny. A gap (`..`) never runs over one.
    #[serde(rename = "ontkenners")]
    pub deniers: Vec<String>,
    /// Words at which a new clause starts: a denial does not reach over them.
    #[serde(rename = "voegwoorden")]
    pub joints: Vec<String>,
    /// Words that look like a typing error in a sign of danger, and are none.
    #[serde(rename = "geen_typefout")]
    pub well_spelled: Vec<String>,
    /// Sayings that mean something else than they say; taken out before anything is sought.
    #[serde(rename = "figuurlijk")]
    pub figures: Vec<String>,
    /// Named groups of phrases.
    #[serde(rename = "groepen")]
    pub groups: BTreeMap<String, Vec<String>>,
    /// The signs of danger.
    #[serde(rename = "gevaar")]
    pub danger: Vec<Sign>,
    /// What takes the force from a sign.
    #[serde(rename = "ontkracht")]
    pub defusers: Vec<Defuser>,
    /// Telephone numbers of organisations: never personal data.
    #[serde(rename = "openbare_nummers")]
    pub public_numbers: Vec<String>,
    /// What tells personal data from look-alikes.
    #[serde(rename = "persoonsgegevens")]
    pub personal: PersonalWords,
}

/// Messages to learn from, written by curators (`veiligheid-voorbeelden.yaml`).
#[derive(Debug, Clone, PartialEq, Hash, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyExamples {
    /// Someone is in danger now.
    #[serde(rename = "gevaar")]
    pub danger: Vec<String>,
    /// Nobody is, whatever it looks like.
    #[serde(rename = "geen_gevaar")]
    pub harmless: Vec<String>,
}

/// A sign of danger, by name.
#[derive(Debug, Clone, PartialEq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// What `--why` calls it.
    #[serde(rename = "naam")]
    pub name: String,
    /// Phrases that are a sign in themselves.
    #[serde(rename = "zinnen", default)]
    pub phrases: Vec<String>,
    /// Rows of groups that are a sign when all of a row occur near each other, in any order.
    #[serde(rename = "samen", default)]
    pub together: Vec<Vec<String>>,
    /// Defusers that have no hold on it.
    #[serde(rename = "ongeacht", default)]
    pub regardless: Vec<String>,
}

/// Something that takes the force from a sign: a denial, the past, a hypothesis.
#[derive(Debug, Clone, PartialEq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defuser {
    /// What `--why` calls it.
    #[serde(rename = "naam")]
    pub name: String,
    /// How far it works.
    #[serde(rename = "bereik")]
    pub reach: Reach,
    /// Its phrases.
    #[serde(rename = "zinnen")]
    pub phrases: Vec<String>,
    /// Not where it is part of a phrase of this group (`weet niet` denies nothing).
    #[serde(rename = "behalve", default)]
    pub except: Vec<String>,
    /// Not when one of these groups stands in the same sentence.
    #[serde(rename = "tenzij", default)]
    pub unless: Vec<String>,
}

/// How far a defuser works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Reach {
    /// Within a few words, in the same clause.
    #[serde(rename = "dichtbij")]
    Near,
    /// In the same sentence.
    #[serde(rename = "zin")]
    Sentence,
    /// In the same sentence, ahead of the sign.
    #[serde(rename = "ervoor")]
    Before,
    /// Anywhere later in the message.
    #[serde(rename = "erna")]
    After,
    /// Anywhere in the message.
    #[serde(rename = "bericht")]
    Message,
}

/// Words around personal data. All in lower case, matched on word starts unless said otherwise.
#[derive(Debug, Clone, PartialEq, Hash, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalWords {
    /// Whole words for the people whom a colleague's message is about.
    #[serde(rename = "rollen")]
    pub roles: Vec<String>,
    /// Whole words that only say who somebody is when a name follows (`mevrouw`).
    #[serde(rename = "aanspreekvormen")]
    pub titles: Vec<String>,
    /// First names, as whole words.
    #[serde(rename = "voornamen")]
    pub first_names: Vec<String>,
    /// Surnames, as whole words; they count after a role or a title, also in lower case.
    #[serde(rename = "achternamen")]
    pub last_names: Vec<String>,
    /// Words with a capital that are no names.
    #[serde(rename = "geen_namen")]
    pub not_names: Vec<String>,
    /// Words that make a name a colleague's or an author's.
    #[serde(rename = "collegas_en_auteurs")]
    pub colleagues: Vec<String>,
    /// Words that make an address, number or mailbox an organisation's.
    #[serde(rename = "organisaties")]
    pub organisations: Vec<String>,
    /// Words that make a date the day of something else than a birth.
    #[serde(rename = "gebeurtenissen")]
    pub events: Vec<String>,
    /// Words that make a long number something else than a burgerservicenummer.
    #[serde(rename = "andere_nummers")]
    pub other_numbers: Vec<String>,
    /// Mailboxes (before the @) that belong to no person.
    #[serde(rename = "functionele_mailboxen")]
    pub mailboxes: Vec<String>,
    /// Parts of mail domains that are organisations' own.
    #[serde(rename = "werkdomeinen")]
    pub work_domains: Vec<String>,
}

impl Safety {
    /// What is wrong beyond the form: references to groups and defusers that do not exist, empty
    /// signs. Each with the name of what holds it; in Dutch, for the curator.
    pub fn faults(&self) -> Vec<String> {
        let known: BTreeSet<&str> = self.defusers.iter().map(|d| d.name.as_str()).collect();
        let (mut faults, mut odd) = (Vec::new(), Vec::new());
        let mut group = |owner: &str, name: &str| {
            if !self.groups.contains_key(name) {
                faults.push(format!("'{owner}' noemt de groep '{name}', en die is er niet"));
            }
        };
        for (owner, phrases) in self.phrase_lists() {
            for name in phrases.iter().flat_map(|p| references(p)) {
                group(owner, name);
            }
            for phrase in
                phrases.iter().filter(|p| p.matches('(').count() != p.matches(')').count())
            {
                odd.push(format!("'{owner}': de haakjes in '{phrase}' kloppen niet"));
            }
        }
        for sign in &self.danger {
            sign.together.iter().flatten().for_each(|name| group(&sign.name, name));
        }
        for defuser in &self.defusers {
            defuser
                .except
                .iter()
                .chain(&defuser.unless)
                .for_each(|name| group(&defuser.name, name));
        }
        for sign in &self.danger {
            if sign.phrases.is_empty() && sign.together.is_empty() {
                faults.push(format!("'{}' heeft geen zinnen en geen samen", sign.name));
            }
            for name in sign.regardless.iter().filter(|n| !known.contains(n.as_str())) {
                faults.push(format!(
                    "'{}' noemt '{name}' onder ongeacht, en dat is er niet",
                    sign.name
                ));
            }
        }
        faults.append(&mut odd);
        faults
    }

    /// Every list of phrases with the name of its owner.
    fn phrase_lists(&self) -> impl Iterator<Item = (&str, &Vec<String>)> {
        let groups = self.groups.iter().map(|(name, phrases)| (name.as_str(), phrases));
        let signs = self.danger.iter().map(|s| (s.name.as_str(), &s.phrases));
        let defusers = self.defusers.iter().map(|d| (d.name.as_str(), &d.phrases));
        groups.chain(signs).chain(defusers).chain([("figuurlijk", &self.figures)])
    }
}

/// The groups that a phrase refers to.
fn references(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split([' ', '/', '(', ')', '?']).filter_map(|part| part.strip_prefix('@'))
}
