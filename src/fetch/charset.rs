//! Bytes of a text → the text. BOM, then header, then what the page says of itself, then detection;
//! a statement that the bytes contradict is not believed.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes a text. `content_type` is the header's value, where there was one. Never fails: signs
/// that cannot be read become U+FFFD.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = encoding_of(bytes, content_type);
    encoding.decode(bytes).0.into_owned()
}

/// The encoding of a text.
fn encoding_of(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let stated = content_type
        .and_then(charset_parameter)
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| stated_in_page(bytes));
    let valid_utf8 = std::str::from_utf8(bytes).is_ok();
    match stated {
        // Text that happens to be valid UTF-8 with letters beyond ASCII is nothing else.
        Some(encoding) if encoding.is_single_byte() && valid_utf8 && !bytes.is_ascii() => UTF_8,
        Some(encoding) if encoding == UTF_8 && !valid_utf8 => detect(bytes),
        Some(encoding) => encoding,
        None if valid_utf8 => UTF_8,
        None => detect(bytes),
    }
}

/// Guesses among legacy encodings, as for a page under `.dk`.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"dk"), Utf8Detection::Allow);
    // UTF-8 with a few broken signs: the detector drops it at the first one.
    let broken = String::from_utf8_lossy(bytes);
    let bad = broken.matches('\u{fffd}').count();
    let good = broken.chars().filter(|c| !c.is_ascii()).count() - bad;
    if bad * 20 < good {
        return UTF_8;
    }
    // Danish pages are Western European; anything else single-byte is a guess gone wrong.
    if guess.is_single_byte() {
        WINDOWS_1252
    } else {
        guess
    }
}

fn charset_parameter(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset=")? + "charset=".len();
    let value = lower[at..].split([';', ',']).next()?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// `<meta charset>`, `<meta http-equiv>` or an XML declaration in the first 1024 bytes.
fn stated_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let head: String = head
        .iter()
        .map(|&b| char::from(b.to_ascii_lowercase()))
        .collect();
    for key in ["charset=", "encoding="] {
        let Some(at) = head.find(key) else { continue };
        let value = head[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
        let label: String = value
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
            .collect();
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            // A page read this far byte by byte is not UTF-16, whatever it says.
            let wide = encoding.output_encoding() != encoding;
            return Some(if wide { UTF_8 } else { encoding });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DANISH: &str = "<p>Rødovre Kommune styrker velfærden på ældreområdet</p>";

    fn latin1(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn danish_pages_read_right_however_they_are_sent() {
        let meta = format!("<meta charset=\"iso-8859-1\">{DANISH}");
        let utf8_bom = [b"\xef\xbb\xbf", DANISH.as_bytes()].concat();
        let utf16: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(DANISH.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let broken = [DANISH.repeat(20).as_bytes(), b"\xff"].concat();
        for (bytes, header, what) in [
            (
                DANISH.as_bytes().to_vec(),
                Some("text/html; charset=utf-8"),
                "header",
            ),
            (DANISH.as_bytes().to_vec(), None, "nothing said, UTF-8"),
            (
                latin1(DANISH),
                Some("text/html; charset=ISO-8859-1"),
                "header latin1",
            ),
            (latin1(&meta), None, "meta"),
            (
                latin1(&meta),
                Some("text/html"),
                "meta, header without charset",
            ),
            (latin1(DANISH), None, "detection"),
            (
                latin1(DANISH),
                Some("text/html; charset=utf-8"),
                "header lies: not UTF-8",
            ),
            (
                DANISH.as_bytes().to_vec(),
                Some("text/html; charset=iso-8859-1"),
                "header lies: UTF-8",
            ),
            (utf8_bom, Some("text/html; charset=iso-8859-1"), "BOM"),
            (utf16, None, "UTF-16 BOM"),
            (broken, None, "one broken sign"),
        ] {
            let text = decode(&bytes, header);
            assert!(text.contains("ældreområdet"), "{what}: {text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&bytes, Some("text/html; charset="));
            let _ = decode(&bytes, None);
        }
    }
}
