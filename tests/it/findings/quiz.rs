//! What does a curator read who made a mistake in an item of the quiz?

use super::{ENTRY, INDEX, of_base};

/// A file of one item, to make mistakes in.
const ITEM: &str = r#"items:
  - id: t-proef
    onderwerp: proef
    soort: toepassen
    moeilijk: 2
    belang: 5
    waarom: "Wie wacht, verliest tijd."
    vraag: "Een kleuter vertelt je iets. Wat doe je?"
    antwoorden:
      - tekst: "Ik wacht een week af"
        uitleg: "Wacht liever niet. Bel Veilig Thuis: 0800-2000."
      - tekst: "Ik overleg vandaag"
        beste: true
        uitleg: "Klopt. Overleg helpt. Bij direct gevaar bel je eerst 112."
      - tekst: "Ik meld niet, want melden hoeft hier niet"
        uitleg: "Dat denken meer mensen. Vraag advies aan Veilig Thuis."
    bron: {naam: KNMG, adres: "https://example.org/a", datum: nov 2023}
    feiten: ["2.02"]
"#;

/// The findings in these files of the quiz, beside one entry.
fn of_files(quiz: &[(&str, &str)]) -> String {
    let entry = ENTRY.replace("[stap-2]", "[]").replace("herzien", "feiten: [\"2.02\"]\nherzien");
    let numbers = std::fs::read_to_string("knowledge/contact/landelijk.yaml").unwrap();
    let others = [
        ("contact/landelijk.yaml", &*numbers),
        ("feiten.yaml", INDEX),
        ("moeilijke-woorden.yaml", "indien: \"als\"\n"),
        ("onderwerpen/proef.yaml", &entry),
        ("woorden.yaml", "synoniemen: []\nstopwoorden: [de, een, wat, je]\n"),
    ];
    of_base(&[quiz, &others].concat())
}

#[test]
fn mistakes_in_an_item() {
    assert_eq!(of_files(&[("quiz/proef.yaml", ITEM)]), "");
    let long = |text: &str| text.repeat(30);
    let (best, wait) = ("        beste: true\n", "tekst: \"Ik wacht een week af\"");
    let fourth = "      - {tekst: Ik bel nu, uitleg: Dat kan.}\n    bron";
    let fifth = format!("      - {{tekst: Ik schrijf het op, uitleg: Doe dat.}}\n{fourth}");
    let one = ITEM.split_inclusive('\n').filter(|line| {
        !["Ik wacht", "Wacht", "niet,", "Dat denken"].iter().any(|word| line.contains(word))
    });
    let changes = [
        ("no items", "items: [x]\nvragen: []\n".to_owned()),
        ("a name that cannot be typed", ITEM.replace("t-proef", "T proef")),
        ("a topic that is not there", ITEM.replace("onderwerp: proef", "onderwerp: proeff")),
        ("a kind that is not there", ITEM.replace("toepassen", "toepasen")),
        ("too difficult", ITEM.replace("moeilijk: 2", "moeilijk: 4")),
        ("not important at all", ITEM.replace("belang: 5", "belang: 0")),
        ("no reason", ITEM.replace("    waarom: \"Wie wacht, verliest tijd.\"\n", "")),
        ("too long a reason", ITEM.replace("verliest tijd.", &long("tijd "))),
        ("too long a question", ITEM.replace("Wat doe je?", &long("Wat nu dan?"))),
        ("too long an option", ITEM.replace("Ik overleg vandaag", &long("Ik bel "))),
        ("too long an explanation", ITEM.replace("Overleg helpt. ", &long("Bel nu. "))),
        ("one option", one.collect()),
        ("four options", ITEM.replace("    bron", fourth)),
        ("five options", ITEM.replace("    bron", &fifth)),
        ("no best option", ITEM.replace(best, "")),
        ("two best options", ITEM.replace(wait, &format!("{wait}\n        beste: true"))),
        ("best or not", ITEM.replace("beste: true", "beste: ja")),
        ("an option without explanation", ITEM.replace("        uitleg: \"Dat denken meer mensen. Vraag advies aan Veilig Thuis.\"\n", "")),
        ("an option on all others", ITEM.replace("Ik wacht een week af", "Alle antwoorden zijn goed")),
        ("an option on two others", ITEM.replace("Ik wacht een week af", "A en B")),
        ("an option on no other", ITEM.replace("Ik wacht een week af", "Geen van beide.")),
        ("an option twice", ITEM.replace("Ik wacht een week af", "Ik overleg vandaag!")),
        ("another number", ITEM.replace("Wie wacht", "Bel 113. Wie wacht").replace("0800-2000", "0800-0113")),
        ("a number that nobody knows", ITEM.replace("vertelt je iets", "belt 035-1234567")),
        ("an explanation that takes the duty away", ITEM.replace("Wacht liever niet.", "Melden hoeft niet.")),
        ("a best option that takes the duty away", ITEM.replace("Ik overleg vandaag", "Ik hoef dit niet te melden")),
        ("a best option that does so as an answer", ITEM.replace("Wat doe je?", "Moet ik dit melden?").replace("Ik overleg vandaag", "Nee, bespreek het")),
        ("a best option that judges", ITEM.replace("Ik overleg vandaag", "Het kind is veilig")),
        ("the family first in a question on honour", ITEM.replace("vertelt je iets", "vreest eerwraak").replace("Overleg helpt.", "Praat eerst met de ouders.")),
        ("a fact that is not there", ITEM.replace("2.02", "2.99")),
        ("a fact that nobody saw", ITEM.replace("[\"2.02\"]", "[\"2.02\", \"2.04\"]")),
        ("no facts", ITEM.replace("[\"2.02\"]", "[]")),
        ("another date", ITEM.replace("nov 2023", "nov 2022")),
        (
            "nothing in common with its topic",
            ITEM.replace("https://example.org/a", "http://example.org/b")
                .replace("nov 2023", "z.d.")
                .replace("2.02", "2.03"),
        ),
        (
            "a long sentence and a hard word",
            ITEM.replace("Overleg helpt.", "Overleg indien nodig met een collega van het team en met de aandachtsfunctionaris en leg daarna alles wat is gezegd vast."),
        ),
    ];
    let told = changes.map(|(name, text)| {
        assert_ne!(text, ITEM, "{name}");
        format!("# {name}\n{}\n", of_files(&[("quiz/proef.yaml", &text)]))
    });
    insta::assert_snapshot!(told.concat());
}

#[test]
fn a_colleague_in_a_question_and_an_option_that_is_not_best_may_be_wrong() {
    let said = "Een collega zegt: 'Je hoeft dit niet te melden.' Wat klopt?";
    let asked = ITEM.replace("Een kleuter vertelt je iets. Wat doe je?", said);
    assert_eq!(of_files(&[("quiz/proef.yaml", &asked)]), "");
}

#[test]
fn mistakes_between_items() {
    let item = &ITEM["items:\n".len()..];
    let named = |name: &str| item.replace("t-proef", name);
    let alike = named("t-ander").replace("een week af", "een dag af").replace("iets", "nu iets");
    let same = ITEM.replace("Een kleuter vertelt je iets.", "een kleuter, vertelt je iets!");
    let other = ITEM
        .replace("t-proef", "t-nieuw")
        .replace("Een kleuter vertelt je iets. Wat doe je?", "Wie bel je bij zorgen?")
        .replace("Ik overleg vandaag", "Veilig Thuis");
    let told = [
        ("a name twice, in two files", vec![ITEM.to_owned(), other.replace("t-nieuw", "t-proef")]),
        ("nearly alike", vec![format!("{ITEM}{alike}")]),
        ("the same question", vec![ITEM.to_owned(), same.replace("t-proef", "t-nieuw")]),
        ("two that differ", vec![ITEM.to_owned(), other]),
    ]
    .map(|(name, files)| {
        let names = ["quiz/een.yaml", "quiz/twee.yaml"];
        let files: Vec<_> = names.into_iter().zip(files.iter().map(|text| &**text)).collect();
        format!("# {name}\n{}\n", of_files(&files))
    });
    insta::assert_snapshot!(told.concat());
}

/// A file of items that share no word; of every five, `given` can be guessed.
fn guessed(from: usize, given: usize) -> String {
    let items = (from..from + 10).map(|n| {
        // Words that no other item has.
        let word = |part: usize| format!("w{part}n{n}");
        let (question, first, last) = (word(0), word(1), word(2));
        let (beste, anders) = ("\n        beste: true", "");
        let guess = n % 5 < given;
        let (at_first, at_last) = if guess { (beste, anders) } else { (anders, beste) };
        let longer = if guess { "xx" } else { "" };
        format!(
            "  - id: t-{n}\n    onderwerp: proef\n    soort: weten\n    moeilijk: 1\n    belang: 1\n    waarom: Zo.\n    vraag: {question}?\n    antwoorden:\n      - tekst: {first}{longer}{at_first}\n        uitleg: Klopt.\n      - tekst: {last}{at_last}\n        uitleg: Klopt.\n    bron: {{naam: KNMG, adres: \"https://example.org/a\", datum: nov 2023}}\n    feiten: [\"2.02\"]\n"
        )
    });
    format!("items:\n{}", items.collect::<String>())
}

#[test]
fn the_best_option_cannot_be_guessed() {
    let even = guessed(0, 2);
    assert_eq!(of_files(&[("quiz/een.yaml", &even)]), "");
    let told = of_files(&[("quiz/een.yaml", &even), ("quiz/twee.yaml", &guessed(10, 4))]);
    insta::assert_snapshot!(told);
}
