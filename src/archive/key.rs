//! A URL as somebody typed it → the key under which the archive looks it up: no fragment, no
//! session id, no campaign tag. Refuses to fold anything that could name another document (paths
//! keep their case, the other query parameters their order).

use url::Url;

/// Query parameters that tell who asks or from where, never what is asked for.
const SESSION_PARAMETERS: [&str; 14] = [
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "asp.net_sessionid",
    "sessionid",
    "session_id",
    "sid",
    "cfid",
    "cftoken",
    "fbclid",
    "gclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
];

/// The key of a URL. Text that is no URL is its own key, trimmed.
///
/// ```
/// # use strategikatalog::archive::url_key;
/// assert_eq!(
///     url_key("HTTP://Rk.dk:80/a;jsessionid=1F?sid=9&id=2#side-3"),
///     "http://rk.dk/a?id=2",
/// );
/// ```
pub fn url_key(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url.trim()) else {
        return url.trim().to_owned();
    };
    if !matches!(parsed.scheme(), "http" | "https") {
        return parsed.into();
    }
    parsed.set_fragment(None);
    // Neither call fails for http and https with a host.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    let path = without_session(parsed.path());
    parsed.set_path(&path);
    if let Some(query) = parsed.query() {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty() && !is_session(pair))
            .collect();
        let kept = kept.join("&");
        parsed.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    parsed.into()
}

fn is_session(pair: &str) -> bool {
    let name = pair
        .split('=')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    name.starts_with("utm_")
        || name.starts_with("aspsessionid")
        || SESSION_PARAMETERS.contains(&name.as_str())
}

/// Path without `;jsessionid=…` and without ASP.NET's `/(S(…))`.
fn without_session(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !(part.starts_with("(S(") && part.ends_with("))")))
        .map(
            |part| match part.to_ascii_lowercase().find(";jsessionid=") {
                Some(at) => &part[..at],
                None => part,
            },
        )
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::url_key;

    #[test]
    fn sessions_and_fragments_fold_and_documents_do_not() {
        for (url, key) in [
            ("https://x.dk/a#b", "https://x.dk/a"),
            ("https://x.dk/a?PHPSESSID=1", "https://x.dk/a"),
            (
                "https://x.dk/a?b=1&utm_source=x&c=2",
                "https://x.dk/a?b=1&c=2",
            ),
            ("https://x.dk/(S(abc))/a.aspx", "https://x.dk/a.aspx"),
            ("https://x.dk/Å b", "https://x.dk/%C3%85%20b"),
            ("urn:sha256:00", "urn:sha256:00"),
            ("ikke en adresse", "ikke en adresse"),
        ] {
            assert_eq!(url_key(url), key);
        }
        assert_ne!(
            url_key("https://x.dk/a?id=1"),
            url_key("https://x.dk/a?id=2")
        );
        assert_ne!(url_key("https://x.dk/A"), url_key("https://x.dk/a"));
    }

    #[test]
    fn a_key_is_its_own_key() {
        for url in ["http://x.dk/a?sid=1#f", "https://x.dk/;jsessionid=2/b?&&"] {
            let key = url_key(url);
            assert_eq!(url_key(&key), key);
        }
    }
}
