//! Which words did somebody mean who left out a space, or typed a letter wrong?

use super::lexicon::WORDS;
use super::words::{Word, lookup};
use std::iter;

/// The words in a run of letters that is no word itself, each with its number of letters: words
/// without a space between them, or one word with one letter wrong, missing, extra or swapped.
pub fn parts(run: &str) -> Option<Vec<(Word, usize)>> {
    if !run.is_ascii() || run.len() > 40 || ordinary(run) {
        return None;
    }
    let told = |parts: &Vec<(Word, usize)>| parts.iter().any(|(word, _)| telling(*word));
    split(run, 4)
        .filter(told)
        .or_else(|| near(run).map(|word| vec![(word, run.len())]))
        .or_else(|| misspelt_pair(run))
}

/// The run as known words, at most `most`.
fn split(run: &str, most: usize) -> Option<Vec<(Word, usize)>> {
    if let Some(word) = lookup(run).filter(|word| joins(*word, run.len())) {
        return Some(vec![(word, run.len())]);
    }
    if most == 1 {
        return None;
    }
    (2..run.len().saturating_sub(1)).rev().find_map(|at| {
        let word = lookup(&run[..at]).filter(|word| joins(*word, at))?;
        let rest = split(&run[at..], most - 1)?;
        Some(iter::once((word, at)).chain(rest).collect())
    })
}

/// `vrijdgmiddag`: two words without a space, one of them misspelt.
fn misspelt_pair(run: &str) -> Option<Vec<(Word, usize)>> {
    let day = |word: &Word| matches!(word, Word::Weekday(_) | Word::Morgen | Word::Part(_));
    let mut found = (4..run.len().saturating_sub(3)).filter_map(|at| {
        let (left, right) = run.split_at(at);
        let pair = match (lookup(left).filter(day), lookup(right).filter(day)) {
            (Some(left), None) => (left, near(right).filter(day)?),
            (None, Some(right)) => (near(left).filter(day)?, right),
            _ => return None,
        };
        Some(vec![(pair.0, at), (pair.1, run.len() - at)])
    });
    found.next()
}

/// Whether a word can stand in a run without spaces.
fn joins(word: Word, len: usize) -> bool {
    match word {
        Word::Weekday(_) | Word::At | Word::On => true,
        Word::Filler | Word::Good | Word::Nice | Word::Times | Word::S | Word::In | Word::Meal => {
            false
        }
        Word::Month(_) => len > 3,
        _ => len > 2,
    }
}

/// Whether a word says enough about time for a run without spaces to be about time.
fn telling(word: Word) -> bool {
    matches!(
        word,
        Word::Weekday(_)
            | Word::Month(_)
            | Word::Day(_)
            | Word::Morgen
            | Word::Part(_)
            | Word::This(_)
            | Word::Half
            | Word::Quarter
            | Word::Number(_)
            | Word::Next
            | Word::Coming
            | Word::Every
    )
}

/// The one word of five letters or more that is one letter off.
fn near(run: &str) -> Option<Word> {
    if run.len() < 4 {
        return None;
    }
    let names = WORDS
        .iter()
        .flat_map(|(word, names)| names.split_ascii_whitespace().map(|name| (*word, name)));
    let found: Vec<Word> = names
        .filter(|(word, _)| *word != Word::Meal)
        .filter(|(_, name)| name.len() >= 5 && name.len().abs_diff(run.len()) <= 1)
        .filter(|(_, name)| strsim::osa_distance(name, run) == 1)
        .map(|(word, _)| word)
        .collect();
    // Of two that fit, a word for a day is meant rather than one that only limits it.
    let limits = |word: &&Word| {
        matches!(word, Word::Weekdays(_) | Word::Bound | Word::Filler | Word::Vague | Word::Late)
    };
    only(found.iter()).or_else(|| only(found.iter().filter(|word| !limits(word))))
}

/// The word that all of these are.
fn only<'a>(mut found: impl Iterator<Item = &'a Word>) -> Option<Word> {
    let first = found.next()?;
    found.all(|word| word == first).then_some(*first)
}

/// Whether a run of letters that is no known word may still have been meant for a day or a month: two
/// letters off, or without its vowels.
pub fn looks_like_a_day(run: &str) -> bool {
    if !(4..=12).contains(&run.len()) || !run.is_ascii() || ordinary(run) {
        return false;
    }
    let day = |word: Word| {
        matches!(word, Word::Weekday(_) | Word::Month(_) | Word::Day(0 | 2) | Word::Weekdays(_))
    };
    let bones = |word: &str| word.replace(['a', 'e', 'i', 'o', 'u'], "");
    let names = WORDS
        .iter()
        .filter(|(word, _)| day(*word))
        .flat_map(|(_, names)| names.split_ascii_whitespace())
        .filter(|name| name.len() >= 6);
    names.into_iter().any(|name| {
        strsim::osa_distance(name, run) <= 2
            || (bones(name).len() >= 4 && bones(name) == bones(run))
    })
}

/// Words of everyday that lie one letter from one that says something about time.
fn ordinary(run: &str) -> bool {
    ORDINARY.split_ascii_whitespace().any(|word| word == run)
}

const ORDINARY: &str = "\
    aankomen aanstaan achter achtte adder ader anderen anders anker aren baart baren beden \
    beekje beging begint begon behouden beken bente best besta bestek \
    bestel bezin biddag bidden bieder bieren binden binnenkomt bomend borgen bunnen buren \
    bussen buurt buurtje daagse daagt dacht dachten daden dage dagend daken dalen daten deden \
    deftig degen degenen deken delfde deren dessen deuren dichting diende dienen dieren dogen \
    donder dooit doordat doren draag dragen driegen droeg dure durven duwen echten eerde \
    eerden eerdere eersten eieren einden eindje ellen enge enig enigen enkel enkelen \
    enkels erfde ergers erven essen ever fasen gaand gaart garen geheel geheld geven gevende \
    gewon gewoond gierde gieren goed goeden goeder goeds goeie gooit graad graaf groede haart \
    hagen hall halte halven haren have heen heerste helden helen hemden herder heren heten \
    heven hitte hoede hoeden huren huurt inde inging innen jacht jachten jagen kaart karen \
    kart kater keken kerkdag kerkt kinnen klokken kokend kokende komen korst kraag kroeg \
    kussen laagst laatsten lacht lachten lagen lager laren laten latere leden ledenavond leder \
    legen lengte lessen leste lette leven levende lichting lieder lieren lijfde lijven linde \
    linnen liter maagd maagden maakt maalt maan maande maar maat macht machten magen mand \
    manden maren mart match mater meden media meerder menige messen middel mierde mieren \
    mijden minde minute moede mogen morden morren muren nachten nader nadere neder negeren \
    nemen nemende nergens neven nicht nieren nieuwer nieuws omer onder onderdag paden palen \
    papen paren passen pasten pater pinnen plaatst plaatste reden regen regende reken rente \
    rijd rijdag roede russen schoolwerk sister stapt  stikt stip stipte stopt \
    strak sussen taart tamelijk tassen teen tegel tegens teken tekens telen tenen thuis tiener \
    tieren traag tweed vaag vaart vacht vandaan vandaar vandoor vang varen vegen verder veren \
    vielen vierden vijlen vijver voeg voeren volgen volgens vond voorhaar voorwaar vraag vrije \
    vroegen vroeger vuren vuurtje wacht wachten wagen waken waren wartaal water wegen wekken \
    wenen wens weren werken werkend werkje weten wezen wieken wiens winnen winters witter \
    woede wonder word worst wort zacht zagen zate zaten zeden zegde zegen zelfde zender zinnen \
    zolder zomers zonde zonden zorgen zover zuren zussen zuurt zwart zweven";
