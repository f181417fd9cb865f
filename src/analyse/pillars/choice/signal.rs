//! What speaks for or against a row: one number a signal, and the name it has in the file of
//! weights.

macro_rules! signals {
    ($($(#[$doc:meta])* $name:ident => $text:literal,)+) => {
        /// A signal. Shares run from 0 to 1, yes is 1 and no 0.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Signal {
            $($(#[$doc])* $name,)+
        }

        impl Signal {
            /// Every signal, in the order of the file of weights.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in the file of weights.
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

signals! {
    /// The answer that the document has no pillars.
    None => "none",
    /// Headings in a document without pillars; 40 or more are 1.
    NoneHeadings => "none-headings",

    Labelled => "labelled",
    /// How strong the label is, a tenth a rank.
    LabelRank => "label-rank",
    Counted => "counted",
    Tagged => "tagged",
    Parallel => "parallel",
    Numbered => "numbered",
    Set => "set",
    Tabled => "tabled",
    Echoed => "echoed",
    RunIn => "run-in",
    Section => "section",
    /// How strong the name of the section is, a tenth a rank.
    SectionRank => "section-rank",
    Listed => "listed",
    Inline => "inline",
    Headings => "headings",
    /// Trust in the announcement, a tenth a point.
    AnnouncedTrust => "announced-trust",
    Chapters => "chapters",
    Run => "run",
    Opening => "opening",

    /// Some announcement counts as many.
    Agreed => "agreed",
    /// The trust in it, a tenth a point.
    AgreedTrust => "agreed-trust",

    /// How much the words of the titles speak for pillars, the mean of all titles.
    Words => "words",
    /// The same, a fifth of the sum: a title more counts as well.
    WordsSum => "words-sum",
    /// Share of titles whose words speak against one.
    WordsAgainst => "words-against",
    /// How much the words of the heading before or after the row speak for a pillar left out.
    WordsBeside => "words-beside",
    /// Three to six titles.
    UsualCount => "usual-count",
    /// Share of titles that head a chapter which every paper has.
    Ordinary => "ordinary",
    /// Share of titles longer than 60 characters.
    Long => "long",
    /// Share of titles shorter than four characters.
    Short => "short",
    Lowercase => "lowercase",
    Capitals => "capitals",
    Question => "question",
    /// Share of titles with "vi".
    We => "we",
    Comma => "comma",
    Bracket => "bracket",
    /// All titles open with the same word.
    SameFirst => "same-first",
    /// So does the heading before or after them.
    CutShort => "cut-short",
    /// One word stands in all titles.
    SharedWord => "shared-word",

    /// Share of titles that stand in two headings, items, tables or entries of the contents.
    Returning => "returning",
    /// One paragraph tells all titles in order.
    Told => "told",

    /// Share of items that say more than their title.
    Explained => "explained",
    /// No other list of the document has items that do.
    OnlyExplained => "only-explained",
    /// The items stand right below a heading.
    BelowHeading => "below-heading",
    /// They stand in a chapter that every paper has.
    BelowOrdinary => "below-ordinary",
    /// What stands before them speaks of us or the strategy.
    BelowUs => "below-us",

    /// Where the first heading stands, as a share of the document.
    Start => "start",
    /// The sections reach to the end of the document.
    UntilEnd => "until-end",
    /// A larger heading ends them.
    UntilLarger => "until-larger",
    /// A chapter that every paper has ends them.
    UntilOrdinary => "until-ordinary",
    /// The heading before them names or announces pillars.
    AfterSection => "after-section",
    /// They stand in a chapter that every paper has.
    InOrdinary => "in-ordinary",
    /// Share of sections with "vi vil", "mål" and the like.
    Aims => "aims",
    /// How unlike in blocks the sections are: standard deviation over mean.
    Unlike => "unlike",
    /// Share of the level's headings, without those of ordinary chapters, that the row takes in.
    Taken => "taken",
    /// Share of sections with a list.
    Lists => "lists",
    /// Share of sections with smaller headings.
    Subheadings => "subheadings",
    /// Share of sections that have a label or subheading in common.
    CommonLabel => "common-label",
    /// Share of sections that use the longest word of their title.
    Named => "named",
    /// Share of headings that open a page.
    OpensPage => "opens-page",
    /// Share of headings with a number.
    NumberedHeading => "numbered-heading",
}

/// The signals of one row, by their place in [`Signal::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signals([f64; Signal::ALL.len()]);

impl Signals {
    pub(super) const fn new() -> Self {
        Self([0.0; Signal::ALL.len()])
    }

    pub(super) fn set(&mut self, signal: Signal, value: f64) {
        self.0[signal as usize] = value;
    }

    /// Sets a signal that says nothing yet, or less.
    pub(super) fn at_least(&mut self, signal: Signal, value: f64) {
        let known = self.0[signal as usize];
        if known == 0.0 || known < value {
            self.set(signal, value);
        }
    }

    pub(super) fn yes(&mut self, signal: Signal, holds: bool) {
        self.set(signal, f64::from(u8::from(holds)));
    }

    pub(super) const fn values(&self) -> &[f64; Signal::ALL.len()] {
        &self.0
    }
}

/// `part` of `whole`, 0 where there is nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
