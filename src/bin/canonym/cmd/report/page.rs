//! The report as one page that needs nothing else: bars, and a timeline of
//! each entity.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::spellings;
use super::tally::{Entity, Tally};
use crate::cmd::tag::html::escaped;

const PAGE: &str = include_str!("report.html");

/// Columns of a timeline at most; more days are taken together.
const COLUMNS: usize = 60;

/// The page of the entities named most.
pub(super) fn page(tally: &Tally, top: Option<usize>) -> String {
    let ranked = tally.ranked();
    let shown = &ranked[..top.unwrap_or(ranked.len()).min(ranked.len())];
    let periods = Periods::new(tally);
    let most = shown.first().map_or(1, |(_, entity)| entity.count);
    let rows: String = shown.iter().map(|(id, entity)| row(id, entity, most, &periods)).collect();
    let kinds: BTreeSet<&str> = shown.iter().map(|(_, entity)| kind(entity)).collect();
    let boxes =
        kinds.iter().map(|kind| format!("<label><input type=\"checkbox\" value=\"{kind}\" checked> {kind}</label>"));
    let mentions: usize = ranked.iter().map(|(_, entity)| entity.count).sum();
    let title = match &tally.texts[..] {
        [one] if one.name == "-" => "standard input".to_owned(),
        [one] => one.name.clone(),
        all => format!("{} texts", all.len()),
    };
    let more =
        if shown.len() < ranked.len() { format!("; the {} named most are shown", shown.len()) } else { String::new() };
    let summary = format!(
        "{mentions} mentions of {} entities in {} texts{more}.{}",
        ranked.len(),
        tally.texts.len(),
        periods.range()
    );
    let parts = [
        ("{title}", escaped(&title)),
        ("{summary}", escaped(&summary)),
        ("{kinds}", boxes.collect::<Vec<_>>().join(" ")),
        ("{when}", if periods.dated { "When" } else { "Where, text by text" }.to_owned()),
        ("{rows}", rows),
    ];
    // Each part once, from the front: what stands in one is no place of another.
    let mut out = String::new();
    let mut rest = PAGE;
    while let Some((at, (place, part))) =
        parts.iter().filter_map(|part| Some((rest.find(part.0)?, part))).min_by_key(|(at, _)| *at)
    {
        out.push_str(&rest[..at]);
        out.push_str(part);
        rest = &rest[at + place.len()..];
    }
    out + rest
}

fn kind(entity: &Entity) -> &str {
    match entity.kind.as_str() {
        "" => "other",
        kind => kind,
    }
}

fn row(id: &str, entity: &Entity, most: usize, periods: &Periods) -> String {
    let mut all: Vec<String> =
        spellings(entity).iter().map(|(text, count)| format!("{} {count}", escaped(text))).collect();
    if all.len() > 12 {
        let more = all.len() - 12;
        all.truncate(12);
        all.push(format!("and {more} more"));
    }
    let (kind, count, texts) = (kind(entity), entity.count, entity.texts.len());
    let share = (count * 100).div_ceil(most);
    format!(
        "<tr class=\"{kind}\" data-kind=\"{kind}\"><td>{}<br><small>{}</small></td><td class=\"number\">{count}</td>\
         <td class=\"number\">{texts}</td><td style=\"width:8rem\"><span class=\"bar\" style=\"width:{share}%\"></span></td>\
         <td>{}</td><td>{}</td></tr>\n",
        escaped(&entity.name),
        escaped(id),
        periods.line(entity),
        all.join(", ")
    )
}

/// The columns of the timelines: stretches of days, or of texts in order.
struct Periods {
    dated: bool,
    /// Of each text, its column.
    column: BTreeMap<usize, usize>,
    /// What each column stands for.
    names: Vec<String>,
}

impl Periods {
    fn new(tally: &Tally) -> Self {
        let dates: BTreeSet<&str> = tally.texts.iter().filter_map(|text| text.date.as_deref()).collect();
        let dated = dates.len() > 1;
        let steps: Vec<&str> =
            if dated { dates.into_iter().collect() } else { tally.texts.iter().map(|t| t.name.as_str()).collect() };
        let width = steps.len().div_ceil(COLUMNS).max(1);
        let column = tally.texts.iter().enumerate().filter_map(|(number, text)| {
            let step = match dated {
                true => steps.binary_search(&text.date.as_deref()?).ok()?,
                false => number,
            };
            Some((number, step / width))
        });
        let name = |steps: &[&str]| match steps {
            [one] => (*one).to_owned(),
            [first, .., last] => format!("{first} to {last}"),
            [] => String::new(),
        };
        Self { dated, column: column.collect(), names: steps.chunks(width).map(name).collect() }
    }

    fn range(&self) -> String {
        match (&self.names[..], self.dated) {
            ([first, .., last], true) => {
                let end = last.rsplit(' ').next().unwrap_or(last);
                format!(" {} to {end}.", first.split(' ').next().unwrap_or(first))
            }
            _ => String::new(),
        }
    }

    /// The timeline of an entity.
    fn line(&self, entity: &Entity) -> String {
        let mut counts = vec![0; self.names.len()];
        for (text, count) in &entity.texts {
            self.column.get(text).into_iter().for_each(|column| counts[*column] += count);
        }
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let columns = counts.len().max(1);
        let mut out = format!(
            "<svg viewBox=\"0 0 {columns} 16\" preserveAspectRatio=\"none\" role=\"img\"><title>most in one: {most}</title>"
        );
        for (column, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (count * 16).div_ceil(most);
            let _ = write!(
                out,
                "<rect x=\"{column}\" y=\"{}\" width=\"0.9\" height=\"{height}\"><title>{}: {count}</title></rect>",
                16 - height,
                escaped(&self.names[column])
            );
        }
        out + "</svg>"
    }
}
