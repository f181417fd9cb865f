//! Danish words that carry no subject of their own. They are kept in the index, so that phrases
//! hold, and left out where words are weighed.

/// Function words in normal form, sorted.
const STOP_WORDS: &[&str] = &[
    "ad", "af", "alle", "alt", "anden", "andet", "andre", "at", "blev", "blive", "bliver", "da",
    "de", "dem", "den", "denne", "der", "deres", "det", "dets", "dette", "dig", "din", "dine",
    "disse", "dit", "du", "efter", "eller", "en", "end", "er", "et", "for", "fordi", "fra", "få",
    "får", "før", "gennem", "ham", "han", "hans", "har", "havde", "have", "hen", "hende", "hendes",
    "her", "hos", "hun", "hvad", "hvem", "hver", "hvilken", "hvilke", "hvis", "hvor", "hvordan",
    "hvorfor", "hvornår", "i", "ikke", "ind", "inden", "ingen", "intet", "ja", "jeg", "jer",
    "jeres", "kan", "kom", "kommer", "kun", "kunne", "man", "mange", "med", "meget", "mellem",
    "men", "mere", "mest", "mig", "min", "mine", "mit", "mod", "må", "nej", "noget", "nogle",
    "nogen", "nu", "når", "ned", "og", "også", "om", "op", "os", "over", "på", "samt", "selv",
    "sig", "sin", "sine", "sit", "skal", "skulle", "som", "så", "sådan", "til", "ud", "under",
    "var", "ved", "vi", "vil", "ville", "vor", "vores", "være", "været",
];

/// Whether a normalised word is a function word.
///
/// ```
/// # use strategikatalog::danish::is_stop_word;
/// assert!(is_stop_word("og") && !is_stop_word("borger"));
/// ```
pub fn is_stop_word(word: &str) -> bool {
    // 120 short strings: a scan is faster than a set that must first be built.
    STOP_WORDS.contains(&word)
}

/// Every function word, in normal form, in the order of the list.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    STOP_WORDS.iter().copied()
}
