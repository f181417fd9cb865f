//! The answer to a request for robots.txt → what we may fetch from the site (RFC 9309).

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

/// Our product token in robots.txt.
pub const TOKEN: &str = "strategikatalog";
/// What is read of a robots.txt: RFC 9309, section 2.5, asks for at least 500 KiB.
pub const SIZE_LIMIT: usize = 500 * 1024;
/// Redirects followed to a robots.txt: RFC 9309, section 2.3.1.2.
pub const REDIRECT_LIMIT: usize = 5;

/// The rules of one site.
#[derive(Debug)]
pub struct Robots {
    rules: Rules,
}

#[derive(Debug)]
enum Rules {
    All,
    Nothing,
    Some(Robot),
}

impl Robots {
    /// Rules from the last answer: its status (`None`: no answer at all) and body.
    ///
    /// 2xx is read; 4xx means there are none; 5xx and silence mean that nothing may be fetched
    /// (RFC 9309, sections 2.3.1.3 and 2.3.1.4). A redirect that led nowhere counts as none.
    pub fn from_answer(status: Option<u16>, body: &[u8]) -> Self {
        let rules = match status {
            Some(200..=299) => {
                let body = &body[..body.len().min(SIZE_LIMIT)];
                // A rule that cannot be read is a rule we cannot keep.
                Robot::new(TOKEN, body).map_or(Rules::Nothing, Rules::Some)
            }
            Some(300..=499) => Rules::All,
            _ => Rules::Nothing,
        };
        Self { rules }
    }

    /// Whether a URL of this site may be fetched.
    pub fn allow(&self, url: &Url) -> bool {
        match &self.rules {
            Rules::All => true,
            Rules::Nothing => false,
            Rules::Some(robot) => robot.allowed(url.as_str()),
        }
    }

    /// Whether nothing may be fetched because the rules could not be had.
    pub fn are_missing(&self) -> bool {
        matches!(self.rules, Rules::Nothing)
    }

    /// Crawl-delay, where one is asked for and makes sense.
    pub fn delay(&self) -> Option<Duration> {
        let Rules::Some(robot) = &self.rules else {
            return None;
        };
        robot
            .delay
            .and_then(|s| Duration::try_from_secs_f32(s).ok())
    }

    /// Addresses of sitemaps, as written.
    pub fn sitemaps(&self) -> &[String] {
        match &self.rules {
            Rules::Some(robot) => &robot.sitemaps,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn the_status_decides_what_silence_means() {
        let at = url("https://x.dk/a");
        for (status, allowed) in [
            (Some(404), true),
            (Some(403), true),
            (Some(301), true),
            (Some(500), false),
            (Some(503), false),
            (None, false),
        ] {
            assert_eq!(
                Robots::from_answer(status, b"").allow(&at),
                allowed,
                "{status:?}"
            );
        }
    }

    #[test]
    fn rules_for_us_come_before_rules_for_all() {
        let text = b"User-agent: *\nDisallow: /\n\nUser-Agent: Strategikatalog\nDisallow: /intern\nAllow: /intern/strategi\nCrawl-delay: 2\nSitemap: https://x.dk/kort.xml\n";
        let robots = Robots::from_answer(Some(200), text);
        assert!(robots.allow(&url("https://x.dk/a")));
        assert!(!robots.allow(&url("https://x.dk/intern/b")));
        assert!(robots.allow(&url("https://x.dk/intern/strategi.pdf")));
        assert_eq!(robots.delay(), Some(Duration::from_secs(2)));
        assert_eq!(robots.sitemaps(), ["https://x.dk/kort.xml"]);
    }

    #[test]
    fn rules_with_danish_letters_hold() {
        let robots = Robots::from_answer(Some(200), "User-agent: *\nDisallow: /ældre\n".as_bytes());
        assert!(!robots.allow(&url("https://x.dk/ældre/a")));
    }

    #[test]
    fn a_huge_file_is_read_as_far_as_the_standard_asks() {
        let mut text = b"User-agent: *\nDisallow: /nej\n".to_vec();
        text.resize(SIZE_LIMIT * 3, b'#');
        let robots = Robots::from_answer(Some(200), &text);
        assert!(!robots.allow(&url("https://x.dk/nej")));
    }
}
