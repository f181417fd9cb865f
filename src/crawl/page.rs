//! The HTML of a page → its names, its own text and its links in reading order, each with the
//! heading it stands under. Keeps nothing of the tree.

use ego_tree::NodeRef;
use scraper::{Html, Node};
use url::Url;

/// Links beyond this are a machine talking.
const MOST_LINKS: usize = 5_000;

/// A page as far as a crawl needs it.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    /// First h1.
    pub(super) heading: Option<String>,
    /// Text without menus, header, footer and scripts.
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// Where `<meta http-equiv="refresh">` sends the reader at once.
    pub(super) refresh: Option<Url>,
}

/// A link of a page.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) url: Url,
    /// Its text, else its title attribute.
    pub(super) text: String,
    /// The heading it stands under.
    pub(super) under: String,
    /// Whether it stands in menu, header or footer.
    pub(super) furniture: bool,
}

impl Page {
    pub(super) fn parse(html: &str, url: &Url) -> Self {
        let tree = Html::parse_document(html);
        let mut page = Self::default();
        let mut walk = Walk {
            base: url.clone(),
            page: &mut page,
            heading: String::new(),
        };
        walk.children(tree.tree.root(), false);
        page.text = collapse(&page.text);
        page
    }
}

struct Walk<'a> {
    base: Url,
    page: &'a mut Page,
    heading: String,
}

impl Walk<'_> {
    /// Depth first without recursion: hostile pages nest deeper than a stack.
    fn children(&mut self, root: NodeRef<'_, Node>, furniture: bool) {
        let mut stack = vec![(root, furniture)];
        while let Some((node, furniture)) = stack.pop() {
            let inside = match node.value() {
                Node::Text(text) => {
                    if !furniture {
                        self.page.text.push_str(text);
                    }
                    continue;
                }
                Node::Element(element) => {
                    let name = element.name();
                    if matches!(name, "script" | "style" | "noscript" | "template" | "svg") {
                        continue;
                    }
                    self.element(node, name, furniture);
                    if !matches!(name, "a" | "span" | "b" | "i" | "em" | "strong") {
                        self.page.text.push(' ');
                    }
                    if name == "title" {
                        continue;
                    }
                    let role = element.attr("role").unwrap_or_default();
                    furniture
                        || matches!(name, "nav" | "header" | "footer" | "aside")
                        || matches!(role, "navigation" | "banner" | "contentinfo" | "search")
                }
                _ => furniture,
            };
            let children: Vec<_> = node.children().collect();
            stack.extend(children.into_iter().rev().map(|child| (child, inside)));
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, name: &str, furniture: bool) {
        let Some(element) = node.value().as_element() else {
            return;
        };
        match name {
            "title" => {
                let title = text_of(node);
                if self.page.title.is_none() && !title.is_empty() {
                    self.page.title = Some(title);
                }
            }
            "base" => {
                let base = element.attr("href").and_then(|h| self.base.join(h).ok());
                self.base = base.unwrap_or_else(|| self.base.clone());
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "legend" | "caption" => {
                let heading = text_of(node);
                if name == "h1" && self.page.heading.is_none() && !heading.is_empty() {
                    self.page.heading = Some(heading.clone());
                }
                self.heading = heading;
            }
            "meta" => self.meta(element),
            "a" | "area" => {
                let href = element.attr("href").unwrap_or_default().trim();
                self.link(href, node, element.attr("title"), furniture);
            }
            // Viewers that show a file inside the page.
            "iframe" | "embed" => {
                let src = element.attr("src").unwrap_or_default().trim();
                self.link(src, node, element.attr("title"), furniture);
            }
            "object" => {
                let data = element.attr("data").unwrap_or_default().trim();
                self.link(data, node, element.attr("title"), furniture);
            }
            _ => {}
        }
    }

    fn link(&mut self, href: &str, node: NodeRef<'_, Node>, title: Option<&str>, furniture: bool) {
        if href.is_empty() || href.starts_with('#') || self.page.links.len() >= MOST_LINKS {
            return;
        }
        let Ok(url) = self.base.join(href) else {
            return;
        };
        if !matches!(url.scheme(), "http" | "https") {
            return;
        }
        let mut text = text_of(node);
        if text.is_empty() {
            text = collapse(title.unwrap_or_default());
        }
        self.page.links.push(Link {
            url,
            text,
            under: self.heading.clone(),
            furniture,
        });
    }

    fn meta(&mut self, element: &scraper::node::Element) {
        let equiv = element.attr("http-equiv").unwrap_or_default();
        if !equiv.eq_ignore_ascii_case("refresh") {
            return;
        }
        let content = element.attr("content").unwrap_or_default();
        let Some((seconds, rest)) = content.split_once([';', ',']) else {
            return;
        };
        // A page that waits longer wants to be read first.
        if seconds.trim().parse::<f32>().is_ok_and(|s| s <= 5.0) {
            let rest = rest.trim();
            let target = match rest.get(..4) {
                Some(key) if key.eq_ignore_ascii_case("url=") => &rest[4..],
                _ => rest,
            };
            self.page.refresh = self.base.join(target.trim_matches(['\'', '"', ' '])).ok();
        }
    }
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut out = String::new();
    for child in node.descendants() {
        if let Node::Text(text) = child.value() {
            out.push_str(text);
            out.push(' ');
        }
    }
    collapse(&out)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(html: &str) -> Page {
        Page::parse(html, &Url::parse("http://x.dk/a/b").expect("a URL"))
    }

    #[test]
    fn links_stand_under_their_heading() {
        let page = page(
            "<title>T</title><nav><a href=/m>Menu</a></nav><h1>Strategi</h1>\
             <p>Læs <a href='c.pdf'>den <b>her</b></a></p><details><summary>Bilag</summary>\
             <a href='#top'>op</a><a href='mailto:x@y'>m</a><iframe src=/d.pdf title=Vis></iframe></details>",
        );
        let links: Vec<_> = page
            .links
            .iter()
            .map(|l| (l.url.path(), l.text.as_str(), l.under.as_str(), l.furniture))
            .collect();
        assert_eq!(
            links,
            [
                ("/m", "Menu", "", true),
                ("/a/c.pdf", "den her", "Strategi", false),
                ("/d.pdf", "Vis", "Bilag", false),
            ]
        );
        assert_eq!(page.heading.as_deref(), Some("Strategi"));
        assert!(page.text.contains("Læs den her") && !page.text.contains("Menu"));
    }

    #[test]
    fn an_instant_refresh_is_a_redirect() {
        let to = |html| page(html).refresh.map(String::from);
        assert_eq!(
            to("<meta http-equiv=Refresh content=\"0; URL='/ny'\">").as_deref(),
            Some("http://x.dk/ny")
        );
        assert_eq!(to("<meta http-equiv=refresh content='600'>"), None);
        assert_eq!(to("<meta http-equiv=refresh content='600; url=/'>"), None);
    }

    #[test]
    fn deep_nesting_is_survived() {
        let html = format!("{}<a href=/x>x</a>", "<div>".repeat(20_000));
        assert_eq!(page(&html).links.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[<>a-z/=\"' !-]{0,200}") {
            let _ = page(&html);
        }
    }
}
