//! What do curators and operators read when they made a mistake?

mod config;
mod quiz;
mod route;
mod school;

use meldmaat::files::read_folder;
use meldmaat::knowledge;
use std::path::Path;

/// A whole entry, to make mistakes in.
const ENTRY: &str = r#"id: proef
titel: "Een proef"
antwoord: |
  Bespreek je zorgen.

  Bel bij direct gevaar 112.
bronnen:
  - naam: "KNMG"
    adres: "https://example.org/a"
    datum: "nov 2023"
zie_ook: [stap-2]
gecontroleerd: {}
herzien_voor: 2027-05-21
"#;

/// The findings in one file when it takes its place among the others.
fn findings(path: &str, text: &str) -> String {
    let mut files = read_folder(Path::new("knowledge")).unwrap();
    files.retain(|(name, _)| name != path && !name.starts_with("vragen/"));
    files.push((path.to_owned(), text.to_owned()));
    told(path, &files)
}

/// The findings in [`ENTRY`] after a change, beside one other entry.
fn in_entry(text: &str) -> String {
    let numbers = std::fs::read_to_string("knowledge/contact/landelijk.yaml").unwrap();
    let other = ENTRY.replace("proef", "stap-2").replace("zie_ook: [stap-2]", "zie_ook: []");
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    told(
        "onderwerpen/proef.yaml",
        &[
            pair("onderwerpen/proef.yaml", text),
            pair("onderwerpen/stap-2.yaml", &other),
            pair("contact/landelijk.yaml", &numbers),
        ],
    )
}

fn told(path: &str, files: &[(String, String)]) -> String {
    let (_, findings) = knowledge::read(files);
    let here = findings.iter().filter(|finding| finding.file == path);
    here.map(|finding| format!("{:?} {finding}\n", finding.severity)).collect()
}

fn of_entry(name: &str, change: impl Fn(&str) -> String) -> String {
    format!("# {name}\n{}\n", in_entry(&change(ENTRY)))
}

#[test]
fn a_whole_entry_has_none() {
    assert_eq!(in_entry(ENTRY), "");
    let checked = "gecontroleerd: {door: \"A. de Vries\", op: 2026-11-20}";
    assert_eq!(in_entry(&ENTRY.replace("gecontroleerd: {}", checked)), "");
}

#[test]
fn mistakes_in_an_entry() {
    let changes = [
        ("a key with a typing error", "bronnen:", "bronen:"),
        ("two keys of one name", "zie_ook:", "titel: \"Nog een\"\nzie_ook:"),
        ("no title", "titel: \"Een proef\"\n", ""),
        ("another name than the file", "id: proef", "id: proeff"),
        ("an answer that is empty", "  Bespreek je zorgen.\n\n  Bel bij direct gevaar 112.\n", ""),
        ("text where a list belongs", "[stap-2]", "stap-2"),
        ("a list where text belongs", "\"Een proef\"", "[a, b]"),
        ("a source without a date", "    datum: \"nov 2023\"\n", ""),
        ("an address that is none", "https://example.org/a", "example punt org"),
        ("an address without a lock", "https://example.org/a", "http://example.org/a"),
        (
            "no source at all",
            "\n  - naam: \"KNMG\"\n    adres: \"https://example.org/a\"\n    datum: \"nov 2023\"",
            " []",
        ),
        ("a neighbour that is not there", "stap-2", "stap2"),
        ("a neighbour that is itself", "stap-2", "proef"),
        ("a day that is none", "2027-05-21", "21 mei 2027"),
        ("checked, but by whom", "gecontroleerd: {}", "gecontroleerd: {op: gisteren}"),
        ("a number that nobody checked", "direct gevaar 112", "spoed 088-308 36 36"),
        (
            "a known number, a day and a law",
            "direct gevaar 112",
            "spoed 0800 2000. Op 01-07-2026 en volgens artikel 5.2.6",
        ),
        (
            "a sentence that takes the duty away",
            "Bespreek je zorgen.",
            "Je hoeft dan niet te melden.",
        ),
        ("a judgement on a case", "Bespreek je zorgen.", "Leg dit vast. Het kind is veilig."),
        (
            "the family first, over two lines",
            "Bespreek je zorgen.",
            "Gaat het om eer?\n  Praat dan eerst\n  met de ouders.",
        ),
        (
            "a promise of secrecy, as the answer to the title",
            "Een proef\"\nantwoord: |\n",
            "Hoort het gezin mijn naam?\"\nantwoord: |\n  Nee, nooit.\n",
        ),
    ];
    let told = changes.map(|(name, from, to)| {
        assert!(ENTRY.contains(from), "{name}");
        of_entry(name, |entry| entry.replace(from, to))
    });
    let long = of_entry("an answer that is too long", |entry| {
        entry.replace("zorgen.", &"zorgen. ".repeat(120))
    });
    let several = of_entry("several at once", |entry| {
        entry.replace("titel", "tietel").replace("zie_ook: [stap-2]", "zie_ook: [x]\nnu_doen: ja")
    });
    insta::assert_snapshot!([told.concat(), long, several].concat());
}

#[test]
fn mistakes_against_the_grammar() {
    let changes = [
        ("a tab", "  - naam", "\t- naam"),
        ("a tab inside an item", "    adres", "\tadres"),
        ("a quote that is not closed", "\"Een proef\"", "\"Een proef"),
        ("text after the closing quote", "\"Een proef\"", "\"Een\" proef"),
        ("a colon in plain text", "\"Een proef\"", "Stap 2: overleg"),
        ("a list that is not closed", "[stap-2]", "[stap-2"),
        ("a list closed by another bracket", "[stap-2]", "[stap-2}"),
        ("an indentation that is off", "    adres", "   adres"),
        ("a key without a colon", "bronnen:", "bronnen"),
        ("a special character first", "\"Een proef\"", "@proef"),
        ("an alias", "\"Een proef\"", "*proef"),
        ("an anchor that is used", "titel: \"Een proef\"", "titel: &a \"Een\"\ncontroleer: *a"),
        ("a second document", "zie_ook:", "---\nzie_ook:"),
        ("a backslash", "\"Een proef\"", "\"Een \\proef\""),
        ("a key that is a list", "zie_ook:", "? [a]\n: b\nzie_ook:"),
    ];
    let told = changes.map(|(name, from, to)| {
        assert!(ENTRY.contains(from), "{name}");
        of_entry(name, |entry| entry.replace(from, to))
    });
    let deep = of_entry("brackets without end", |_| "[".repeat(5000));
    let nothing = of_entry("nothing at all", |_| String::new());
    let list = of_entry("a list at the top", |_| "- a\n- b\n".to_owned());
    insta::assert_snapshot!([told.concat(), deep, nothing, list].concat());
}

#[test]
fn mistakes_in_the_other_files() {
    let source = "bron: {naam: A, adres: \"https://example.org\", datum: z.d.}\n";
    let cases = [
        ("vragen/stap-2.yaml", "vragen:\n  - Met wie?\n  - met wie\n  -\n".to_owned()),
        ("vragen/_buiten.yaml", "vraag: [a]\n".to_owned()),
        ("woorden.yaml", "synoniemen: [[a], [b, c]]\nstopwoorden: de\ngevaar: []\n".to_owned()),
        ("contact/adressen.yaml", "a: b\n".to_owned()),
        (
            "contact/regios.yaml",
            format!(
                "regios:\n  twente: {{naam: Twente, website: twente.nl, {}}}\n  gooi:\n    naam: Gooi\n    opmerkingen: [\"Bel 035-1234567.\"]\n    {source}",
                source.trim()
            ),
        ),
        (
            "contact/gemeenten.yaml",
            format!(
                "{source}gemeenten:\n  Borne: {{regio: twentte, namen: [Hertme, Zenderen]}}\n  Almelo: {{regio: twente, namen: [zenderen, Borne, Beek]}}\n  Borne: {{regio: twente}}\n"
            ),
        ),
        (
            "regio/twentte/stap-2.yaml",
            format!(
                "aanvulling: Bel 035-1234567.\nbronnen:\n  - {}\nherzien_voor: 2027-05-21\n",
                &source[6..source.len() - 1]
            ),
        ),
        (
            "regio/twente/stap2.yaml",
            format!(
                "aanvulling: \"{}\"\nbronnen: []\nherzien_voor: straks\nherzien: x\n",
                "Te lang. ".repeat(40)
            ),
        ),
        (
            "regio/twente/stap2.yaml",
            format!(
                "aanvulling: Overleg eerst.\nbronnen:\n  - {}\nherzien_voor: 2027-05-21\n",
                &source[6..source.len() - 1]
            ),
        ),
        ("regio/stap-2.yaml", "aanvulling: x\n".to_owned()),
        (
            "contact/dubbele-namen.yaml",
            "dubbele_namen:\n  Hengelo:\n    - {keuze: Hengelo, gemeente: Hengello}\n".to_owned(),
        ),
        ("contact/landelijk.yaml", "nummers:\n  - {naam: Politie, nummer: 0900-8844}\n".to_owned()),
    ];
    let told = cases.map(|(path, text)| format!("# {path}\n{}\n", findings(path, &text)));
    insta::assert_snapshot!(told.concat());
}

/// An index with three facts, one of them seen by nobody.
const INDEX: &str = r#"bronnen:
  - naam: "KNMG"
    adres: "https://example.org/a"
    datum: "nov 2023"
    zeker: ["2.02"]
  - naam: "Augeo"
    adres: "http://example.org/b"
    datum: "z.d."
    redelijk_zeker: ["2.03", "contact:politie"]
niet_gezien: ["2.04"]
"#;

/// The findings of a base of a few files, all of them.
fn of_base(files: &[(&str, &str)]) -> String {
    let files: Vec<_> = files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let (_, findings) = knowledge::read(&files);
    let told = findings.iter().filter(|finding| finding.message != "Dit bestand ontbreekt.");
    told.map(|finding| format!("{:?} {finding}\n", finding.severity)).collect()
}

#[test]
fn facts_and_sources_are_held_against_the_index() {
    let entry = |facts: &str| {
        let entry = ENTRY.replace("zie_ook: [stap-2]", "zie_ook: []").replace(" 112", "");
        entry.replace("gecontroleerd", &format!("feiten: {facts}\ngecontroleerd"))
    };
    let changes = [
        ("a fact that fits", r#"["2.02"]"#, "", ""),
        ("a fact that is not there", r#"["2.02", "2.99", "contact:politi"]"#, "", ""),
        ("a fact that nobody saw", r#"["2.02", "2.04"]"#, "", ""),
        ("no facts", "[]", "", ""),
        ("the source of another fact", r#"["2.03"]"#, "", ""),
        ("a source that is not there", r#"["2.02"]"#, "example.org/a", "example.org/z"),
        ("another date", r#"["2.02"]"#, "nov 2023", "nov 2022"),
        (
            "an address without a lock, seen so",
            r#"["2.03"]"#,
            "https://example.org/a\"\n    datum: \"nov 2023\"",
            "http://example.org/b\"\n    datum: \"z.d.\"",
        ),
    ];
    let told = changes.map(|(name, facts, from, to)| {
        let entry = entry(facts).replace(from, to);
        let told = of_base(&[("feiten.yaml", INDEX), ("onderwerpen/proef.yaml", &entry)]);
        format!("# {name}\n{told}\n")
    });
    let addition = "aanvulling: Overleg eerst.\nbronnen:\n  - {naam: A, adres: \"https://example.org/q\", datum: z.d.}\nfeiten: [\"2.04\"]\nherzien_voor: 2027-05-21\n";
    let addition = of_base(&[("feiten.yaml", INDEX), ("regio/twente/stap-2.yaml", addition)]);
    let index = INDEX.replace("    zeker: [\"2.02\"]\n", "").replace("\"2.04\"", "\"2.03\"");
    let index = of_base(&[("feiten.yaml", &index.replace("naam", "nam"))]);
    insta::assert_snapshot!(format!(
        "{}# an addition\n{addition}\n# the index itself\n{index}",
        told.concat()
    ));
}

#[test]
fn what_does_not_read_easily() {
    let long = "Overleg indien nodig met een collega van het team en met de aandachtsfunctionaris, en leg daarna alles wat is gezegd vast.";
    let hard = "indien: \"als\"\nconform: \"volgens\"\n";
    let entry = |answer: &str| {
        ENTRY
            .replace("zie_ook: [stap-2]", "zie_ook: []")
            .replace(" 112", "")
            .replace("Bespreek je zorgen.", answer)
    };
    let of_answer = |answer: &str| {
        let entry = entry(answer);
        of_base(&[("moeilijke-woorden.yaml", hard), ("onderwerpen/proef.yaml", &entry)])
    };
    let screen = of_answer(&"Bespreek het. ".repeat(60));
    let now = entry("Bespreek het.")
        .replace("zie_ook", "nu_doen: [\"Handel conform afspraak.\"]\nzie_ook");
    let now = of_base(&[("moeilijke-woorden.yaml", hard), ("onderwerpen/proef.yaml", &now)]);
    insta::assert_snapshot!(format!(
        "# a long sentence with a hard word\n{}\n# more than a screen\n{screen}\n# in what to do now\n{now}\n# a list that is none\n{}",
        of_answer(long),
        of_base(&[("moeilijke-woorden.yaml", "- indien\n")]),
    ));
}

#[test]
fn the_same_phrasing_and_a_number_among_the_words() {
    let told = of_base(&[
        ("vragen/een.yaml", "vragen: [\"Wat is één?\", wat is een, \"hoe nu verder\"]"),
        ("vragen/twee.yaml", "vragen:\n  - wat IS (een)!\n  - hoe nu?\n  - Hoe nú\n"),
        ("vragen/_buiten.yaml", "vragen: [\"Hoe... nu verder\"]"),
        ("woorden.yaml", "synoniemen: [[politie, 035-1234567]]\nstopwoorden: [de]\n"),
    ]);
    insta::assert_snapshot!(told);
}

#[test]
fn all_mistakes_in_the_signs_of_danger() {
    let text = "ontkeners: [niet]
voegwoorden: en
geen_typefout: []
figuurlijk: [\"moord en (brand\"]
groepen:
  kind: [kind, \"@baby huilt\"]
  baby_tje: [\"@kint slaapt\"]
openbare_nummers: [\"112\"]
openbare_nummers: []
persoonsgegevens: {rollen: [vader], voornaam: []}
";
    let told = of_base(&[
        ("veiligheid.yaml", text),
        (
            "voorbeelden/gevaar.yaml",
            "gevaar: x\npersoonsgegevens: [\"bij {{naam:Jan}}\", \"{{nam:Jan}}\", \"{{naam:Jan}\"]\n",
        ),
    ]);
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_overdue_and_what_another_entry_answers() {
    let (base, _) = knowledge::read(&read_folder(Path::new("knowledge")).unwrap());
    let mut base = base.unwrap();
    let day = jiff::civil::date(2027, 5, 21);
    let id: meldmaat::vocab::TopicId = "stap-2".into();
    base.entries.retain(|entry, _| *entry == id);
    base.additions.retain(|region, _| region == "utrecht");
    base.additions.get_mut("utrecht").unwrap().retain(|topic, _| *topic == id);
    base.entries.get_mut(&id).unwrap().review_by = day;
    base.additions.get_mut("utrecht").unwrap().get_mut(&id).unwrap().review_by = day;
    let files = [
        ("onderwerpen/stap-2.yaml", ENTRY),
        ("regio/utrecht/stap-2.yaml", "aanvulling: x\nherzien_voor: 2027-05-21\n"),
        ("vragen/stap-2.yaml", "vragen:\n  - met wie\n  - \"en nu?\"\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(knowledge::overdue(&base, &files, day), []);
    let mut told = knowledge::overdue(&base, &files, day.tomorrow().unwrap());
    told.extend(
        ["Een proef", "en nu?"]
            .iter()
            .filter_map(|asked| knowledge::collision(&files, &id, asked, &"stap-3".into())),
    );
    assert_eq!(told.len(), 4);
    let told: Vec<_> = told.iter().map(|finding| format!("{finding}\n")).collect();
    insta::assert_snapshot!(told.concat());
}

#[test]
fn what_was_read_before_reads_the_same_without_being_checked() {
    let files = read_folder(Path::new("knowledge")).unwrap();
    assert!(knowledge::read_again(&files) == knowledge::read(&files).0);
    let broken = [("stappenplan.yaml".to_owned(), "stappen: [".to_owned())];
    assert!(knowledge::read_again(&broken).is_none());
}

#[test]
fn a_missing_file_and_topics_without_an_answer() {
    let mut files = read_folder(Path::new("knowledge")).unwrap();
    files.retain(|(name, _)| name != "contact/landelijk.yaml" && !name.starts_with("vragen/"));
    let (base, findings) = knowledge::read(&files);
    assert!(base.is_none());
    assert_eq!(
        findings[0].to_string(),
        "contact/landelijk.yaml: Dit bestand ontbreekt.\n   → Zet het terug; zie README.md in de kennismap."
    );
    let mut files = read_folder(Path::new("knowledge")).unwrap();
    files.retain(|(name, _)| !name.starts_with("vragen/"));
    files.push(("vragen/nog-niets.yaml".to_owned(), "vragen: [zo maar wat]".to_owned()));
    let (base, findings) = knowledge::read(&files);
    assert!(base.is_some_and(|base| base.phrasings.len() == 1));
    let told: Vec<_> = findings.iter().map(|finding| &*finding.message).collect();
    assert!(
        told.iter()
            .any(|told| told.contains("1 onderwerpen hebben wel vragen")
                && told.contains("nog-niets")),
        "{told:?}"
    );
}
