//! What an import did, row by row of the list.

/// Which of the two kinds of list was recognised by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The municipalities themselves: `kode;navn;region;…`.
    Registry,
    /// Their strategies: `kommune;form;linktekst;link;periode`.
    LinkList,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The kind of list.
    pub shape: Shape,
    /// What was done, in the order of the list; rows that changed nothing are among it.
    pub changes: Vec<Change>,
}

/// What one row of the list did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row, as `file:line`.
    pub place: String,
    /// The editor's file, relative to the root; empty where the row could not be placed.
    pub file: String,
    /// Name of the municipality, or the words the list has for one that is not known.
    pub kommune: String,
    /// What was done.
    pub what: What,
}

/// What was done for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A municipality got a file.
    NewFile,
    /// A row was added, named by its form or link text.
    Added(String),
    /// A value was replaced or filled in.
    Updated {
        /// The row, named by its form or link text; `None`: the municipality itself.
        row: Option<String>,
        /// The key.
        key: &'static str,
        /// The value before, empty where there was none.
        old: String,
        /// The value now.
        new: String,
    },
    /// A value was kept although the list has another one: an editor has changed it, and the list
    /// too; see the warnings.
    Kept {
        /// The row, named by its form or link text.
        row: String,
        /// The key.
        key: &'static str,
        /// The editor's value, which stays.
        ours: String,
        /// The list's.
        theirs: String,
    },
    /// Nothing the row says is new.
    Unchanged,
    /// The row names no municipality of the catalogue; see the warnings.
    Unmatched,
    /// The row stands in the list a second time, or says nothing; see the warnings.
    Skipped,
}

impl Report {
    /// How many changes are of a kind.
    pub fn count(&self, kind: impl Fn(&What) -> bool) -> usize {
        self.changes.iter().filter(|c| kind(&c.what)).count()
    }

    /// Whether any file was written.
    pub fn changed(&self) -> bool {
        self.count(|w| matches!(w, What::NewFile | What::Added(_) | What::Updated { .. })) > 0
    }
}
