//! Subjects that documents are read for: themes, technologies and KL's organisation subjects, as
//! the editors' files define them.

use serde::{Deserialize, Serialize};

/// Which of the three vocabularies a subject belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// One of the 18 themes.
    Tema,
    /// A technology.
    Teknologi,
    /// One of KL's sixteen organisation subjects.
    Organisering,
}

impl SubjectKind {
    /// The three vocabularies.
    pub const ALL: [Self; 3] = [Self::Tema, Self::Teknologi, Self::Organisering];

    /// Folder below `content/` and on the site.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Tema => "temaer",
            Self::Teknologi => "teknologier",
            Self::Organisering => "organisering",
        }
    }
}

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Which vocabulary.
    pub kind: SubjectKind,
    /// Its id: the name of its file.
    pub id: String,
    /// Title for readers.
    pub titel: String,
    /// Group it is listed under.
    pub gruppe: String,
    /// Place in its vocabulary; subjects are listed by this, then by id.
    pub orden: u32,
    /// Words and phrases that show it; matched on Danish stems and compound parts.
    pub ord: Vec<Term>,
    /// Words and phrases that take a match back when they stand in the same sentence.
    pub ikke: Vec<String>,
    /// What the subject is, Markdown, for its page.
    pub tekst: String,
    /// The file it was read from, relative to the catalogue's root, for messages.
    #[serde(skip)]
    pub file: String,
}

/// A word or phrase with its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// As the editor wrote it.
    pub text: String,
    /// How much it says: 1 hint, 2 ordinary, 3 decides alone. Written `"ord^3"`; 2 where nothing
    /// is written.
    pub weight: u8,
}
