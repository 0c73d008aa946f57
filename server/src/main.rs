//! The `tabadul` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = server::config::Cli::parse();
    match server::commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tabadul: {error}");
            ExitCode::FAILURE
        }
    }
}
