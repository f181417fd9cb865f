//! The demonstration's site, made once for all browser tests by the program itself and served on a
//! port of the system's choosing.

use std::process::Command;
use std::sync::LazyLock;

use super::host::Host;

/// A subfolder, since many hosts have no other room: no address may lean on the root.
const FOLDER: &str = "/katalog/";

static SITE: LazyLock<Host> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder").keep();
    let site = dir.join("site");
    let status = Command::new(env!("CARGO_BIN_EXE_strategikatalog"))
        .args(["--quiet", "demo", "--no-serve", "--out"])
        .arg(&site)
        .status()
        .expect("the program starts");
    assert!(status.success(), "demo ends with {status}");
    Host::start(&site, FOLDER, true)
});

/// The address of a page of the site.
pub(super) fn address(path: &str) -> String {
    SITE.address(path)
}
