//! A value together with the warnings met on the way to it: one bad page, link or file never stops
//! a stage, and is never silent.

use serde::{Deserialize, Serialize};

/// What a stage hands on: its value and what an editor should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The result of the stage.
    pub value: T,
    /// Problems that did not stop it, in the order they were met.
    pub warnings: Vec<Warning>,
}

impl<T> Outcome<T> {
    /// A value without warnings.
    pub fn clean(value: T) -> Self {
        Self {
            value,
            warnings: Vec::new(),
        }
    }

    /// A value with the warnings met on the way.
    pub fn with(value: T, warnings: Vec<Warning>) -> Self {
        Self { value, warnings }
    }

    /// Changes the value and keeps the warnings.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome {
            value: change(self.value),
            warnings: self.warnings,
        }
    }

    /// Moves the warnings to `into` and returns the value.
    pub fn unload(self, into: &mut Vec<Warning>) -> T {
        into.extend(self.warnings);
        self.value
    }
}

/// One problem shown to an editor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// Where it is: a file with line, a URL, a document with page.
    pub place: String,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do about it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Warning {
    /// A warning without a hint.
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
