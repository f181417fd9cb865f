//! The domain: what a municipality, a row of the link list, an archived snapshot, a document and a
//! profile are. Plain data and pure rules; no I/O, and nothing imported from our other rooms.

pub mod catalogue;
pub mod document;
pub mod edition;
pub mod form;
pub mod health;
pub mod listing;
pub mod municipality;
pub mod outcome;
pub mod period;
pub mod profile;
pub mod settings;
pub mod slug;
pub mod snapshot;
pub mod status;
pub mod subject;

pub use jiff::Timestamp;
pub use jiff::civil::Date;
