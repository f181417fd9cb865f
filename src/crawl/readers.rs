//! Files → readings, on a few threads beside the network: reading a PDF takes as long as a hundred
//! requests. A reader that panics loses one file, not the crawl.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::Scope;

use tokio::sync::oneshot;

use super::{Body, Reader, Reading};

/// Readers at the same time; each has a child process of its own.
const MOST_THREADS: usize = 3;
/// Megabytes of files held in memory at the same time. One file may be longer by itself.
const MEGABYTES: u32 = 120;

struct Job {
    body: Body,
    reply: oneshot::Sender<Option<Reading>>,
}

/// The way to the reading threads. They end when this is dropped.
pub(super) struct Readers {
    jobs: mpsc::Sender<Job>,
    /// As many files in memory as are being read, and no more megabytes than there is room for.
    threads: tokio::sync::Semaphore,
    room: tokio::sync::Semaphore,
}

impl Readers {
    pub(super) fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        reader: &'scope dyn Reader,
    ) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.min(MOST_THREADS);
        for _ in 0..threads {
            let queue = Arc::clone(&queue);
            scope.spawn(move || {
                loop {
                    let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(Job { body, reply }) = job else { return };
                    let read = catch_unwind(AssertUnwindSafe(|| reader.read(&body)));
                    // Nobody waits any more where the crawl was stopped.
                    let _ = reply.send(read.unwrap_or(None));
                }
            });
        }
        Self {
            jobs,
            threads: tokio::sync::Semaphore::new(threads),
            room: tokio::sync::Semaphore::new(MEGABYTES as usize),
        }
    }

    /// Reads a file of so many bytes. `load` is called when there is room for it in memory.
    pub(super) async fn read<E>(
        &self,
        bytes: u64,
        load: impl FnOnce() -> Result<Option<Body>, E>,
    ) -> Result<Option<Reading>, E> {
        let Ok(_thread) = self.threads.acquire().await else {
            return Ok(None);
        };
        let megabytes = u32::try_from(bytes / 1_000_000 + 1).unwrap_or(MEGABYTES);
        let Ok(_room) = self.room.acquire_many(megabytes.min(MEGABYTES)).await else {
            return Ok(None);
        };
        let Some(body) = load()? else {
            return Ok(None);
        };
        let (reply, answer) = oneshot::channel();
        if self.jobs.send(Job { body, reply }).is_err() {
            return Ok(None);
        }
        Ok(answer.await.unwrap_or(None))
    }
}
