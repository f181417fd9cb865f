//! Sources → outcomes through several children at once. Each thread owns one child and feeds it
//! file by file; a watchman kills the group of a child that overstays its time.

use std::io::{self, Read as _};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::super::{Error, Options, ReadError, Source, read as read_here};
use super::{Read, child, frame};
use crate::model::document::Document;
use crate::progress::Progress;

/// How often the watchman looks.
const WATCH: Duration = Duration::from_millis(50);
/// Files after which a child is replaced, so that what leaked or was cached goes with it.
const FILES_A_CHILD: usize = 500;

/// A child under watch: its process group, when its time is over, and whether it was killed.
#[derive(Default)]
struct Watch {
    group: Option<Pid>,
    until: Option<Instant>,
    killed: bool,
}

fn lock(watch: &Mutex<Watch>) -> MutexGuard<'_, Watch> {
    watch.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the sources with these indexes.
pub(super) fn read(
    sources: &[Source<'_>],
    open: &[usize],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Vec<(usize, Read)>, Error> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let threads = options.parallel.clamp(1, 64).min(open.len());
    let next = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    let watches: Vec<Mutex<Watch>> = (0..threads).map(|_| Mutex::default()).collect();
    let results = std::thread::scope(|scope| {
        let watchman = scope.spawn(|| watch_over(&watches, &over));
        let hands: Vec<_> = watches
            .iter()
            .map(|watch| {
                let next = &next;
                scope.spawn(move || work(sources, open, options, progress, next, watch))
            })
            .collect();
        let results: Vec<_> = hands
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect();
        over.store(true, Ordering::Relaxed);
        watchman.thread().unpark();
        results
    });
    let mut all = Vec::with_capacity(open.len());
    for result in results {
        // A panic of ours in a thread loses that thread's share; the caller marks it as broken.
        all.extend(result.unwrap_or_else(|_| Ok(Vec::new()))?);
    }
    Ok(all)
}

fn watch_over(watches: &[Mutex<Watch>], over: &AtomicBool) {
    while !over.load(Ordering::Relaxed) {
        std::thread::park_timeout(WATCH);
        for watch in watches {
            let mut watch = lock(watch);
            if let (Some(group), Some(until)) = (watch.group, watch.until)
                && Instant::now() >= until
            {
                watch.killed = true;
                watch.until = None;
                let _ = kill_process_group(group, Signal::KILL);
            }
        }
    }
}

fn work(
    sources: &[Source<'_>],
    open: &[usize],
    options: &Options,
    progress: &dyn Progress,
    next: &AtomicUsize,
    watch: &Mutex<Watch>,
) -> Result<Vec<(usize, Read)>, Error> {
    let mut out = Vec::new();
    let mut reader: Option<Reader<'_>> = None;
    while let Some(&index) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
        let source = &sources[index];
        let read = match (source.load(), &options.worker) {
            (None, _) => Read::lost(),
            (Some(bytes), None) => Read::of(read_here(&bytes, &source.hints())),
            (Some(bytes), Some(program)) => {
                if reader.as_ref().is_some_and(|r| r.files >= FILES_A_CHILD) {
                    reader = None;
                }
                let mut hand = match reader.take() {
                    Some(hand) => hand,
                    None => Reader::start(program, watch).map_err(|source| Error::Worker {
                        program: program.clone(),
                        source,
                    })?,
                };
                match hand.ask(source, &bytes, options.time_limit) {
                    Ok(result) => {
                        reader = Some(hand);
                        Read::of(result)
                    }
                    Err(_) => hand.post_mortem(options.time_limit),
                }
            }
        };
        progress.step(&source.place);
        out.push((index, read));
    }
    Ok(out)
}

/// A child and the pipes to it. Dropping it ends the child.
struct Reader<'w> {
    child: Child,
    input: Option<ChildStdin>,
    output: ChildStdout,
    talk: Option<ChildStderr>,
    watch: &'w Mutex<Watch>,
    files: usize,
}

impl<'w> Reader<'w> {
    fn start(program: &std::path::Path, watch: &'w Mutex<Watch>) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg(child::COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env_clear()
            // A second arena would take address space and give nothing: one thread reads.
            .env("MALLOC_ARENA_MAX", "2")
            .process_group(0)
            .spawn()?;
        let pipes = child
            .stdin
            .take()
            .zip(child.stdout.take())
            .zip(child.stderr.take());
        let Some(((input, output), talk)) = pipes else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        *lock(watch) = Watch {
            group: i32::try_from(child.id()).ok().and_then(Pid::from_raw),
            until: None,
            killed: false,
        };
        Ok(Self {
            child,
            input: Some(input),
            output,
            talk: Some(talk),
            watch,
            files: 0,
        })
    }

    /// Sends one file and waits for the answer; an error means that the child is of no more use.
    fn ask(
        &mut self,
        source: &Source<'_>,
        bytes: &[u8],
        limit: Duration,
    ) -> io::Result<Result<Document, ReadError>> {
        lock(self.watch).until = Some(Instant::now() + limit);
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        frame::write(input, &serde_json::to_vec(&source.hints())?)?;
        frame::write(input, bytes)?;
        let answer = frame::read(&mut self.output, frame::MAX_ANSWER)?
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        lock(self.watch).until = None;
        self.files += 1;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Ends the child and says what became of it.
    fn post_mortem(mut self, limit: Duration) -> Read {
        let late = lock(self.watch).killed;
        let end = self.end();
        let mut talk = String::new();
        if let Some(pipe) = self.talk.take() {
            let mut bytes = Vec::new();
            let _ = pipe.take(4096).read_to_end(&mut bytes);
            talk = String::from_utf8_lossy(&bytes).into_owned();
        }
        let message = match end {
            _ if late => format!(
                "reading took longer than {} s and was stopped",
                limit.as_secs()
            ),
            End::Died(status) => death(status, &talk),
            End::Stopped => "the reading process gave an answer that makes no sense".to_owned(),
        };
        Read::failed(
            message,
            "print the document to a new PDF, and take that in with `add`",
        )
    }

    /// Closes the pipes, kills the group and waits for the child.
    fn end(&mut self) -> End {
        drop(self.input.take());
        // A child that has just crashed may not have been collected yet, and one that is no longer
        // needed ends by itself: a moment's patience, so that its own end is what is reported.
        for _ in 0..40 {
            if let Ok(Some(status)) = self.child.try_wait() {
                // What it left of its group, if anything.
                self.kill();
                return End::Died(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.kill();
        let _ = self.child.wait();
        End::Stopped
    }

    fn kill(&mut self) {
        // The watchman forgets the group first: later its number may belong to another.
        if let Some(group) = lock(self.watch).group.take() {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// How a child came to its end.
enum End {
    /// By itself, or by the watchman.
    Died(ExitStatus),
    /// It had to be stopped.
    Stopped,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the end of a child means.
fn death(status: ExitStatus, talk: &str) -> String {
    if talk.contains("memory allocation") {
        return "reading needed more than 1 GiB of memory and was stopped".to_owned();
    }
    if talk.contains("overflowed its stack") {
        return "reading the file overflowed the stack".to_owned();
    }
    match status.signal() {
        Some(signal) if signal == Signal::XCPU.as_raw() => {
            "reading took more processor time than allowed and was stopped".to_owned()
        }
        Some(signal) => format!("the reading process crashed (signal {signal})"),
        None => format!("the reading process ended early ({status})"),
    }
}
