//! The normalised form of a document: the facet behind KL's 35 different labels.

use serde::{Deserialize, Serialize};

use super::slug::slug;

/// What kind of paper a municipality chose. Serialised as in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A digitalisation strategy, also a joint IT and digitalisation strategy.
    Digitaliseringsstrategi,
    /// A digitalisation policy.
    Digitaliseringspolitik,
    /// Principles or guiding marks for digitalisation.
    Principper,
    /// A political or organisational model.
    Model,
    /// An action plan or programme.
    #[serde(rename = "handleplan/program")]
    Handleplan,
    /// A strategy for IT as such.
    ItStrategi,
    /// A strategy for welfare technology.
    #[serde(rename = "velfærdsteknologi-strategi")]
    VelfaerdsteknologiStrategi,
    /// Digitalisation as part of another strategy (a planning strategy, a vision).
    DelAfAndenStrategi,
    /// A strategy about something else.
    AndenStrategi,
    /// Not a strategy at all.
    NotAStrategy,
}

impl Form {
    /// Every form, in the order the site lists them.
    pub const ALL: [Self; 10] = [
        Self::Digitaliseringsstrategi,
        Self::Digitaliseringspolitik,
        Self::Principper,
        Self::Model,
        Self::Handleplan,
        Self::ItStrategi,
        Self::VelfaerdsteknologiStrategi,
        Self::DelAfAndenStrategi,
        Self::AndenStrategi,
        Self::NotAStrategy,
    ];

    /// The contract's identifier, as serialised.
    pub fn id(self) -> &'static str {
        match self {
            Self::Digitaliseringsstrategi => "digitaliseringsstrategi",
            Self::Digitaliseringspolitik => "digitaliseringspolitik",
            Self::Principper => "principper",
            Self::Model => "model",
            Self::Handleplan => "handleplan/program",
            Self::ItStrategi => "it-strategi",
            Self::VelfaerdsteknologiStrategi => "velfærdsteknologi-strategi",
            Self::DelAfAndenStrategi => "del-af-anden-strategi",
            Self::AndenStrategi => "anden-strategi",
            Self::NotAStrategy => "not-a-strategy",
        }
    }

    /// The form with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }

    /// The form behind a label of the list ("Digitaliserings-principper"); `None` for an empty
    /// label or a dash. Rules go from the particular to the general; the first that fits wins.
    pub fn from_label(label: &str) -> Option<Self> {
        let words = slug(label);
        if words.is_empty() {
            return None;
        }
        let has = |needle: &str| words.contains(needle);
        let digital = has("digital") || words == "it" || words.starts_with("it-") || has("-it-");
        Some(if has("velfaerdsteknologi") && !has("digitaliser") {
            Self::VelfaerdsteknologiStrategi
        } else if has("del-af") {
            Self::DelAfAndenStrategi
        } else if has("model") && (digital || has("-dis-")) {
            Self::Model
        } else if has("princip") || has("pejlemaerke") || (digital && has("punkter")) {
            Self::Principper
        } else if digital && has("politik") {
            Self::Digitaliseringspolitik
        } else if digital && ["plan", "program", "indsats"].iter().any(|w| has(w)) {
            Self::Handleplan
        } else if has("kommuneplan") || has("planstrategi") || has("udviklingsstrategi") {
            Self::DelAfAndenStrategi
        } else if has("digitaliser") || has("digital-") {
            Self::Digitaliseringsstrategi
        } else if digital {
            Self::ItStrategi
        } else {
            Self::AndenStrategi
        })
    }

    /// The form that a document's own title tells; `None` where it tells nothing, so that the text
    /// must. Titles differ from the list's labels: a paper named strategy is one, whatever plan it
    /// brings along, and a programme of declarations is no action plan.
    ///
    /// ```
    /// # use strategikatalog::model::form::Form;
    /// let form = Form::from_title("Strategiplan for digitalisering 2014 16");
    /// assert_eq!(form, Some(Form::Digitaliseringsstrategi));
    /// assert_eq!(Form::from_title("Byrådets programerklæring"), None);
    /// ```
    pub fn from_title(title: &str) -> Option<Self> {
        let words = format!("-{}-", slug(title));
        let has = |needle: &str| words.contains(needle);
        let digital = has("digital");
        let it = has("-it-") || has("-itstrategi") || has("informationsteknologi");
        let strategy = has("strategi");
        let plan = [
            "handleplan",
            "handlingsplan",
            "handlekatalog",
            "indsatsplan",
            "projektplan",
            "digitaliseringsplan",
        ]
        .iter()
        .any(|w| has(w))
            || (has("program") && !has("programerklaering"));
        // "Digital dannelse", "digital inklusion": about a field, not about digitalisation.
        let field = [
            "dannelse",
            "digital-laering",
            "inklusion",
            "byudvikling",
            "boern",
            "smart-by",
        ]
        .iter()
        .any(|w| has(w));
        let part = has("delstrategi") || has("-kapitel-");
        Some(if has("velfaerdsteknolog") && !has("digitaliser") {
            Self::VelfaerdsteknologiStrategi
        } else if part && (strategy || has("politik") || has("vision")) {
            Self::DelAfAndenStrategi
        } else if strategy && field && !has("digitaliser") && !it {
            Self::AndenStrategi
        } else if (digital || has("smart")) && (has("princip") || has("pejlemaerke")) {
            Self::Principper
        } else if digital && has("model") && !strategy {
            Self::Model
        } else if digital && has("politik") && !strategy {
            Self::Digitaliseringspolitik
        } else if plan && !(strategy && (digital || it)) {
            Self::Handleplan
        } else if digital {
            Self::Digitaliseringsstrategi
        } else if it {
            Self::ItStrategi
        } else if has("princip") || has("pejlemaerke") {
            Self::Principper
        } else if strategy || has("politik") || has("vision") {
            Self::AndenStrategi
        } else {
            return None;
        })
    }

    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Digitaliseringsstrategi => "Digitaliseringsstrategi",
            Self::Digitaliseringspolitik => "Digitaliseringspolitik",
            Self::Principper => "Principper",
            Self::Model => "Model",
            Self::Handleplan => "Handleplan eller program",
            Self::ItStrategi => "It-strategi",
            Self::VelfaerdsteknologiStrategi => "Strategi for velfærdsteknologi",
            Self::DelAfAndenStrategi => "Del af en anden strategi",
            Self::AndenStrategi => "Anden strategi",
            Self::NotAStrategy => "Ikke en strategi",
        }
    }

    /// Whether the municipality has a digitalisation paper of its own with this form, as against
    /// digitalisation being part of something else.
    pub fn is_own(self) -> bool {
        !matches!(
            self,
            Self::DelAfAndenStrategi | Self::AndenStrategi | Self::NotAStrategy
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_list_are_normalised() {
        for (label, form) in [
            ("Digitaliseringsstrategi", Form::Digitaliseringsstrategi),
            (
                "IT- og digitaliseringsstrategi",
                Form::Digitaliseringsstrategi,
            ),
            (
                "Strategi for digitalisering og velfærdsteknologi",
                Form::Digitaliseringsstrategi,
            ),
            (
                "Strategi for Velfærdsteknologi",
                Form::VelfaerdsteknologiStrategi,
            ),
            ("Digitaliserings-principper", Form::Principper),
            ("Digitaliserings-pejlemærker", Form::Principper),
            ("Kommende pejlemærker", Form::Principper),
            ("Digitaliseringspolitik", Form::Digitaliseringspolitik),
            ("Digitaliseringsplan", Form::Handleplan),
            ("Digitaliseringsprogram", Form::Handleplan),
            ("Teknologi- og digitaliseringsindsats", Form::Handleplan),
            ("IT-strategi", Form::ItStrategi),
            (
                "En del af flere andre strategier.",
                Form::DelAfAndenStrategi,
            ),
            ("Planstrategi", Form::DelAfAndenStrategi),
            ("Kommuneplanstrategi", Form::DelAfAndenStrategi),
            (
                "Politisk model for digitalisering – omfatter politiske principper",
                Form::Model,
            ),
            ("Hørsholmstrategien", Form::AndenStrategi),
            ("Informationssikkerhedspolitik", Form::AndenStrategi),
        ] {
            assert_eq!(Form::from_label(label), Some(form), "{label}");
        }
        assert_eq!(Form::from_label("-"), None);
    }

    #[test]
    fn identifiers_are_what_serde_writes() {
        for form in Form::ALL {
            let json = serde_json::to_string(&form).expect("a form serialises");
            assert_eq!(json, format!("\"{}\"", form.id()));
            assert_eq!(Form::from_id(form.id()), Some(form));
        }
    }
}
