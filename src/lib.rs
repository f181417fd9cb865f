//! `strategikatalog` turns editors' files and archived web pages into a static Danish site about
//! the municipalities' digitalisation strategies.
//!
//! Data flows one way; every stage reads one typed thing, writes one typed thing and can be run
//! alone from the command line:
//!
//! ```text
//! content/ ──┐
//!            ├─► crawl ─► extract ─► analyse ─► index ─► render ─► public/
//! crawl/ ◄───┘                │          │                  ▲
//! (WARC = truth)          Documents   Profiles ─────────────┘      check reads them all
//! ```
//!
//! [`model`] is the domain and imports nothing of ours. [`danish`], [`archive`], [`fetch`] and
//! [`content`] stand on it; the stages ([`crawl`], [`extract`], [`analyse`], [`index`], [`render`],
//! [`check`]) stand on those and never on each other; [`pipeline`] alone knows their order, and
//! [`cli`] alone prints. `tests/suite/architecture.rs` holds these rules as code.

pub mod analyse;
pub mod archive;
pub mod check;
pub mod cli;
pub mod content;
pub mod crawl;
pub mod danish;
pub mod extract;
pub mod fetch;
pub mod index;
pub mod model;
pub mod pipeline;
pub mod progress;
pub mod render;
pub mod serve;
