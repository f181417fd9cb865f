//! The health of one link on one day, in the contract's vocabulary.

use serde::{Deserialize, Serialize};

/// What a link led to when it was last tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkHealth {
    /// The document came, as last time or for the first time.
    Ok,
    /// Every hop to the document was a permanent redirect.
    Moved,
    /// 404 or 410, or the name no longer exists.
    Gone,
    /// 200 with a page that says the page is missing.
    #[serde(rename = "soft-404")]
    Soft404,
    /// Another payload than last time.
    Changed,
    /// Readable, but not a strategy, or not this one.
    WrongDocument,
    /// robots.txt or the server's 401/403/451 says no.
    Blocked,
    /// No answer: name, connection, TLS, time-out, or 5xx after every try.
    Unreachable,
    /// We will not go there: another scheme, or an address that is not public.
    Refused,
    /// Longer than the limit, also after decompression.
    TooLarge,
    /// The list has no link.
    NoLink,
}

impl LinkHealth {
    /// Every status, in the order reports list them.
    pub const ALL: [Self; 11] = [
        Self::Ok,
        Self::Moved,
        Self::Changed,
        Self::Gone,
        Self::Soft404,
        Self::WrongDocument,
        Self::Blocked,
        Self::Unreachable,
        Self::Refused,
        Self::TooLarge,
        Self::NoLink,
    ];

    /// The contract's identifier, as serialised.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::Soft404 => "soft-404",
            Self::Changed => "changed",
            Self::WrongDocument => "wrong-document",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::TooLarge => "too-large",
            Self::NoLink => "no-link",
        }
    }

    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ok => "Virker",
            Self::Moved => "Flyttet",
            Self::Gone => "Findes ikke længere",
            Self::Soft404 => "Siden siger, at dokumentet mangler",
            Self::Changed => "Ændret siden sidst",
            Self::WrongDocument => "Fører til noget andet",
            Self::Blocked => "Adgang afvist",
            Self::Unreachable => "Kan ikke nås",
            Self::Refused => "Ikke hentet: ugyldig adresse",
            Self::TooLarge => "For stor til at hente",
            Self::NoLink => "Intet link på listen",
        }
    }

    /// Whether the link led to a document that belongs to the row.
    pub fn has_document(self) -> bool {
        matches!(self, Self::Ok | Self::Moved | Self::Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_what_serde_writes() {
        for health in LinkHealth::ALL {
            let json = serde_json::to_string(&health).expect("a status serialises");
            assert_eq!(json, format!("\"{}\"", health.id()));
        }
    }
}
