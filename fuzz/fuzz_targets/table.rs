//! Tables of any text in each format: an error or a table, and what is made of
//! it answers for its own names; a formatted table does not change any more.
#![no_main]

use canonym::{Engine, Options, Pack, Tables, format_table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let name = ["any.toml", "any.tsv", "any.jsonl"][usize::from(first % 3)];
    if let Some(formatted) = format_table(name, text).ok().filter(|_| name == "any.toml") {
        assert_eq!(format_table(name, &formatted).expect("a table stays one"), formatted);
    }
    let mut tables = Tables::new();
    if tables.add_text(name, text).is_err() {
        return;
    }
    let pack = Pack::compile(&tables).expect("a small table fits");
    Pack::open("any.canonym", pack).expect("what was compiled opens").verify().expect("it is whole");
    let engine = Engine::over(&tables, Options::default()).expect("a small table fits");
    for entity in &tables.table().entities {
        engine.lookup(entity.name(), 2);
        engine.tag(entity.name());
    }
});
