//! A host → the addresses we may connect to. Refuses every address that is not public: private,
//! loopback, link-local (cloud metadata), multicast, reserved, and IPv6 forms that wrap them.
//!
//! The check stands inside the resolver of the HTTP client, so the address that was checked is the
//! address that is connected to; a name that answers differently a moment later gains nothing.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// What a look-up answers, later.
pub type Looking = Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

/// A way to resolve names: the system's, or a table in tests.
pub type Lookup = Arc<dyn Fn(String) -> Looking + Send + Sync>;

/// Why a host may not be visited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only http and https.
    #[error("scheme {0}: is not fetched, only http and https")]
    Scheme(String),
    /// No host in the address.
    #[error("the address names no host")]
    NoHost,
    /// Resolves to (or is) an address that is not public.
    #[error("{host} is at {ip}, which is not a public address")]
    NotPublic {
        /// Host as written.
        host: String,
        /// The offending address.
        ip: IpAddr,
    },
    /// A port on which no website is served.
    #[error("port {0} is not one for the web")]
    Port(u16),
    /// A name that means this machine.
    #[error("{0} means this machine")]
    Local(String),
}

/// Checks what can be seen in the URL itself. Names are checked again when they are resolved.
///
/// # Errors
/// Where the scheme, or an address or name in it, is refused.
pub fn check_url(url: &Url, allow_private: bool) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme(url.scheme().to_owned()));
    }
    if let Some(port) = url.port().filter(|port| is_bad_port(*port)) {
        return Err(Refusal::Port(port));
    }
    let ip = match url.host() {
        None => return Err(Refusal::NoHost),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain(name)) => {
            let bare = name.trim_end_matches('.').to_ascii_lowercase();
            // RFC 6761, section 6.3: these names always mean loopback.
            let local = bare == "localhost" || bare.ends_with(".localhost");
            if local && !allow_private {
                return Err(Refusal::Local(name.to_owned()));
            }
            return Ok(());
        }
    };
    if allow_private || is_public(ip) {
        Ok(())
    } else {
        Err(Refusal::NotPublic {
            host: url.host_str().unwrap_or_default().to_owned(),
            ip,
        })
    }
}

/// Ports of other services, to which a link could be made to speak: mail, files, remote shells and
/// the like, from the list that browsers keep to (WHATWG Fetch, section 2.9).
fn is_bad_port(port: u16) -> bool {
    const BAD: [u16; 41] = [
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 110,
        111, 119, 123, 135, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 587, 636, 993, 995,
    ];
    BAD.contains(&port)
        || matches!(
            port,
            2049 | 3659 | 4045 | 5060 | 5061 | 6000 | 6379 | 6566 | 6665..=6669 | 11211
        )
}

/// Whether an address is one that anybody on the internet may be reached at (IANA's special-purpose
/// registries for IPv4 and IPv6).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // shared by carriers, RFC 6598
        || (a == 192 && b == 0 && c == 0) // protocol assignments, RFC 6890
        || (a == 192 && b == 88 && c == 99) // 6to4 relays, RFC 7526
        || (a == 198 && (b == 18 || b == 19))) // benchmarks, RFC 2544
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return embedded(s[6], s[7]); // NAT64, RFC 6052
    }
    if s[0] == 0x2002 {
        return embedded(s[1], s[2]); // 6to4, RFC 3056
    }
    // Of the rest only global unicast, without Teredo, ORCHID, benchmarks and documentation.
    (0x2000..0x4000).contains(&s[0])
        && !(s[0] == 0x2001 && (s[1] < 0x0200 || s[1] == 0x0db8))
        && !(s[0] == 0x3fff && s[1] < 0x1000)
}

/// The resolver handed to the HTTP client.
pub(super) struct Guarded {
    pub(super) lookup: Lookup,
    pub(super) allow_private: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let looking = (self.lookup)(host.clone());
        let allow_private = self.allow_private;
        Box::pin(async move {
            let addresses = looking.await?;
            // One address that is not public spoils the name: an honest site has none.
            let bad = addresses.iter().find(|address| !is_public(address.ip()));
            if let (Some(bad), false) = (bad, allow_private) {
                let ip = bad.ip();
                return Err(Refusal::NotPublic { host, ip }.into());
            }
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

/// The system's resolver. Names below `.invalid` do not exist, whoever is asked (RFC 6761).
pub fn system_lookup() -> Lookup {
    Arc::new(|host| {
        Box::pin(async move {
            if host.trim_end_matches('.').ends_with(".invalid") {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::NotFound,
                    "no such name",
                ));
            }
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            Ok(found.collect())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        for ip in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "100::1",
            "64:ff9b:1::1",
        ] {
            let parsed: IpAddr = ip.parse().expect("an address");
            assert!(!is_public(parsed), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "87.48.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2a00:1450:400f::1",
            "::ffff:87.48.0.1",
            "64:ff9b::5730:1",
        ] {
            let parsed: IpAddr = ip.parse().expect("an address");
            assert!(is_public(parsed), "{ip}");
        }
    }

    #[test]
    fn literal_addresses_are_seen_in_every_spelling() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://localhost/",
            "http://a.LOCALHOST./",
            "ftp://rk.dk/",
            "file:///etc/passwd",
            "gopher://rk.dk/",
        ] {
            let url = Url::parse(url).expect("a URL");
            assert!(check_url(&url, false).is_err(), "{url}");
        }
        let url = Url::parse("https://rk.dk/").expect("a URL");
        assert_eq!(check_url(&url, false), Ok(()));
        let url = Url::parse("http://127.0.0.1:8080/").expect("a URL");
        assert_eq!(check_url(&url, true), Ok(()));
        let url = Url::parse("file:///etc/passwd").expect("a URL");
        assert!(check_url(&url, true).is_err());
    }
}
