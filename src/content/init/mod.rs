//! Nothing → an empty catalogue that `build` accepts: settings with every key explained, the
//! vocabularies, the pages of prose and a file to copy for the first municipality. Refuses a folder
//! that already holds a catalogue, and leaves either a whole one or nothing.

use std::fs;
use std::io;
use std::path::Path;

use super::error::Error;
use super::load::FOLDER;

/// The files of a new catalogue below `content/`, with their texts.
const FILES: &[(&str, &str)] = &[
    ("katalog.toml", include_str!("katalog.toml")),
    ("kommuner/_eksempel.md", include_str!("_eksempel.md")),
    ("sider/om.md", include_str!("om.md")),
];

/// The vocabulary and the prose that every catalogue begins with: this one's own.
macro_rules! shared {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../content/", $path)))),*]
    };
}

/// Files of this catalogue that a new one takes over.
const SHARED: &[(&str, &str)] = shared![
    "synonymer.toml",
    "sider/metode.md",
    "temaer/arbejdskraft.md",
    "temaer/boern-og-unge.md",
    "temaer/borgeren-i-centrum.md",
    "temaer/data.md",
    "temaer/datasikkerhed.md",
    "temaer/digital-inklusion.md",
    "temaer/effektivisering.md",
    "temaer/erhverv.md",
    "temaer/inddragelse.md",
    "temaer/infrastruktur.md",
    "temaer/klima.md",
    "temaer/kompetencer.md",
    "temaer/ledelse-og-styring.md",
    "temaer/ny-teknologi.md",
    "temaer/samarbejde.md",
    "temaer/sammenhaeng.md",
    "temaer/vaerdi.md",
    "temaer/velfaerdsteknologi.md",
    "teknologier/5g.md",
    "teknologier/ai.md",
    "teknologier/app.md",
    "teknologier/big-data.md",
    "teknologier/blockchain.md",
    "teknologier/chatbot.md",
    "teknologier/chromebook.md",
    "teknologier/cloud.md",
    "teknologier/digital-post.md",
    "teknologier/digital-tvilling.md",
    "teknologier/drone.md",
    "teknologier/etavle.md",
    "teknologier/gis.md",
    "teknologier/iot.md",
    "teknologier/mitid-nemid.md",
    "teknologier/open-data.md",
    "teknologier/robot.md",
    "teknologier/rpa.md",
    "teknologier/selvbetjening.md",
    "teknologier/sensor.md",
    "teknologier/tablet.md",
    "teknologier/telemedicin.md",
    "teknologier/video.md",
    "teknologier/vr-ar.md",
    "teknologier/wifi.md",
    "organisering/data.md",
    "organisering/finansiering.md",
    "organisering/fundamenter.md",
    "organisering/gevinstrealisering.md",
    "organisering/governance-og-koordinering.md",
    "organisering/inddragelse-og-ejerskab.md",
    "organisering/kommunikation.md",
    "organisering/kompetencer.md",
    "organisering/ledelse.md",
    "organisering/maal.md",
    "organisering/metode-og-procedure.md",
    "organisering/prioritering.md",
    "organisering/risikovurdering.md",
    "organisering/roller-og-ansvar.md",
    "organisering/sammenhaeng.md",
    "organisering/strategi-og-retning.md",
];

/// What is generated and belongs in no version control.
const IGNORED: &str = "/crawl/\n/public/\n";

/// Writes a new catalogue into `dir`, which is made where it is missing. Returns the files, relative
/// to `dir`, by name.
///
/// # Errors
/// [`Error::Exists`] where `dir` has a `content/` already, [`Error::Write`] where it cannot be
/// written; nothing is left behind then.
pub fn init(dir: &Path) -> Result<Vec<String>, Error> {
    let target = dir.join(FOLDER);
    if target.exists() {
        return Err(Error::Exists { path: target });
    }
    let refuse = |source| Error::Write {
        path: target.clone(),
        source,
    };
    fs::create_dir_all(dir).map_err(refuse)?;
    let workshop = tempfile::Builder::new()
        .prefix(".strategikatalog-")
        .tempdir_in(dir)
        .map_err(refuse)?;
    let draft = workshop.path().join(FOLDER);
    let mut written = fill(&draft).map_err(refuse)?;
    fs::rename(&draft, &target).map_err(refuse)?;
    let ignore = dir.join(".gitignore");
    if !ignore.exists() {
        super::write::atomically(&ignore, IGNORED)?;
        written.push(".gitignore".to_owned());
    }
    written.sort();
    Ok(written)
}

fn fill(draft: &Path) -> io::Result<Vec<String>> {
    let mut written = Vec::new();
    for (name, text) in FILES.iter().chain(SHARED) {
        let path = draft.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text)?;
        written.push(format!("{FOLDER}/{name}"));
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::content::load;

    #[test]
    fn a_new_catalogue_loads_without_a_word() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("nyt/katalog");
        let written = init(&root).expect("a new catalogue");
        assert!(written.contains(&"content/katalog.toml".to_owned()));
        let content = load(&root).expect("it loads");
        assert_eq!(content.warnings, []);
        assert!(content.value.municipalities.is_empty());
        assert_eq!(content.value.subjects.len(), 18 + 25 + 16);
        let again = init(&root).expect_err("it is there already");
        assert!(matches!(again, Error::Exists { .. }), "{again}");
    }

    #[test]
    fn every_subject_of_this_catalogue_is_taken_over() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let mut there = BTreeSet::new();
        for folder in ["temaer", "teknologier", "organisering"] {
            for entry in fs::read_dir(content.join(folder)).expect("a vocabulary") {
                let name = entry.expect("a file").file_name();
                there.insert(format!("{folder}/{}", name.to_string_lossy()));
            }
        }
        let taken: BTreeSet<String> = SHARED.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(
            there.difference(&taken).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
    }
}
