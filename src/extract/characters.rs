//! Bytes of a text file → characters, as browsers decide it: byte-order mark, then the header's
//! charset, then the page's own `<meta>`, then UTF-8 where the bytes are valid, then detection.
//! Never fails; what no encoding explains becomes U+FFFD.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its `<meta charset>` is looked for (HTML standard: 1,024 bytes; real pages
/// carry it later).
const META: usize = 4096;

/// The text of a file.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>, html: bool) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    let stated = content_type
        .and_then(|t| charset(t.as_bytes()))
        .or_else(|| {
            html.then(|| charset(&bytes[..bytes.len().min(META)]))
                .flatten()
        });
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Valid UTF-8 that is not plain ASCII is UTF-8, whatever a server was told to say.
        return text.to_owned();
    }
    if let Some(encoding) = stated
        && encoding != UTF_8
        // A page that names UTF-16 in readable ASCII is not in UTF-16.
        && encoding != UTF_16LE
        && encoding != UTF_16BE
    {
        let (text, _, broken) = encoding.decode(bytes);
        if !broken {
            return text.into_owned();
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"dk"), Utf8Detection::Allow);
    guess.decode(bytes).0.into_owned()
}

/// The encoding named after `charset=` in a header or the head of a page.
fn charset(text: &[u8]) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let at = lower.windows(7).position(|w| w == b"charset")? + 7;
    let rest = &lower[at..];
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_pages_read_right_whoever_names_the_encoding() {
        let latin = b"R\xf8dovre og \xc6bler\xf8d p\xe5 \xf8en, \x96 og s\xe5 videre";
        assert_eq!(
            decode(latin, Some("text/html; charset=ISO-8859-1"), true),
            "Rødovre og Æblerød på øen, – og så videre"
        );
        let mut page =
            b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\"> "
                .to_vec();
        page.extend_from_slice(latin);
        assert!(decode(&page, None, true).contains("Rødovre"));
        assert!(decode(latin, None, false).contains("Rødovre"));
        assert!(decode(latin, Some("text/html; charset=utf-8"), true).contains("Æblerød"));
    }

    #[test]
    fn utf8_is_recognised_against_a_wrong_header() {
        assert_eq!(
            decode(
                "på øen".as_bytes(),
                Some("text/html; charset=iso-8859-1"),
                true
            ),
            "på øen"
        );
        assert_eq!(decode(b"\xef\xbb\xbfp\xc3\xa5", None, false), "på");
        assert_eq!(decode(b"\xff\xfep\0\xe5\0", None, false), "på");
    }
}
