//! The program: hands the command line to [`strategikatalog::cli`] and its answer to the shell. As
//! the child that reads untrusted files it is nothing else, before any option is looked at.

use std::process::ExitCode;

use strategikatalog::{cli, extract::worker};

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|a| a == worker::COMMAND)
    {
        return worker::main();
    }
    cli::main()
}
