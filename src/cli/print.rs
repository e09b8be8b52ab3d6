//! Which files does a municipality need beside the program? A unit, a container file, alert rules, and
//! what those who guard privacy, work and access ask before they allow it.

use crate::engine::quiz::ENOUGH;
use crate::vocab::Retention;
use std::process::ExitCode;

/// Each file, as it stands in the program's own folder.
const SYSTEMD: &str = include_str!("print/meldmaat.service");
const CONTAINER: &str = include_str!("print/Containerfile");
const ALERTS: &str = include_str!("print/alerts.yaml");
const PRIVACY: &str = include_str!("print/privacy.md");
const ALGORITHMS: &str = include_str!("print/algoritmeregister.md");
const WORKS_COUNCIL: &str = include_str!("print/ondernemingsraad.md");
const ACCESSIBILITY: &str = include_str!("print/toegankelijkheid.md");

#[derive(clap::Args)]
pub struct Print {
    /// Wat
    #[arg(value_enum, value_name = "WAT")]
    what: What,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// Een unit voor systemd
    Systemd,
    /// Een recept voor een container
    Container,
    /// Regels voor Prometheus
    Alerts,
    /// Voor de functionaris gegevensbescherming: welke gegevens, hoe lang, wie ze ziet
    Privacy,
    /// Een concept voor het Algoritmeregister
    Algoritmeregister,
    /// Voor de ondernemingsraad
    Ondernemingsraad,
    /// Hoe toegankelijk de bot is, en wat daarvan is getest
    Toegankelijkheid,
}

impl Print {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let text = match self.what {
            What::Systemd => SYSTEMD.to_owned(),
            What::Container => CONTAINER.to_owned(),
            What::Alerts => ALERTS.to_owned(),
            What::Privacy => filled(PRIVACY),
            What::Algoritmeregister => filled(ALGORITHMS),
            What::Ondernemingsraad => filled(WORKS_COUNCIL),
            What::Toegankelijkheid => filled(ACCESSIBILITY),
        };
        anstream::print!("{text}");
        Ok(ExitCode::SUCCESS)
    }
}

/// With the numbers that the code goes by.
fn filled(text: &str) -> String {
    let keep = Retention::default();
    let numbers = [
        ("{gesprekken}", u32::from(keep.conversations)),
        ("{afgehandeld}", u32::from(keep.handled)),
        ("{doorgegeven}", u32::from(keep.gaps)),
        ("{logboek}", u32::from(keep.log)),
        ("{tellingen}", u32::from(keep.counts)),
        ("{quiztellingen}", u32::from(keep.quiz_counts())),
        ("{genoeg}", ENOUGH),
    ];
    let text = text.replace("{versie}", env!("CARGO_PKG_VERSION"));
    numbers.iter().fold(text, |text, (name, number)| text.replace(name, &number.to_string()))
}
