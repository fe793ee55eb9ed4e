//! A table laid over another: what the later says holds.

use rustc_hash::FxHashMap;

use super::model::{Entity, Form, Spelling, Table};
use crate::text::token::bare_words;

/// Lays `over` on `below`: suppressions first, then entities, of which one
/// with a known id replaces the earlier whole, then additions.
pub(crate) fn merge(below: &mut Table, over: Table) {
    let mut at: FxHashMap<String, usize> =
        below.entities.iter().enumerate().map(|(i, e)| (e.id.text.clone(), i)).collect();
    let mut gone = vec![false; below.entities.len()];
    for row in over.suppress {
        let Some(&i) = at.get(&row.id.text) else { continue };
        match row.alias {
            None => gone[i] = true,
            Some(alias) => drop_spelling(&mut below.entities[i], &alias.text),
        }
    }
    for entity in over.entities {
        match at.get(&entity.id.text) {
            Some(&i) => {
                gone[i] = false;
                below.entities[i] = entity;
            }
            None => {
                at.insert(entity.id.text.clone(), below.entities.len());
                below.entities.push(entity);
                gone.push(false);
            }
        }
    }
    for row in over.extend {
        let Some(&i) = at.get(&row.id.text) else { continue };
        let forms = &mut below.entities[i].forms;
        let wanted = row.form.as_ref().map(|form| form.text.as_str());
        let known = match wanted {
            // All forms may just have been taken out.
            None => (!forms.is_empty()).then_some(0),
            Some(name) => forms.iter().position(|form| form.name.text == name),
        };
        match (known, row.form) {
            (Some(known), _) => forms[known].aliases.extend(row.aliases),
            (None, Some(name)) => forms.push(Form { name, aliases: row.aliases }),
            (None, None) => {
                let mut aliases = row.aliases.into_iter();
                forms.extend(aliases.next().map(|name| Form { name, aliases: aliases.collect() }));
            }
        }
    }
    let mut gone = gone.into_iter();
    below.entities.retain(|entity| !gone.next().unwrap_or(false) && !entity.forms.is_empty());
    below.never.extend(over.never);
    below.protect.extend(over.protect);
    below.namesakes.extend(over.namesakes);
}

/// Takes a spelling out of an entity. A form whose canonical spelling goes is
/// gone with its aliases.
fn drop_spelling(entity: &mut Entity, alias: &str) {
    let wanted = bare_words(alias);
    let is = |spelling: &Spelling| bare_words(&spelling.text) == wanted;
    entity.forms.retain(|form| !is(&form.name));
    for form in &mut entity.forms {
        form.aliases.retain(|alias| !is(alias));
    }
}
