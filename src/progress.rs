//! Turns the steps of a stage into calls that a terminal may show; refuses to draw anything itself
//! (bars live in `cli/`).

/// Someone who is told how far a stage has come. All methods have empty defaults.
pub trait Progress: Sync {
    /// A stage begins; `total` steps are expected (`None`: not known).
    fn start(&self, _stage: &str, _total: Option<u64>) {}
    /// One step is done; `what` names it (a URL, a file, a slug).
    fn step(&self, _what: &str) {}
    /// The stage is over.
    fn finish(&self) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}
