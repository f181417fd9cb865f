//! A link as an editor or a page wrote it → a URL to send, and a URL → what a person reads.

use url::Url;

/// Why a link is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{link}\" is not an address: {why}")]
pub struct NotAnAddress {
    /// The link as written.
    pub link: String,
    /// What is wrong with it.
    pub why: String,
}

/// The URL of a link. Spaces and Danish letters are percent-encoded, a missing scheme is taken to
/// be https, the fragment stays (it is not sent).
///
/// # Errors
/// Where no host can be made out.
pub fn parse(link: &str) -> Result<Url, NotAnAddress> {
    let wrong = |why: String| NotAnAddress {
        link: link.to_owned(),
        why,
    };
    let text = link.trim().trim_matches(['<', '>', '"']);
    let looks_bare = !text.contains("://")
        && text
            .split(['/', '?'])
            .next()
            .is_some_and(|host| host.contains('.') && !host.contains([' ', '@']));
    let text = if looks_bare {
        format!("https://{text}")
    } else {
        text.to_owned()
    };
    Url::parse(&text).map_err(|e| wrong(e.to_string()))
}

/// A URL with its percent-encoded letters shown as letters, where they are UTF-8. For people only:
/// spaces and signs that structure a URL stay encoded.
///
/// ```
/// # use strategikatalog::fetch::readable;
/// assert_eq!(readable("https://x.dk/%C3%A6ble%20%2F"), "https://x.dk/æble%20%2F");
/// ```
pub fn readable(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut out = String::with_capacity(url.len());
    let mut i = 0;
    while i < bytes.len() {
        let mut run = Vec::new();
        let mut end = i;
        while let Some(byte) = escaped_byte(&bytes[end..]).filter(|byte| *byte >= 0x80) {
            run.push(byte);
            end += 3;
        }
        match String::from_utf8(run) {
            Ok(text) if !text.is_empty() && !text.chars().any(char::is_control) => {
                out.push_str(&text);
                i = end;
            }
            _ => {
                let step = url[i..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&url[i..i + step]);
                i += step;
            }
        }
    }
    out
}

/// Text with every `%XX` decoded, as UTF-8 or else as windows-1252.
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match escaped_byte(&bytes[i..]) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    match String::from_utf8(out) {
        Ok(text) => text,
        Err(e) => encoding_rs::WINDOWS_1252
            .decode(e.as_bytes())
            .0
            .into_owned(),
    }
}

fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_are_sent_encoded_and_shown_readable() {
        for (link, sent, shown) in [
            (
                "https://ishoj.dk/a?name=Strategi for Ishøj",
                "https://ishoj.dk/a?name=Strategi%20for%20Ish%C3%B8j",
                "https://ishoj.dk/a?name=Strategi%20for%20Ishøj",
            ),
            (
                "www.rk.dk/Å",
                "https://www.rk.dk/%C3%85",
                "https://www.rk.dk/Å",
            ),
            ("https://x.dk/%E6", "https://x.dk/%E6", "https://x.dk/%E6"),
            (
                "https://rødovre.dk/",
                "https://xn--rdovre-bya.dk/",
                "https://xn--rdovre-bya.dk/",
            ),
        ] {
            let url = parse(link).expect("an address");
            assert_eq!(url.as_str(), sent);
            assert_eq!(readable(url.as_str()), shown);
        }
        for link in ["", "Notat 2020", "http://", "se sagen"] {
            assert!(parse(link).is_err(), "{link}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = parse(&text);
            let _ = readable(&text);
            let _ = percent_decoded(&text);
        }
    }
}
