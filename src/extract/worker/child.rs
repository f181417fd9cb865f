//! The child's side: requests on standard input → answers on standard output, under limits that it
//! sets on itself before it reads the first byte.

use std::io::{self, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::super::{Hints, ReadError, read};
use super::frame;
use crate::model::document::Document;

/// The hidden subcommand under which the program runs [`main`].
pub const COMMAND: &str = "__read-worker";

/// Address space of a child, in bytes.
const MEMORY: u64 = 1 << 30;
/// Processor time for one file, in seconds.
const PROCESSOR: u64 = 30;
/// Stack of the reading thread: formats nest, and their readers recurse.
const STACK: usize = 64 << 20;

/// Answers requests until standard input ends. To be called by the program itself, as the whole of
/// its work, when it is started as [`COMMAND`].
pub fn main() -> ExitCode {
    limit(Resource::As, MEMORY);
    limit(Resource::Core, 0);
    limit(Resource::Fsize, 0);
    // A panic is an answer here and no message: it is caught, and the parent says what happened.
    std::panic::set_hook(Box::new(|_| {}));
    let served = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(serve)
        .map(std::thread::JoinHandle::join);
    match served {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn limit(resource: Resource, most: u64) {
    // Limits that the system does not know, or has set lower, are no reason to stop.
    let _ = setrlimit(
        resource,
        Rlimit {
            current: Some(most),
            maximum: Some(most),
        },
    );
}

/// Gives the next file its processor time on top of what was used so far.
fn limit_processor() {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let most = u64::try_from(used.tv_sec).unwrap_or(0) + PROCESSOR + 1;
    let _ = setrlimit(
        Resource::Cpu,
        Rlimit {
            current: Some(most),
            maximum: None,
        },
    );
}

fn serve() -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    while let Some(head) = frame::read(&mut input, frame::MAX_ANSWER)? {
        let Some(bytes) = frame::read(&mut input, frame::MAX_REQUEST)? else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        limit_processor();
        let hints: Hints = serde_json::from_slice(&head).unwrap_or_default();
        let result = catch_unwind(AssertUnwindSafe(|| read(&bytes, &hints)))
            .unwrap_or(Err(ReadError::Panic));
        frame::write(&mut output, &answer(&result)?)?;
        output.flush()?;
    }
    Ok(())
}

/// The answer as bytes; one that is too long becomes a short one that says so.
fn answer(result: &Result<Document, ReadError>) -> io::Result<Vec<u8>> {
    let answer = serde_json::to_vec(result)?;
    if answer.len() as u64 <= frame::MAX_ANSWER {
        return Ok(answer);
    }
    let limit: Result<Document, _> = Err(ReadError::Limit(format!(
        "the text is longer than {} MB",
        frame::MAX_ANSWER >> 20
    )));
    Ok(serde_json::to_vec(&limit)?)
}
