//! Does the bot never say what it may never say, and does the check know such a sentence?

use meldmaat::knowledge::{Never, forbidden};
use meldmaat::text;
use meldmaat::vocab::Say;
use meldmaat::yaml::{File, typed};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// By sort, then by topic (`-` for none), the sentences.
type Sentences = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    wrong: Sentences,
    right: Sentences,
}

fn written(name: &str) -> Written {
    let text = std::fs::read_to_string(Path::new("tests/it/never").join(name)).unwrap();
    typed(File { name, text: &text }).unwrap()
}

fn each(sentences: &Sentences) -> impl Iterator<Item = (Never, Option<&str>, &str)> {
    sentences.iter().flat_map(|(sort, topics)| {
        let sort = match &**sort {
            "no_report" => Never::NoReport,
            "judgement" => Never::Judgement,
            "family_first" => Never::FamilyFirst,
            "promise" => Never::Promise,
            other => panic!("no such sort: {other}"),
        };
        topics.iter().flat_map(move |(topic, texts)| {
            let topic = (topic != "-").then_some(&**topic);
            texts.iter().map(move |text| (sort, topic, &**text))
        })
    })
}

#[test]
fn wrong_sentences_are_caught_and_right_ones_pass() {
    let files = ["first", "second", "third", "fourth", "fifth"]
        .map(|name| written(&format!("{name}.yaml")));
    let wrong: Vec<_> = files.iter().flat_map(|file| each(&file.wrong)).collect();
    let right: Vec<_> = files.iter().flat_map(|file| each(&file.right)).collect();
    assert!(wrong.len() >= 200 && right.len() >= 200, "{} and {}", wrong.len(), right.len());
    let missed = wrong.iter().filter(|(sort, topic, text)| {
        !forbidden(*topic, text).iter().any(|found| found.never == *sort)
    });
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&(Never, Option<&str>, &str)>::new());
    let alarms = right.iter().filter(|(_, topic, text)| !forbidden(*topic, text).is_empty());
    assert_eq!(alarms.collect::<Vec<_>>(), Vec::<&(Never, Option<&str>, &str)>::new());
}

#[test]
fn no_sentence_of_the_bots_own_says_it() {
    for say in Say::samples() {
        let document = text::message(std::slice::from_ref(&say));
        assert_eq!(forbidden(None, &document.plain()), [], "{say:?}");
    }
}
