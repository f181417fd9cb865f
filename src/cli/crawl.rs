//! `crawl`: fetches every link of the list into crawl/archive and says what became of each.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use clap::ValueEnum;

use super::{Code, Context, own_program, terminal};
use crate::model::health::LinkHealth;
use crate::model::snapshot::Visit;
use crate::{content, crawl, fetch, pipeline};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) net: Net,
    /// How to tell of each link
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Options of every command that fetches.
#[derive(Debug, clap::Args)]
pub(super) struct Net {
    /// Only this municipality (the name of its file); may be given several times
    #[arg(long, value_name = "SLUG")]
    pub(super) only: Vec<String>,
    /// Fetch through this proxy (http://, https://, socks5://); it resolves the names
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// Least time in milliseconds from one request to the next at one host
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    delay: u64,
    /// Do not fetch again what was fetched less than this ago (30m, 12h, 7d)
    #[arg(long, value_name = "DUR", default_value = "0s", value_parser = duration)]
    pub(super) max_age: Duration,
    /// Also fetch from addresses that are not public (loopback, private networks)
    #[arg(long)]
    allow_private: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

impl Net {
    /// How to fetch, with the contact that the catalogue's settings give.
    pub(super) fn fetch(&self, root: &Path) -> anyhow::Result<fetch::Options> {
        let settings = content::load(root)?.value.settings;
        let agent = fetch::user_agent(settings.base_url.as_deref(), settings.kontakt.as_deref());
        let mut options = fetch::Options::new(agent, Context::now);
        options.gap = Duration::from_millis(self.delay);
        options.back_off = options
            .gap
            .clamp(Duration::from_millis(100), options.back_off);
        options.proxy.clone_from(&self.proxy);
        options.allow_private = self.allow_private;
        Ok(options)
    }
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let mut crawl = crawl::Options::new(args.net.fetch(&cx.root)?);
    crawl.max_age = args.net.max_age;
    crawl.only.clone_from(&args.net.only);
    if args.format == Format::Json {
        crawl.on_visit = Some(Arc::new(|visit| {
            // A reader that went away is noticed at the end; the archive is worth finishing.
            let _ = terminal::out(format!("{}\n", crawl::line(visit)).as_bytes());
        }));
    }
    let options = pipeline::CrawlOptions {
        root: cx.root.clone(),
        crawl,
        worker: Some(own_program()?),
    };
    let progress = cx.progress();
    let done = pipeline::crawl(&options, progress.as_ref())?;
    let code = cx.warn(&done.warnings);
    if args.format == Format::Text {
        cx.say(summary(&done.value));
    }
    Ok(code)
}

/// One line: how many links of each health.
fn summary(visits: &[Visit]) -> String {
    let counts: Vec<String> = LinkHealth::ALL
        .into_iter()
        .filter_map(|health| {
            let count = visits.iter().filter(|v| v.status == health).count();
            (count > 0).then(|| format!("{count} {}", health.id()))
        })
        .collect();
    format!("{} rows: {}", visits.len(), counts.join(", "))
}

/// `0s`, `30m`, `12h`, `7d`.
fn duration(text: &str) -> anyhow::Result<Duration> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => bail!("write a number and a unit: 0s, 30m, 12h or 7d"),
    };
    match number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(seconds))
    {
        Some(seconds) => Ok(Duration::from_secs(seconds)),
        None => bail!("write a number and a unit: 0s, 30m, 12h or 7d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let read = |text| duration(text).ok().map(|d| d.as_secs());
        assert_eq!(read("0s"), Some(0));
        assert_eq!(read("30m"), Some(1_800));
        assert_eq!(read("12h"), Some(43_200));
        assert_eq!(read("7d"), Some(604_800));
        for wrong in ["", "7", "d", "7 d", "-1s", "7w", "99999999999999999999d"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
