//! A municipality's name and website → the ways it is written in texts and addresses.

use url::Url;

/// How a municipality's name is written: with genitive s, with aa for å and the other way.
pub(super) fn written_forms(name: &str) -> Vec<String> {
    let mut bases = vec![name.to_owned()];
    if name.contains("Aa") || name.contains("aa") {
        bases.push(name.replace("Aa", "Å").replace("aa", "å"));
    }
    if name.contains('Å') || name.contains('å') {
        bases.push(name.replace('Å', "Aa").replace('å', "aa"));
    }
    if let Some(root) = name
        .strip_suffix('s')
        .filter(|r| r.ends_with("land") || r.ends_with("fyn"))
    {
        bases.push(root.to_owned());
    }
    let mut out = Vec::new();
    for base in bases {
        if !base.ends_with('s') {
            out.push(format!("{base}s"));
        }
        out.push(base);
    }
    out
}

/// A name with its Danish letters laid bare, as hosts write it: brondby, koge, naestved.
pub(super) fn bare(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .flat_map(|c| match c {
            'ø' => vec!['o'],
            'å' => vec!['a', 'a'],
            'æ' => vec!['a', 'e'],
            '-' | ' ' => vec![],
            c => vec![c],
        })
        .collect()
}

/// Registered name of a website: `rk` of `https://www.rk.dk/`.
pub(super) fn label_of(website: &str) -> Option<String> {
    let host = Url::parse(website)
        .ok()
        .and_then(|u| u.host_str().map(str::to_lowercase))
        .unwrap_or_else(|| website.to_lowercase());
    let labels: Vec<&str> = host.trim_end_matches('/').split('.').collect();
    labels
        .get(labels.len().checked_sub(2)?)
        .map(|l| (*l).to_owned())
}
