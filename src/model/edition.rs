//! Rows of one municipality → which edition replaced which. Only papers of the same kind can be
//! editions of each other, and a draft replaces nothing.

use super::catalogue::Strategy;
use super::form::Form;
use super::slug::slug;
use super::status::Status;

/// Fills `replaces` and `replaced_by` among the rows of one municipality.
pub fn link(rows: &mut [Strategy]) {
    let mut order: Vec<usize> = (0..rows.len()).filter(|&i| is_edition(&rows[i])).collect();
    order.sort_by_key(|&i| (rows[i].period.start_year(), rows[i].period.last_year(), i));
    for later in 1..order.len() {
        let new = order[later];
        let Some(old) =
            order[..later].iter().rev().copied().find(|&old| {
                same_family(&rows[old], &rows[new]) && precedes(&rows[old], &rows[new])
            })
        else {
            continue;
        };
        if rows[old].replaced_by.is_none() {
            rows[old].replaced_by = Some(rows[new].key.strategi.clone());
            rows[new].replaces = Some(rows[old].key.strategi.clone());
        }
    }
}

/// Drafts, papers still to come and papers without years cannot take another's place.
fn is_edition(row: &Strategy) -> bool {
    !matches!(row.status, Status::Udkast | Status::Kommende)
        && row.form != Form::NotAStrategy
        && row.period.start_year().is_some()
}

fn precedes(old: &Strategy, new: &Strategy) -> bool {
    old.period.start_year() < new.period.start_year()
}

/// Same form, and for papers that are not about digitalisation as such the same name without its
/// years; a strategy for one field is no edition of the cross-cutting one.
fn same_family(a: &Strategy, b: &Strategy) -> bool {
    if a.form != b.form {
        return false;
    }
    let breadth = |row: &Strategy| row.finding.profile.as_ref().map(|p| p.breadth);
    if let (Some(x), Some(y)) = (breadth(a), breadth(b))
        && x != y
    {
        return false;
    }
    a.form.is_own() || family_name(a) == family_name(b)
}

/// The title without years, as a slug.
fn family_name(row: &Strategy) -> String {
    slug(&row.title)
        .split('-')
        .filter(|part| !part.chars().all(|c| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join("-")
}
