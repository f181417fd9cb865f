//! Title, address and text → the municipality a document belongs to. A joint paper names several
//! and belongs to none alone. Refuses to take a municipality that is only an example.

mod mention;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::reading::Piece;
use crate::model::municipality::Municipality;
use crate::model::slug::slug;
use mention::{Mention, Names};
use names::{bare, label_of, written_forms};

/// Names and addresses of all municipalities, compiled once.
pub(super) struct Places {
    slugs: Vec<String>,
    /// Registered domain without its ending → index ("rk" of rk.dk).
    domains: BTreeMap<String, usize>,
    /// How they are written in texts; none where there are no municipalities.
    names: Option<Names>,
}

/// Where the municipality may stand.
pub(super) struct Clues<'a> {
    /// Titles, the document's own first.
    pub(super) titles: &'a [&'a str],
    /// Address it was fetched from.
    pub(super) url: Option<&'a str>,
    /// Name of the file.
    pub(super) file_name: Option<&'a str>,
    /// The text.
    pub(super) pieces: &'a [Piece<'a>],
    /// Other lines of the first pages: headings.
    pub(super) headings: &'a [&'a str],
}

/// Whose it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Whose {
    /// The one municipality.
    pub(super) one: Option<String>,
    /// All of a joint paper, in the order named; else the one.
    pub(super) all: Vec<String>,
    /// Whether the address is the municipality's own.
    pub(super) own_host: bool,
    /// How many municipalities are named with the word "Kommune". Many make an overview.
    pub(super) named: usize,
}

/// Hosts that hold everybody's papers and say nothing about whose.
const SHARED_HOSTS: &[&str] = &[
    "docplayer",
    "meetingsplus",
    "aula",
    "niras",
    "cowiplan",
    "issuu",
];

/// Texts shorter than this are notices rather than papers.
const NOTICE_BYTES: usize = 1_500;

impl Places {
    pub(super) fn new(municipalities: &[Municipality]) -> Self {
        let mut domains = BTreeMap::new();
        let mut forms = BTreeMap::new();
        for (index, municipality) in municipalities.iter().enumerate() {
            domains.insert(municipality.slug.replace('-', ""), index);
            domains.insert(municipality.slug.clone(), index);
            // Hosts drop the Danish letters in two ways: broendby.dk and brondby.dk.
            domains.insert(bare(&municipality.navn), index);
            if let Some(host) = municipality.hjemmeside.as_deref().and_then(label_of) {
                domains.insert(host, index);
            }
            for form in written_forms(&municipality.navn) {
                forms.insert(form, index);
            }
        }
        Self {
            slugs: municipalities.iter().map(|m| m.slug.clone()).collect(),
            domains,
            names: Names::new(&forms),
        }
    }

    /// Decides whose a document is.
    pub(super) fn find(&self, clues: &Clues<'_>) -> Whose {
        let host = clues.url.and_then(|u| self.of_host(u));
        let mut score: BTreeMap<usize, f32> = BTreeMap::new();
        let mut add = |index: usize, points: f32| *score.entry(index).or_default() += points;
        if let Some(index) = host {
            add(index, 12.0);
        }
        for (rank, title) in clues.titles.iter().enumerate() {
            let mentions = self.mentions(title);
            if mentions.len() > 2 {
                continue;
            }
            for mention in mentions {
                let points = if mention.kommune { 14.0 } else { 8.0 };
                add(mention.index, if rank == 0 { points } else { points * 0.8 });
            }
        }
        if let Some(name) = clues.file_name {
            let folded = slug(name);
            for (index, slug) in self.slugs.iter().enumerate() {
                if slug.len() >= 5 && folded.contains(slug.as_str()) {
                    add(index, 5.0);
                }
            }
        }
        let (text, joint, named) = self.of_text(clues);
        let total: f32 = text.values().sum();
        let bytes: usize = clues.pieces.iter().map(|p| p.text.len()).sum();
        if bytes < NOTICE_BYTES
            && let [(&only, &points)] = text.iter().collect::<Vec<_>>()[..]
            && points >= 1.0
        {
            // A short notice that names one municipality is about it.
            add(only, 2.0);
        }
        for (&index, &points) in &text {
            // A municipality named among many others is an example.
            let share = points / total.max(1.0);
            add(
                index,
                if share >= 0.4 {
                    points.min(14.0)
                } else {
                    points.min(14.0) * share
                },
            );
        }
        let mut ranked: Vec<(usize, f32)> = score.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let titled = clues.titles.iter().any(|t| !self.mentions(t).is_empty());
        // A municipality's own page may name its neighbours; a joint paper names the host too.
        let guest = host.is_some_and(|host| !joint.contains(&host));
        let several = joint.len() >= 3 && !titled && !guest;
        let together = self.joint_title(clues.titles);
        let joint = if together.is_empty() {
            joint
        } else {
            together.clone()
        };
        if !together.is_empty() || several && ranked.first().is_none_or(|(_, p)| *p < 22.0) {
            return Whose {
                one: None,
                all: joint.iter().map(|&i| self.slugs[i].clone()).collect(),
                own_host: host.is_some(),
                named: 0,
            };
        }
        let best = ranked.first().filter(|(_, points)| *points >= 3.0);
        let clear = match (best, ranked.get(1)) {
            (Some(a), Some(b)) => a.1 >= b.1 * 1.3,
            (Some(_), None) => true,
            _ => false,
        };
        let one = best
            .filter(|_| clear)
            .map(|(index, _)| self.slugs[*index].clone());
        Whose {
            all: one.iter().cloned().collect(),
            own_host: host.is_some() && host == best.map(|(i, _)| *i),
            named,
            one,
        }
    }

    /// The municipalities of a title such as "Fælles strategi for Lolland og Guldborgsund Kommuner".
    fn joint_title(&self, titles: &[&str]) -> Vec<usize> {
        let shared = titles
            .iter()
            .filter(|t| t.to_lowercase().contains("fælles"));
        let mut named: Vec<usize> = Vec::new();
        for mention in shared.flat_map(|t| self.mentions(t)) {
            if !named.contains(&mention.index) {
                named.push(mention.index);
            }
        }
        if named.len() > 1 { named } else { Vec::new() }
    }

    /// Points per municipality from the text, the municipalities of a joint paper, and how many
    /// are named as municipalities.
    fn of_text(&self, clues: &Clues<'_>) -> (BTreeMap<usize, f32>, Vec<usize>, usize) {
        let mut named: BTreeSet<usize> = BTreeSet::new();
        let mut points: BTreeMap<usize, f32> = BTreeMap::new();
        let mut joint: Vec<usize> = Vec::new();
        let mut read = 0_usize;
        let lines = clues.headings.iter().copied();
        for text in lines.chain(clues.pieces.iter().map(|p| p.text)) {
            let early = read < 2_500;
            read += text.len();
            let mentions = self.mentions(text);
            if early && joint.is_empty() {
                joint = enumerated(text, &mentions);
            }
            for mention in &mentions {
                if mention.kommune {
                    named.insert(mention.index);
                }
                let worth = match (mention.kommune, early) {
                    (true, true) => 4.0,
                    (true, false) => 2.0,
                    (false, true) => 1.5,
                    (false, false) => 0.5,
                };
                let example = is_example(&text[..mention.start]);
                *points.entry(mention.index).or_default() += if example { 0.3 } else { worth };
            }
        }
        (points, joint, named.len())
    }

    fn mentions(&self, text: &str) -> Vec<Mention> {
        let names = self.names.as_ref();
        names.map_or_else(Vec::new, |names| names.mentions(text))
    }

    /// The municipality whose own address this is.
    fn of_host(&self, url: &str) -> Option<usize> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?.to_lowercase();
        let labels: Vec<&str> = host.split('.').collect();
        let main = *labels.get(labels.len().checked_sub(2)?)?;
        if let Some(&index) = self.domains.get(main) {
            return Some(index);
        }
        // esbjergkommune.dk, smartaarhus.eu, velfaerdsteknologi.aarhus.dk, skiveitogteknologier.dk
        let shared = SHARED_HOSTS.contains(&main);
        labels[..labels.len() - 1]
            .iter()
            .filter(|l| !shared || **l != main)
            .find_map(|label| {
                self.domains.get(*label).copied().or_else(|| {
                    self.domains
                        .iter()
                        .filter(|(name, _)| name.len() >= 5)
                        .find(|(name, _)| {
                            let rest = label
                                .strip_prefix(name.as_str())
                                .or_else(|| label.strip_suffix(name.as_str()));
                            // dragoer-nyt.dk is about Dragør, but not Dragør's own.
                            rest.is_some_and(|r| !r.contains("nyt") && !r.contains("avis"))
                        })
                        .map(|(_, &index)| index)
                })
            })
    }
}

/// "… bl.a. Holbæk Kommune", "eksempel fra Ballerup": not the paper's own.
fn is_example(before: &str) -> bool {
    let tail: String = before
        .chars()
        .rev()
        .take(24)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let tail = tail.to_lowercase();
    [
        "bl.a.",
        "blandt andet",
        "f.eks.",
        "fx",
        "eksempel",
        "eksempelvis",
        "såsom",
        "kommuner som",
        "case",
    ]
    .iter()
    .any(|w| tail.contains(w))
}

/// The municipalities of a list of three or more that is said to be a community of municipalities.
fn enumerated(text: &str, mentions: &[Mention]) -> Vec<usize> {
    let mut run: Vec<&Mention> = Vec::new();
    for mention in mentions {
        let joined = run.last().is_some_and(|last| {
            let between = text.get(last.end..mention.start).unwrap_or("x").trim();
            matches!(
                between,
                "," | "og" | "/" | "·" | "-" | "samt" | ", og" | "kommune,"
            )
        });
        if !joined && run.len() < 3 {
            run.clear();
        } else if !joined {
            break;
        }
        run.push(mention);
    }
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Vec::new();
    };
    let lower = text.to_lowercase();
    let community = ["samarbejde", "fælles", "kommunerne", "kommuner "]
        .iter()
        .any(|w| lower.contains(w));
    if run.len() < 3 || !community || is_example(&text[..first.start]) || last.end <= first.start {
        return Vec::new();
    }
    let mut out: Vec<usize> = Vec::new();
    for mention in run {
        if !out.contains(&mention.index) {
            out.push(mention.index);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let of = |navn: &str, web: &str| Municipality {
            slug: slug(navn),
            kode: 1,
            navn: navn.to_owned(),
            region: String::new(),
            indbyggere: 1,
            hjemmeside: Some(web.to_owned()),
            kommunegruppe: String::new(),
            strategier: Vec::new(),
            noter: String::new(),
            file: String::new(),
        };
        Places::new(&[
            of("Rødovre", "https://www.rk.dk/"),
            of("Aarhus", "https://www.aarhus.dk"),
            of("Vejen", "vejen.dk"),
            of("Vesthimmerlands", "vesthimmerland.dk"),
            of("København", "https://www.kk.dk"),
            of("Brøndby", "https://www.brondby.dk"),
        ])
    }

    fn whose(title: &str, url: Option<&str>, text: &str) -> Option<String> {
        places()
            .find(&Clues {
                titles: &[title],
                url,
                file_name: None,
                pieces: &[Piece::of(text)],
                headings: &[],
            })
            .one
    }

    #[test]
    fn address_title_and_text_each_tell() {
        let cases = [
            (
                "Strategi",
                Some("https://www.rk.dk/x"),
                "",
                Some("roedovre"),
            ),
            ("Om", Some("https://smart.aarhus.dk/om"), "", Some("aarhus")),
            ("Strategi for Århus Kommune", None, "", Some("aarhus")),
            (
                "Strategi",
                None,
                "Københavns Kommune vil …",
                Some("koebenhavn"),
            ),
            ("Digital strategi", None, "Vi er på vejen mod noget.", None),
            (
                "Ny politik",
                None,
                "I Vesthimmerland vil vi",
                Some("vesthimmerlands"),
            ),
            ("Katalog", None, "Tiltag, bl.a. Brøndby Kommune", None),
        ];
        for (title, url, text, slug) in cases {
            assert_eq!(whose(title, url, text).as_deref(), slug, "{title} {text}");
        }
    }

    #[test]
    fn a_joint_paper_names_all_and_belongs_to_none() {
        let text = "Rødovre, Aarhus og Brøndby kommuner har et samarbejde om digitalisering.";
        let found = places().find(&Clues {
            titles: &["Fælles pejlemærker"],
            url: None,
            file_name: None,
            pieces: &[Piece::of(text)],
            headings: &[],
        });
        assert_eq!(found.one, None);
        assert_eq!(found.all, ["roedovre", "aarhus", "broendby"]);
    }

    #[test]
    fn two_in_a_title_share_a_paper_and_neighbours_do_not_take_a_hosts() {
        let title = "Fælles strategi for Rødovre og Brøndby Kommuner";
        assert_eq!(whose(title, Some("https://www.rk.dk/x"), ""), None);
        let neighbours = "Aarhus, Brøndby og København kommuner har et samarbejde om it.";
        let own = whose("Strategi", Some("https://www.rk.dk/x"), neighbours);
        assert_eq!(own.as_deref(), Some("roedovre"));
    }
}
