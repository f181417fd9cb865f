//! The program: hands the command line to [`strategikatalog::cli`] and its answer to the shell.

fn main() -> std::process::ExitCode {
    strategikatalog::cli::main()
}
