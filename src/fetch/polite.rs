//! A stream of requests → one at a time for each host, with a gap between them. The gap runs from
//! the beginning of one request to the beginning of the next, as Crawl-delay means it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::Instant;
use url::Url;

/// Longest Crawl-delay that is kept; a longer one is kept as this.
const LONGEST_CRAWL_DELAY: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
struct Gate {
    /// No request before this.
    next: Option<Instant>,
    /// What the host asked for in robots.txt.
    asked: Duration,
}

/// The gates of all hosts.
#[derive(Debug)]
pub(super) struct Politeness {
    gap: Duration,
    gates: Mutex<BTreeMap<String, Arc<AsyncMutex<Gate>>>>,
}

/// The right to send one request to one host; given up when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    gate: OwnedMutexGuard<Gate>,
}

impl Turn {
    /// Nobody asks this host again before `wait` has passed.
    pub(super) fn back_off(&mut self, wait: Duration) {
        let until = Instant::now() + wait;
        self.gate.next = Some(self.gate.next.map_or(until, |next| next.max(until)));
    }
}

impl Politeness {
    pub(super) fn new(gap: Duration) -> Self {
        Self {
            gap,
            gates: Mutex::default(),
        }
    }

    /// Waits for the host's turn.
    pub(super) async fn turn(&self, url: &Url) -> Turn {
        let mut gate = self.gate(url).lock_owned().await;
        if let Some(next) = gate.next {
            tokio::time::sleep_until(next).await;
        }
        let gap = self.gap.max(gate.asked);
        gate.next = Some(Instant::now() + gap);
        Turn { gate }
    }

    /// Notes what robots.txt asks for.
    pub(super) async fn ask(&self, url: &Url, delay: Duration) {
        let mut gate = self.gate(url).lock_owned().await;
        let before = self.gap.max(gate.asked);
        gate.asked = delay.min(LONGEST_CRAWL_DELAY);
        let after = self.gap.max(gate.asked);
        // The request for robots.txt itself already counts.
        gate.next = gate.next.map(|next| next + after.saturating_sub(before));
    }

    fn gate(&self, url: &Url) -> Arc<AsyncMutex<Gate>> {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or(0);
        // http and https of one host are one machine to be polite to.
        let port = if port == 443 { 80 } else { port };
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(format!("{host}:{port}")).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    fn paused() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime")
    }

    #[test]
    fn a_host_waits_and_another_does_not() {
        paused().block_on(async {
            let polite = Politeness::new(Duration::from_secs(1));
            let start = Instant::now();
            drop(polite.turn(&url("https://a.dk/1")).await);
            drop(polite.turn(&url("https://b.dk/1")).await);
            assert_eq!(start.elapsed().as_millis(), 0);
            drop(polite.turn(&url("http://a.dk/2")).await);
            assert!(start.elapsed() >= Duration::from_secs(1));
        });
    }

    #[test]
    fn crawl_delay_counts_up_to_ten_seconds() {
        paused().block_on(async {
            let polite = Politeness::new(Duration::from_secs(1));
            let at = url("https://a.dk/");
            let start = Instant::now();
            drop(polite.turn(&at).await);
            polite.ask(&at, Duration::from_secs(3600)).await;
            drop(polite.turn(&at).await);
            assert_eq!(start.elapsed().as_secs(), 10);
        });
    }

    #[test]
    fn back_off_holds_everybody() {
        paused().block_on(async {
            let polite = Politeness::new(Duration::ZERO);
            let at = url("https://a.dk/");
            let start = Instant::now();
            polite.turn(&at).await.back_off(Duration::from_secs(7));
            drop(polite.turn(&at).await);
            assert_eq!(start.elapsed().as_secs(), 7);
        });
    }
}
