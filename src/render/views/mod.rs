//! Facts → what each kind of page shows, as plain data for the templates. One file a page kind;
//! refuses any I/O, and to hold HTML other than what [`super::markdown`] made.

pub(super) mod citation;
pub(super) mod compare;
pub(super) mod data;
pub(super) mod development;
pub(super) mod difference;
pub(super) mod front;
pub(super) mod list;
pub(super) mod matrix;
pub(super) mod municipalities;
pub(super) mod municipality;
pub(super) mod parts;
pub(super) mod quote;
pub(super) mod row;
pub(super) mod strategy;
pub(super) mod subjects;
pub(super) mod text;
