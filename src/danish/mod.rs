//! Danish words: text → tokens → normal form → stem. The one place for language work; analysis and
//! index see the same words because both come here.

pub mod compound;
pub mod fold;
pub mod normal;
pub mod number;
pub mod stem;
pub mod stop;
pub mod token;

pub use normal::normalise;
pub use stem::stem;
pub use stop::{is_stop_word, stop_words};
pub use token::{Token, tokens};
