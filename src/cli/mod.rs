//! Which commands does the program have? Each wires the rooms of the house that it needs.

mod agenda;
mod ask;
mod backup;
mod base;
mod chat;
mod check;
mod doctor;
pub mod eval;
mod log;
mod logboek;
mod person;
mod print;
mod process;
mod run;
mod safe;
mod wanneer;
mod world;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Meldmaat: een bot die teams helpt met de meldcode en Veilig Thuis.
///
/// Begin met `meldmaat chat`: een teamkamer in je terminal, zonder account of netwerk.
#[derive(Parser)]
#[command(name = "meldmaat", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Een teamkamer in de terminal: geen account, netwerk of configuratie nodig
    #[command(
        after_help = "Typ /help in de kamer. Ook vanaf een bestand: meldmaat chat < gesprek.chat"
    )]
    Chat(chat::Chat),
    /// Beantwoordt een vraag en stopt
    #[command(
        after_help = "Voorbeelden:\n  meldmaat ask \"wat is stap 2\"\n  meldmaat ask --why \"mag ik anoniem melden\"\n  echo '{\"q\":\"wie bel ik in Hengelo\"}' | meldmaat ask --json --batch"
    )]
    Ask(ask::Ask),
    /// Leest een dag, tijd of reeks zoals mensen die typen, en zegt wat daarvan begrepen is
    #[command(
        after_help = "Voorbeelden:\n  meldmaat wanneer \"di 8 dec half tien tot elf uur\"\n  meldmaat wanneer \"elke 2e donderdag van de maand 10 uur\" --now 2026-11-21T10:00\n  echo '{\"text\":\"morgen half 3\",\"now\":\"2026-11-21T10:00\"}' | meldmaat wanneer --json --batch\n\nTijden zijn Nederlandse tijden, zonder tijdzone. Wat niet zeker is, vraagt de bot terug: dan is\nstart leeg en ask waar."
    )]
    Wanneer(wanneer::Wanneer),
    /// Plant sessies en herinneringen van een heel jaar, uit een bestand
    Agenda(agenda::Agenda),
    /// Controleert de kennisbank, en met --config ook de configuratie
    Check(check::Check),
    /// Meet hoe goed de bot het antwoord vindt
    #[command(
        after_help = "Voorbeelden:\n  meldmaat eval                        # op de vraagzinnen zelf\n  meldmaat eval vragen.yaml            # op eigen vragen\n\nEen bestand ziet er zo uit:\n  questions:\n    - q: \"wat is stap 2\"\n      expect: answer       # of contact, no_answer, danger, personal_data\n      topics: [stap-2]\n  messages:\n    - q: \"hij heeft een mes\"\n      danger: true\n      personal_data: false"
    )]
    Eval(eval::Eval),
    /// Start de bot
    #[command(after_help = "Zie config.example.yaml voor alle instellingen.")]
    Run(run::Run),
    /// Laat alles zien wat de bot over één persoon bewaart
    #[command(
        after_help = "Kan terwijl de bot draait. De gebruiker is de volledige Matrix-naam.\n\nVoorbeelden:\n  meldmaat export --user @anna:example.org\n  meldmaat export --user @anna:example.org --json > anna.json\n\nWat iemand zelf schreef, staat op de homeserver en niet hier."
    )]
    Export(person::Export),
    /// Haalt alles weg wat de bot over één persoon bewaart, en telt na
    #[command(
        after_help = "Stop eerst de bot. De gebruiker is de volledige Matrix-naam. Kijk vooraf met meldmaat export\nwat er staat. Terugdraaien kan niet; oude back-ups van de datamap veranderen niet mee.\n\nVoorbeeld:\n  meldmaat forget --user @anna:example.org\n\nIemand kan het ook zelf, terwijl de bot draait: !meld vergeet mij"
    )]
    Forget(person::Forget),
    /// Laat zien wie wat deed: berichten, sessies, instellingen. Nooit tekst
    #[command(
        after_help = "Kan terwijl de bot draait. In de regiekamer: !meld logboek\n\nVoorbeeld:\n  meldmaat logboek --csv > logboek.csv"
    )]
    Logboek(logboek::Logboek),
    /// Bewaart het geheugen van de bot in één bestand, ook terwijl hij draait
    #[command(
        after_help = "Het bestand bevat wat de bot zelf onthoudt, verzegeld met de sleutel. De apparaatgegevens van\nMatrix zitten er niet in: na terugzetten meldt de bot zich aan als nieuw apparaat.\n\nVoorbeeld, elke nacht:\n  meldmaat backup /backup/meldmaat-$(date +%u).db"
    )]
    Backup(backup::Backup),
    /// Zet een back-up terug in een leeg geheugen
    #[command(
        after_help = "Wat bij de back-up nog moest gaan, en wat sindsdien gepland was, stuurt de bot niet: het kan al\nverstuurd zijn. Je krijgt er een lijst van. Reeksen gaan door vanaf nu."
    )]
    Restore(backup::Restore),
    /// Verhuist het geheugen van SQLite naar PostgreSQL, en telt na
    #[command(
        after_help = "Stop eerst de bot. De nieuwe database moet leeg zijn; de tabellen maakt de bot zelf. Het oude\ngeheugen blijft staan tot je het weghaalt."
    )]
    MigrateDatabase(backup::Migrate),
    /// Kijkt na of alles klopt: configuratie, kennisbank, opslag, homeserver, apparaat
    Doctor(doctor::Doctor),
    /// Drukt een bestand af dat bij de installatie hoort
    #[command(
        after_help = "Voorbeelden:\n  meldmaat print systemd > /etc/systemd/system/meldmaat.service\n  meldmaat print container > Containerfile\n  meldmaat print alerts > meldmaat-alerts.yaml\n  meldmaat print privacy > privacy.md\n\nBovenin elk bestand staat hoe je het gebruikt. Wat de gemeente zelf invult, staat tussen [blokhaken]."
    )]
    Print(print::Print),
}

/// Where the knowledge base is.
#[derive(clap::Args)]
struct Knowledge {
    /// Map met de kennisbank [anders: ./knowledge, of de map naast het programma]
    #[arg(long, value_name = "MAP")]
    knowledge: Option<PathBuf>,
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    process::seclude();
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Chat(chat) => chat.run(),
        Command::Ask(ask) => ask.run(),
        Command::Wanneer(wanneer) => wanneer.run(),
        Command::Agenda(agenda) => agenda.run(),
        Command::Check(check) => check.run(),
        Command::Eval(eval) => eval.run(),
        Command::Run(run) => run.run(),
        Command::Export(export) => export.run(),
        Command::Logboek(logboek) => logboek.run(),
        Command::Forget(forget) => forget.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::MigrateDatabase(migrate) => migrate.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Print(print) => print.run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("\u{1b}[31mFout\u{1b}[0m: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// One runtime for everything that waits; two threads, for the bot mostly waits.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}
