//! Forms of the strategies → stacked columns by the year they begin. Refuses to place a strategy
//! whose year nobody stated; those are counted in the caption.

use std::collections::BTreeMap;

use crate::model::catalogue::Catalogue;
use crate::model::form::Form;

use super::svg::{Anchor, SMALL, Svg};
use super::{Cell, Chart, Key, Table, float};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 36.0;
const TOP: f64 = 16.0;
const PLOT: f64 = 260.0;

/// Strategies by start year and form. `None` where none states a year.
pub fn forms(catalogue: &Catalogue, id: &str) -> Option<Chart> {
    let mut years: BTreeMap<i16, BTreeMap<Form, usize>> = BTreeMap::new();
    let mut silent = 0;
    for row in &catalogue.strategies {
        match (row.form, row.period.start_year()) {
            (Form::NotAStrategy, _) => {}
            (_, None) => silent += 1,
            (form, Some(year)) => {
                *years.entry(year).or_default().entry(form).or_default() += 1;
            }
        }
    }
    let (first, last) = (*years.keys().next()?, *years.keys().next_back()?);
    let forms: Vec<Form> = Form::ALL
        .into_iter()
        .filter(|form| years.values().any(|year| year.contains_key(form)))
        .collect();
    let of = |year: i16, form: Form| {
        years
            .get(&year)
            .and_then(|y| y.get(&form))
            .copied()
            .unwrap_or(0)
    };
    let most = years.values().map(|y| y.values().sum()).max().unwrap_or(0);

    let title = "Strategiernes form efter startår";
    let description = format!(
        "Søjler for årene {first} til {last}. Hver søjle er antallet af strategier, der begynder i året, delt efter form."
    );
    let mut svg = Svg::new(
        id,
        "soejler",
        (WIDTH, TOP + PLOT + 26.0),
        title,
        &description,
    );
    let step = step(most);
    let top = most.div_ceil(step) * step;
    let y = |n: usize| TOP + PLOT * (1.0 - float(n) / float(top.max(1)));
    for n in (0..=top).step_by(step) {
        svg.line("akse-gitter", (LEFT, y(n)), (WIDTH, y(n)));
        svg.text((LEFT - 8.0, y(n) + 4.0), Anchor::End, SMALL, &n.to_string());
    }
    let span = f64::from(last - first + 1);
    let slot = (WIDTH - LEFT) / span;
    let bar = (slot * 0.72).min(48.0);
    for (at, year) in (first..=last).enumerate() {
        let middle = LEFT + slot * (float(at) + 0.5);
        let mut below = 0;
        for form in &forms {
            let n = of(year, *form);
            if n == 0 {
                continue;
            }
            svg.open_titled(&format!("{year}, {}: {n}", form.label()));
            let (high, low) = (y(below + n), y(below));
            svg.rect(&class(*form), (middle - bar / 2.0, high), (bar, low - high));
            svg.close_group();
            below += n;
        }
        if slot > 34.0 || year % 2 == 0 {
            svg.text(
                (middle, TOP + PLOT + 18.0),
                Anchor::Middle,
                SMALL,
                &year.to_string(),
            );
        }
    }
    svg.line("akse-streg", (LEFT, y(0)), (WIDTH, y(0)));

    let mut table = Table::new(["Startår"]);
    table
        .head
        .extend(forms.iter().map(|f| f.label().to_owned()));
    table.head.push("I alt".to_owned());
    for year in first..=last {
        let counts: Vec<usize> = forms.iter().map(|f| of(year, *f)).collect();
        let mut cells = vec![Cell::text(year.to_string())];
        cells.extend(counts.iter().map(Cell::number));
        cells.push(Cell::number(counts.iter().sum::<usize>()));
        table.rows.push(cells);
    }
    let mut caption = "En strategi tæller i det år, dens periode begynder.".to_owned();
    match silent {
        0 => {}
        1 => caption.push_str(" Én strategi uden oplyst år er ikke med."),
        n => caption.push_str(&format!(" {n} strategier uden oplyst år er ikke med.")),
    }
    Some(Chart {
        svg: svg.finish(),
        title: title.to_owned(),
        caption,
        legend: forms
            .iter()
            .map(|form| {
                let n = years.values().filter_map(|y| y.get(form)).sum();
                Key::new(&class(*form), "", form.label()).count(n)
            })
            .collect(),
        table,
    })
}

/// The same form has the same colour on every page and every day.
fn class(form: Form) -> String {
    let place = Form::ALL
        .iter()
        .position(|f| *f == form)
        .unwrap_or_default();
    format!("serie-{}", place + 1)
}

/// A step that gives the axis at most six lines.
fn step(most: usize) -> usize {
    [1, 2, 5, 10, 20, 50]
        .into_iter()
        .find(|step| most <= step * 5)
        .unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn columns_and_table_hold_the_same_figures() {
        let chart = forms(&sample::five(), "f").expect("years are stated");
        // 2015, 2019 twice (one of them a planning strategy), 2021, 2024.
        assert_eq!(chart.table.rows.len(), 10);
        let total: usize = chart
            .table
            .rows
            .iter()
            .filter_map(|r| r.last().and_then(|c| c.text.parse::<usize>().ok()))
            .sum();
        assert_eq!(total, 5);
        assert_eq!(chart.svg.matches("<rect").count(), 5);
        let told: usize = chart.legend.iter().filter_map(|k| k.count).sum();
        assert_eq!(told, 5);
        assert!(
            chart
                .svg
                .contains("<title>2019, Del af en anden strategi: 1</title>")
        );
    }

    #[test]
    fn without_years_there_is_no_chart() {
        let place = sample::municipality(1, "aa", "Aa", "Fyn", 1);
        let empty = sample::catalogue(vec![(place, vec![sample::Row::PLAIN])]);
        assert_eq!(forms(&empty, "f"), None);
    }
}
