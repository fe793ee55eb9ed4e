//! Mentions counted by entity, spelling and text.

use std::collections::BTreeMap;

use crate::corpus::one_line;

/// All that was counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) entities: BTreeMap<String, Entity>,
    /// In the order in which they were read.
    pub(super) texts: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) name: String,
    /// As `2021-07-05`.
    pub(super) date: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) count: usize,
    pub(super) spellings: BTreeMap<String, usize>,
    /// How often it is named in each text, by the number of the text.
    pub(super) texts: BTreeMap<usize, usize>,
}

impl Tally {
    /// Begins a text.
    pub(super) fn text(&mut self, name: &str, date: Option<String>) {
        self.texts.push(Text { name: name.to_owned(), date });
    }

    /// The date of the last text, unless it has one.
    pub(super) fn date(&mut self, date: Option<String>) {
        if let Some(text) = self.texts.last_mut() {
            text.date = text.date.take().or(date);
        }
    }

    /// Counts a mention in the last text.
    pub(super) fn mention(&mut self, id: &str, name: &str, kind: Option<&str>, spelling: &str) {
        let text = self.texts.len().saturating_sub(1);
        let entity = self.entities.entry(id.to_owned()).or_insert_with(|| Entity {
            name: name.to_owned(),
            kind: kind.unwrap_or_default().to_owned(),
            ..Entity::default()
        });
        entity.count += 1;
        *entity.spellings.entry(one_line(spelling)).or_default() += 1;
        *entity.texts.entry(text).or_default() += 1;
    }

    /// Adds what was counted elsewhere, its texts behind those here.
    pub(super) fn add(&mut self, other: Self) {
        let before = self.texts.len();
        self.texts.extend(other.texts);
        for (id, more) in other.entities {
            let own = self.entities.entry(id).or_insert_with(|| Entity {
                name: more.name.clone(),
                kind: more.kind.clone(),
                ..Entity::default()
            });
            own.count += more.count;
            more.spellings.into_iter().for_each(|(text, count)| *own.spellings.entry(text).or_default() += count);
            own.texts.extend(more.texts.into_iter().map(|(text, count)| (text + before, count)));
        }
    }

    /// The entities, those named most first.
    pub(super) fn ranked(&self) -> Vec<(&str, &Entity)> {
        let mut all: Vec<(&str, &Entity)> = self.entities.iter().map(|(id, entity)| (id.as_str(), entity)).collect();
        all.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(b.0)));
        all
    }
}

/// The first date of the form 2021-07-05, 2021_07_05, 2021/07/05 or 20210705
/// in a text, with the first sign.
pub(super) fn date_in(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| {
        let digits = bytes.get(range)?;
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..bytes.len()).filter(|&at| digit(at) && (at == 0 || !digit(at - 1)));
    let mut dates = starts.filter_map(|at| {
        let year = number(at..at + 4).filter(|year| (1500..2200).contains(year))?;
        let sign = bytes.get(at + 4).filter(|sign| b"-_/".contains(sign));
        let (month, day, end) = match sign {
            Some(sign) if bytes.get(at + 7) == Some(sign) => (at + 5, at + 8, at + 10),
            Some(_) => return None,
            None => (at + 4, at + 6, at + 8),
        };
        let (month, day) = (number(month..month + 2)?, number(day..day + 2)?);
        let known = (1..=12).contains(&month) && (1..=31).contains(&day) && !digit(end);
        known.then(|| format!("{year:04}-{month:02}-{day:02}"))
    });
    dates.next()
}

#[cfg(test)]
mod tests {
    use super::date_in;

    #[test]
    fn dates_are_found_in_names_and_texts() {
        assert_eq!(date_in("news/2021/07/05/a.txt").as_deref(), Some("2021-07-05"));
        assert_eq!(date_in("wire_20210705.txt").as_deref(), Some("2021-07-05"));
        assert_eq!(date_in("KABUL, 2021-07-05 – on").as_deref(), Some("2021-07-05"));
        assert_eq!(date_in("2021-13-05 2021-07/05 120210705 202107051 2021"), None);
    }
}
