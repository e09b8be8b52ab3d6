//! Is the chart what it says, for eyes, for ears and for any text?

use super::*;
use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;
use std::io::Write as _;

fn row(label: &str, share: u32, before: Option<u32>, answers: u32) -> Row {
    Row { label: label.into(), share, before, answers }
}

fn chart(title: &str, note: &str, rows: Vec<Row>) -> Chart {
    Chart { title: title.into(), note: note.into(), rows }
}

fn normal() -> Chart {
    chart(
        "Kompas-Noord, oktober 2026",
        "Zo vaak kozen teams het beste antwoord. Zeven van de negen teams deden mee.",
        vec![
            row("Stap 2: overleg met een collega", 91, Some(84), 62),
            row("Wanneer meld je bij Veilig Thuis?", 72, Some(60), 58),
            row("Praten met kinderen van 4 tot 8 jaar", 64, Some(71), 41),
            row("Anoniem advies vragen", 55, None, 37),
            row("Signalen van financiële uitbuiting", 38, Some(38), 29),
        ],
    )
}

fn long() -> Chart {
    let many = [
        (
            "Geheimhoudingsplicht en beroepsgeheim als ouders geen toestemming geven om te overleggen",
            100,
            Some(100),
            1204,
        ),
        (
            "Minder zichtbaar geweld: dwang, controle, vernedering & “stille” verwaarlozing – ook online, en ook als niemand iets zegt of ziet",
            8,
            Some(97),
            1,
        ),
        ("Kindermishandelingsvermoedensoverdrachtsprotocollencommissievergadering", 47, None, 12),
        ("Ouderenmishandeling en ontspoorde mantelzorg", 0, Some(0), 15),
        ("Eén reünie, twee ideeën: < 5 % of > € 500?", 50, Some(49), 33),
        (
            "Eergerelateerd geweld, gedwongen huwelijk en achterlating in het buitenland",
            33,
            Some(41),
            21,
        ),
        ("Advies of melding", 78, Some(52), 64),
        ("De vijf vragen van stap 4 en stap 5", 66, Some(66), 48),
        ("Valt buiten de grafiek", 66, None, 48),
    ];
    let rows = many.map(|(label, share, before, answers)| row(label, share, before, answers));
    chart(
        "Samenwerkingsverband Zuidoost-Fryslân en omstreken, nulmeting tot en met november 2026",
        "Alleen onderwerpen waarop minstens vijf mensen antwoord gaven. Dit zegt iets over wat lastig is, niet over hoe goed een team werkt.",
        rows.into(),
    )
}

#[test]
fn the_drawing() {
    insta::assert_snapshot!("normal", svg(&normal()));
    insta::assert_snapshot!("long", svg(&long()));
}

#[test]
fn the_words() {
    insta::assert_snapshot!("alt", [normal(), long()].map(|c| words::alt(&c)).join("\n\n"));
}

#[test]
fn the_picture_can_be_opened_has_its_size_and_shows_something() {
    for (name, chart) in [("normal", normal()), ("long", long())] {
        let drawn = svg(&chart);
        let painted = png(&drawn).unwrap();
        assert_eq!(painted, png(&svg(&chart)).unwrap(), "{name}: the same twice");
        assert!(painted.bytes.len() < 60_000, "{name}: {} bytes", painted.bytes.len());
        let picture = Pixmap::decode_png(&painted.bytes).unwrap();
        assert_eq!(picture.width(), WIDTH);
        assert_eq!((painted.width, painted.height), (picture.width(), picture.height()));
        assert!(drawn.contains(&format!("height=\"{}\" viewBox", picture.height())), "{name}");
        assert!(picture.pixels().iter().all(|p| p.is_opaque()), "{name}: its own background");
        let blue =
            picture.pixels().iter().filter(|p| (p.red(), p.green(), p.blue()) == (0, 0x77, 0xbb));
        let dark = picture.pixels().iter().filter(|p| p.red() < 0x60 && p.blue() < 0x60).count();
        assert!(blue.count() > 1000, "{name}: bars");
        assert!(dark > 1000, "{name}: letters");
    }
}

#[test]
fn nothing_is_written_smaller_than_a_phone_can_show_or_beyond_the_edge() {
    for chart in [normal(), long()] {
        let drawn = svg(&chart);
        let tree = resvg::usvg::Tree::from_str(&drawn, &picture::options()).unwrap();
        let sizes = drawn.split("font-size=\"").skip(1).map(|s| s[..2].parse::<u32>().unwrap());
        assert!(sizes.min().unwrap() >= 26);
        let mut texts = 0;
        for node in tree.root().children() {
            let around = node.abs_bounding_box();
            assert!(around.left() >= 0.0 && around.right() <= 720.0, "{around:?}");
            if let resvg::usvg::Node::Text(text) = node {
                texts += 1;
                assert!(around.right() <= 697.0, "{around:?} {:?}", text.chunks()[0].text());
            }
        }
        assert_eq!(texts, drawn.matches("<text").count(), "every text is drawn");
    }
}

#[test]
fn both_fonts_have_the_letters_that_dutch_needs() {
    let all = "ABCXYZabcxyzàáäâçèéëêïíîñòóöôùúüûÉËÏÖÜĳ€–—‘’“”„…·%&<>≥≤→−□0123456789";
    assert!(all.chars().all(|letter| Pen::PLAIN_26.knows(letter)));
    for letter in '\0'..char::MAX {
        assert_eq!(Pen::PLAIN_26.knows(letter), Pen::BOLD_28.knows(letter), "{letter}");
    }
    assert_eq!(shown("a\u{0}b\n\t c\u{ad}d 🙂 漢"), "ab cd □ □");
}

/// Every line that there is room for, full of letters.
fn fullest() -> Chart {
    let label =
        "Vermoedens van ouderenmishandeling en kindermishandeling bespreken met een collega, "
            .repeat(3);
    let rows = (0..9).map(|i| row(&label[i..], 100, Some(100), 9999)).collect();
    chart(&label, &label.repeat(3), rows)
}

#[test]
fn the_fullest_chart_is_still_a_small_file() {
    let bytes = png(&svg(&fullest())).unwrap().bytes;
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
}

#[test]
fn what_has_many_colours_is_painted_too() {
    let bars: String = (0..40)
        .map(|i| {
            format!("<rect x=\"{i}\" width=\"1\" height=\"9\" fill=\"rgb({i},{},0)\"/>", i * 6)
        })
        .collect();
    let bytes = png(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"41\" height=\"9\">{bars}</svg>"
    ));
    let picture = Pixmap::decode_png(&bytes.unwrap().bytes).unwrap();
    assert_eq!(picture.pixel(20, 4).map(|p| (p.red(), p.green(), p.blue())), Some((20, 120, 0)));
}

#[test]
fn what_is_no_chart_is_refused() {
    assert!(matches!(png("geen svg"), Err(Unpainted::Unreadable(_))));
    let large = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9000\" height=\"9000\"/>";
    assert!(matches!(png(large), Err(Unpainted::TooLarge(9000, 9000))));
}

#[test]
fn no_other_picture_is_opened() {
    let mut file = tempfile::Builder::new().suffix(".svg").tempfile().unwrap();
    let black = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
    file.write_all(black.as_bytes()).unwrap();
    let href = file.path().display();
    let bytes = png(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image width=\"9\" height=\"9\" href=\"{href}\"/></svg>"
    ));
    assert!(
        Pixmap::decode_png(&bytes.unwrap().bytes).unwrap().pixels().iter().all(|p| p.red() == 255)
    );
}

prop_compose! {
    fn any_row()(label in any_text(), share in any::<u32>(), before in any::<Option<u32>>(), answers in any::<u32>()) -> Row {
        Row { label, share, before, answers }
    }
}

/// Any characters at all, and markup, long words and odd spaces more often than chance would bring.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~é€–\u{0}-\u{1f}\u{ad}\u{300}]{0,200}",
        "(<|>|&|\"|'|]]>|<!--|&amp;|&#0;|\\]| )*",
        "[mWi]{0,300}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_can_be_drawn(title in any_text(), note in any_text(), rows in prop::collection::vec(any_row(), 0..10)) {
        let chart = Chart { title, note, rows };
        let drawn = svg(&chart);
        let tree = resvg::usvg::Tree::from_str(&drawn, &picture::options()).unwrap();
        prop_assert!(tree.size().height() <= 2000.0);
        prop_assert!(tree.root().children().iter().all(|n| n.abs_bounding_box().right() <= 720.0));
        prop_assert_eq!(drawn.matches("<text").count(), drawn.matches("</text>\n").count());
        prop_assert!(!words::alt(&chart).contains(char::is_control));
    }
}
