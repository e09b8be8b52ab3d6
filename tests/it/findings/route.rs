//! What does a curator read who made a mistake in the guided walk?

use super::{INDEX, of_base};

/// A route of one question and one end, to make mistakes in.
const ROUTE: &str = r#"herzien_voor: 2027-05-21
punten:
  - id: begin
    titel: "Begin"
    tekst: "Kijk eerst rond."
    vraag: "Zie je iets?"
    keuzes:
      - tekst: "Ja"
        woorden: [ja]
        naar: einde
        lijst: "Iets gezien"
      - tekst: "Nee"
        woorden: [nee]
        naar: einde
        lijst: "Niets gezien"
    feiten: ["2.02"]
  - id: einde
    titel: "Einde"
    tekst: "Bel een collega."
    uitkomst: advies
    bronnen:
      - {naam: KNMG, adres: "https://example.org/a", datum: nov 2023}
    feiten: ["2.02"]
"#;

#[test]
fn mistakes_in_the_guided_walk() {
    let told = |text: &str| of_base(&[("feiten.yaml", INDEX), ("stappenplan.yaml", text)]);
    assert_eq!(told(ROUTE), "");
    let second = "        naar: einde\n        lijst: \"Niets gezien\"";
    let lost = "  - id: los\n    titel: L\n    tekst: T.\n    vraag: V\n    keuzes: [{tekst: Door, woorden: [door], naar: los, lijst: x}]\n    feiten: [\"2.02\"]\n";
    let round = ROUTE
        .replace(second, "        naar: los\n        lijst: \"Niets gezien\"")
        .replace("  - id: einde", &format!("{lost}  - id: einde"));
    let end = ROUTE.split("  - id: einde").nth(1).map(|end| format!("  - id: ander{end}"));
    let changes = [
        ("no points", "herzien_voor: 2027-05-21\npunten: []\n".to_owned()),
        ("a way to nowhere", ROUTE.replace(second, &second.replace("einde", "eind"))),
        ("a dead end", ROUTE.replace("    uitkomst: advies\n", "")),
        ("an end that asks", ROUTE.replace("    keuzes:", "    uitkomst: advies\n    keuzes:")),
        ("a choice without a question", ROUTE.replace("    vraag: \"Zie je iets?\"\n", "")),
        ("an unknown end", ROUTE.replace("uitkomst: advies", "uitkomst: advys")),
        ("an end without a source", ROUTE.replace(
            "\n      - {naam: KNMG, adres: \"https://example.org/a\", datum: nov 2023}",
            " []",
        )),
        ("an end that nobody reaches", format!("{ROUTE}{}", end.unwrap_or_default())),
        ("a point that nobody reaches", ROUTE.replace("  - id: einde", &format!("{lost}  - id: einde"))),
        ("round and round", round),
        ("twice the same name", ROUTE.replace("id: einde", "id: begin")),
        ("words that collide", ROUTE.replace("[nee]", "[nee, \"Ja!\"]")),
        ("a word that steers", ROUTE.replace("[nee]", "[nee, Terug]")),
        ("a word like a letter", ROUTE.replace("[nee]", "[nee, n]")),
        ("no word", ROUTE.replace("[nee]", "[]")),
        ("no line for the list", ROUTE.replace("        lijst: \"Niets gezien\"\n", "")),
        ("a step that is none", ROUTE.replace("    titel: \"Begin\"", "    stap: 6\n    titel: \"Begin\"")),
        ("a topic that is not there", ROUTE.replace("uitkomst: advies", "uitkomst: advies\n    onderwerpen: [stap-9]")),
        ("a text that is too long", ROUTE.replace("Kijk eerst rond.", &"Kijk eerst rond. ".repeat(40))),
        ("a choice that is too long", ROUTE.replace("tekst: \"Nee\"", &format!("tekst: \"{}\"", "Nee, ".repeat(20)))),
        ("a sentence that takes the duty away", ROUTE.replace("Bel een collega.", "Je hoeft niet te melden.")),
        ("a number that nobody checked", ROUTE.replace("Bel een collega.", "Bel 035-1234567.")),
        ("a fact that is not there", ROUTE.replacen("2.02", "2.99", 1)),
        ("a fact that the source does not say", ROUTE.replace("datum: nov 2023}\n    feiten: [\"2.02\"]", "datum: nov 2023}\n    feiten: [\"2.03\"]")),
        ("a hard sentence", ROUTE.replace(
            "Bel een collega.",
            "Overleg altijd eerst met een collega van het team en met de aandachtsfunctionaris, en leg daarna alles vast wat er toen is gezegd.",
        )),
    ];
    let told = changes.map(|(name, text)| {
        assert_ne!(text, ROUTE, "{name}");
        format!("# {name}\n{}\n", told(&text))
    });
    insta::assert_snapshot!(told.concat());
}
