//! The naive engine: every alias is tried at every word. Slow and plain, it
//! says what the real one must find of recorded spellings and their
//! typography when no context is needed.

use canonym::table::model::Table;
use canonym::text::fold::{Folded, fold};
use canonym::text::token::{Gap, Word, bare_word, upper_in, words};

struct Alias {
    id: String,
    words: Vec<(String, Gap)>,
    capitals: Vec<bool>,
}

/// `spelling = id`, or `spelling ? id|id`, for each mention in order.
pub(crate) fn mentions(table: &Table, text: &str) -> Vec<String> {
    let mut aliases = Vec::new();
    for entity in &table.entities {
        for spelling in entity.forms.iter().flat_map(|form| form.spellings()) {
            let (words, capitals) = split(&spelling.text);
            aliases.push(Alias { id: entity.id.text.clone(), words, capitals });
        }
    }
    for row in &table.protect {
        let (words, capitals) = split(&row.text.text);
        aliases.push(Alias { id: String::new(), words, capitals });
    }
    let folded = fold(text);
    let found = words(&folded, upper_in(text, &folded));
    let mut out = Vec::new();
    let mut at = 0;
    while at < found.len() {
        let mut best: Option<(usize, bool, Vec<&str>)> = None;
        for alias in &aliases {
            for clitic in [true, false] {
                if fits(alias, text, &folded, &found[at..], clitic) {
                    let last = at + alias.words.len() - 1;
                    match &mut best {
                        Some((end, with, ids)) if (*end, *with) == (last, clitic) => ids.push(&alias.id),
                        Some((end, with, _)) if (*end, *with) > (last, clitic) => {}
                        _ => best = Some((last, clitic, vec![&alias.id])),
                    }
                    break;
                }
            }
        }
        let Some((last, clitic, mut ids)) = best else {
            at += 1;
            continue;
        };
        let end = if clitic { found[last].end } else { found[last].stem_end };
        let surface = &text[folded.source_start(found[at].start)..folded.source_end(end)];
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            _ if ids.contains(&"") => {}
            [id] => out.push(format!("{surface} = {id}")),
            ids => out.push(format!("{surface} ? {}", ids.join("|"))),
        }
        at = last + 1;
    }
    out
}

fn split(name: &str) -> (Vec<(String, Gap)>, Vec<bool>) {
    let folded = fold(name);
    let words = words(&folded, upper_in(name, &folded));
    let upper = upper_in(name, &folded);
    let bare = words
        .iter()
        .enumerate()
        .map(|(i, word)| (bare(&folded, word, true), if i == 0 { Gap::Join } else { word.gap }));
    (bare.collect(), words.iter().map(|word| upper(word.start)).collect())
}

fn bare(folded: &Folded, word: &Word, with_clitic: bool) -> String {
    let mut out = String::new();
    bare_word(folded.text(), word, with_clitic, &mut out);
    out
}

fn fits(alias: &Alias, text: &str, folded: &Folded, found: &[Word], with_clitic: bool) -> bool {
    if alias.words.len() > found.len() {
        return false;
    }
    let upper = upper_in(text, folded);
    alias.words.iter().enumerate().all(|(i, (word, gap))| {
        let last = i + 1 == alias.words.len();
        let token = &found[i];
        let gap_fits = i == 0 || (token.gap != Gap::Break && token.gap == *gap);
        if last && !with_clitic && token.stem_end == token.end {
            return false;
        }
        gap_fits && bare(folded, token, !last || with_clitic) == *word && (!alias.capitals[i] || upper(token.start))
    })
}
