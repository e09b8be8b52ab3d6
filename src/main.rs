//! Hands the arguments to [`meldmaat::cli`]; nothing else.

fn main() -> std::process::ExitCode {
    meldmaat::cli::main()
}
