//! Editors' files ↔ the domain: [`load`] reads `content/` into [`Content`](crate::model::catalogue::Content)
//! and names every fault with file, line and key; [`import()`] merges link lists into it; [`export`]
//! writes the catalogue as data; [`edit`] changes single values and keeps everything around them.
//!
//! Editors' words are theirs: nothing here deletes a row, a note or a comment, and nothing is
//! guessed where a file does not parse.

mod cell;
mod draft;
pub mod edit;
mod error;
pub mod export;
mod fields;
mod front;
pub mod import;
mod init;
mod listing;
mod load;
mod municipality;
mod prose;
mod registry;
mod settings;
mod subject;
pub(crate) mod write;

pub use error::{Error, Problem};
pub use import::import;
pub use init::init;
pub use load::load;
