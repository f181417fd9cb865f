//! Files → readings, on a few threads beside the network: reading a PDF takes as long as a hundred
//! requests. A reader that panics loses one file, not the crawl.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::Scope;

use tokio::sync::oneshot;

use super::{Body, Reader, Reading};

/// More would hold too many large files in memory at once.
const MOST_THREADS: usize = 3;

struct Job {
    body: Body,
    reply: oneshot::Sender<Option<Reading>>,
}

/// The way to the reading threads. They end when this is dropped.
pub(super) struct Readers {
    jobs: mpsc::Sender<Job>,
    /// As many files in memory as there are threads to read them.
    room: Arc<tokio::sync::Semaphore>,
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
            room: Arc::new(tokio::sync::Semaphore::new(threads)),
        }
    }

    /// Reads a file. `load` is called when there is room for it in memory.
    pub(super) async fn read<E>(
        &self,
        load: impl FnOnce() -> Result<Option<Body>, E>,
    ) -> Result<Option<Reading>, E> {
        let Ok(_room) = self.room.acquire().await else {
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
