//! Compiled tables: whole or refused, the same on any machine, and laid over
//! one another like the tables they were made of.

#![cfg(feature = "builtin")]

use std::sync::Arc;

use canonym::{Engine, Error, Options, Pack, Status, Tables};

const TOWNS: &str = "id\tname\tkind\tcountry\tlang\twithin\taliases\n\
    place/tj\tTajikistan\tplace\tTJ\t\t\tTadschikistan|Таджикистан\n\
    place/khorog\tKhorog\tplace\tTJ\ttgk\tplace/tj\tKhorugh|Хоруғ|Chorugh\n\
    place/panj\tPanj\tplace\tTJ\ttgk\tplace/tj\tPyandzh|Пянҷ\n\
    place/murgab\tMurghob\tplace\tTJ\ttgk\tplace/tj\tMurgab|Murghab\n";

fn tables(name: &str, text: &str) -> Tables {
    let mut tables = Tables::new();
    tables.add_text(name, text).expect("a table");
    tables
}

fn packed(name: &str, text: &str) -> Vec<u8> {
    Pack::compile(&tables(name, text)).expect("it fits")
}

/// An engine over packs and tables, in that order.
fn engine(packs: &[Vec<u8>], over: &[(&str, &str)]) -> Result<Engine, Error> {
    let mut tables = Tables::new();
    for pack in packs {
        tables.add_base(Arc::new(Pack::open("some.canonym", pack.clone())?));
    }
    for (name, text) in over {
        tables.add_text(name, text)?;
    }
    Engine::over(&tables, Options::default())
}

fn id(engine: &Engine, name: &str) -> String {
    let answer = engine.lookup(name, 1);
    match answer.status {
        Status::Match => answer.matches[0].id.clone(),
        status => format!("{status:?}"),
    }
}

#[test]
fn a_pack_answers_as_its_table_does() {
    let pack = packed("towns.tsv", TOWNS);
    let (packed, loose) =
        (engine(&[pack], &[]).expect("it opens"), engine(&[], &[("towns.tsv", TOWNS)]).expect("it fits"));
    for name in ["Khorog", "KHORUG", "Хоруғ", "Pandsch", "Tadžikistan", "Murgob, Tajikistan", "nobody at all"] {
        assert_eq!(packed.lookup(name, 5), loose.lookup(name, 5), "{name}");
    }
    let text = "From Chorugh to Pyandzh and Murgab, in Tadschikistan.";
    assert_eq!(packed.normalize(text), loose.normalize(text));
    packed.damage().expect("nothing is damaged");
}

#[test]
fn the_same_table_gives_the_same_bytes_on_any_number_of_threads() {
    let table = tables("towns.tsv", TOWNS);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let many = rayon::ThreadPoolBuilder::new().num_threads(7).build().expect("a pool");
    let builtin = Tables::builtin().expect("the table is checked");
    for table in [&table, &builtin] {
        let one = alone.install(|| Pack::compile(table)).expect("it fits");
        assert!(one == many.install(|| Pack::compile(table)).expect("it fits"), "the bytes differ");
    }
}

#[test]
fn every_truncation_is_refused() {
    let pack = packed("towns.tsv", TOWNS);
    for len in 0..pack.len() {
        let error = Pack::open("cut.canonym", pack[..len].to_vec()).expect_err("it is cut");
        assert!(error.is_pack() && error.to_string().starts_with("cut.canonym: "), "{len}: {error}");
    }
    let mut longer = pack.clone();
    longer.push(0);
    assert!(Pack::open("long.canonym", longer).is_err(), "a byte too many");
}

#[test]
fn every_changed_byte_is_told_and_never_answers_wrongly() {
    let pack = packed("towns.tsv", TOWNS);
    let names = ["Khorog", "Pandsch", "Murgob", "Tajikistan"];
    let whole = engine(std::slice::from_ref(&pack), &[]).expect("it opens");
    let right: Vec<_> = names.iter().map(|name| whole.lookup(name, 3)).collect();
    for at in 0..pack.len() {
        let mut changed = pack.clone();
        changed[at] ^= 1 << (at % 8);
        let Ok(opened) = Pack::open("flipped.canonym", changed.clone()) else { continue };
        let error = opened.verify().expect_err("a byte is changed");
        assert!(error.to_string().contains("damaged at byte"), "{at}: {error}");
        let engine = engine(&[changed], &[]).expect("it opened before");
        let found: Vec<_> = names.iter().map(|name| engine.lookup(name, 3)).collect();
        assert!(found == right || engine.damage().is_err(), "byte {at} changes answers and nobody is told");
    }
}

/// Everything that reads a pack, on one that may hold anything.
fn read_all(bytes: Vec<u8>) {
    let Ok(pack) = Pack::open("any.canonym", bytes) else { return };
    let mut tables = Tables::new();
    tables.add_base(Arc::new(pack));
    tables.entities().take(1000).for_each(drop);
    let names = ["Khorog", "Xorugh", "Murgob, Tajikistan", "Пянҷ", "تاجیکستان", "Hsi-t'ou"];
    for exhaustive in [false, true] {
        let Ok(engine) = Engine::over(&tables, Options { exhaustive, ..Options::default() }) else { return };
        names.iter().for_each(|name| drop(engine.lookup(name, 3)));
        engine.identify_all(&names, 3);
    }
    // Another layer above it asks what of it is seen.
    if tables.add_text("over.tsv", TOWNS).is_ok()
        && let Ok(engine) = Engine::over(&tables, Options::default())
    {
        names.iter().for_each(|name| drop(engine.lookup(name, usize::MAX)));
    }
    let Ok(engine) = Engine::over(&tables, Options::default()) else { return };
    engine.tag("From Chorugh to Pyandzh and Murgab, in Tadschikistan. Khorugh’s Panj.");
}

proptest::proptest! {
    /// A builder with defects, or an enemy who knows the checksums, may make
    /// answers wrong, but no panic and no endless loop.
    #[test]
    fn any_bytes_under_right_checksums_are_read_without_panic(
        changes in proptest::collection::vec((proptest::prelude::any::<u32>(), proptest::prelude::any::<u8>()), 1..40)
    ) {
        let mut bytes = packed("towns.tsv", TOWNS);
        for (at, byte) in changes {
            // Beyond magic, version and rules, which would be refused.
            let at = 32 + at as usize % (bytes.len() - 32);
            bytes[at] = byte;
        }
        read_all(Pack::sealed(bytes));
    }
}

#[test]
fn other_versions_and_rules_are_refused_with_the_way_out() {
    let pack = packed("towns.tsv", TOWNS);
    let mut version = pack.clone();
    version[8] ^= 0x40;
    let told = Pack::open("old.canonym", version).expect_err("another version").to_string();
    assert!(told.contains("version") && told.contains("canonym compile -d"), "{told}");
    let told = Pack::open("text.canonym", b"id\tname\n".to_vec()).expect_err("no pack").to_string();
    assert!(told.contains("not a pack") && told.contains("canonym compile -d"), "{told}");
}

#[test]
fn a_table_over_a_pack_adds_overrides_and_takes_out() {
    let pack = packed("towns.tsv", TOWNS);
    let over = r#"
[[entity]]
id = "place/murgab"
name = "Murghab"
kind = "place"
within = "place/tj"

[[entity]]
id = "place/rushon"
name = "Rushon"
kind = "place"
country = "TJ"
within = "place/tj"

[[extend]]
id = "place/khorog"
aliases = ["Xoroġ"]

[[suppress]]
id = "place/panj"

[[suppress]]
id = "place/khorog"
alias = "Chorugh"

[[never]]
pair = ["Rushon", "Rushan"]
why = "for the test"
"#;
    let engine = engine(&[pack], &[("over.toml", over)]).expect("it opens");
    for lost in ["Murgab", "Murghob"] {
        assert_ne!(engine.lookup(lost, 1).matches[0].alias, lost, "the entity is replaced whole");
    }
    assert_eq!(engine.lookup("Murghab", 1).matches[0].name, "Murghab");
    assert_eq!(id(&engine, "Xorogh"), "place/khorog");
    assert_eq!(id(&engine, "Khorugh"), "place/khorog");
    assert_ne!(engine.lookup("Chorugh", 1).matches[0].alias, "Chorugh", "the spelling is taken out");
    assert!(engine.lookup("Pyandzh", 5).matches.iter().all(|found| found.id != "place/panj"), "it is taken out");
    assert_eq!(id(&engine, "Rushon, Tajikistan"), "place/rushon", "a parent in the pack below");
    assert_ne!(id(&engine, "Rushan"), "place/rushon");
}

#[test]
fn an_entity_whose_last_form_is_taken_out_is_gone() {
    let pack = packed("towns.tsv", TOWNS);
    let over = "[[suppress]]\nid = \"place/panj\"\nalias = \"Panj\"\n";
    let mut tables = Tables::new();
    tables.add_base(Arc::new(Pack::open("towns.canonym", pack.clone()).expect("it opens")));
    tables.add_text("over.toml", over).expect("a table");
    assert!(tables.entities().all(|entity| entity.id.text != "place/panj"));
    let engine = engine(&[pack], &[("over.toml", over)]).expect("it opens");
    for name in ["Panj", "Pyandzh"] {
        assert!(engine.lookup(name, 5).matches.iter().all(|found| found.id != "place/panj"), "{name}");
    }
}

#[test]
fn packs_lie_over_packs() {
    let later = "id\tname\tkind\taliases\nplace/khorog\tKhorugh\tplace\tKhorog\nplace/ayni\tAyni\tplace\tAini\n";
    let engine = engine(&[packed("towns.tsv", TOWNS), packed("later.tsv", later)], &[]).expect("it opens");
    assert_eq!(engine.lookup("Khorog", 5).matches.len(), 1);
    assert_eq!(engine.lookup("Khorog", 1).matches[0].name, "Khorugh");
    assert_eq!(engine.lookup("Хоруғ", 1).matches[0].alias, "Khorugh", "the later entity has no such spelling");
    assert_eq!((id(&engine, "Aini"), id(&engine, "Panj")), ("place/ayni".into(), "place/panj".into()));
    assert_eq!(engine.contents().iter().map(|layer| layer.entities).collect::<Vec<_>>(), [4, 2]);
}

#[test]
fn names_that_a_layer_hides_take_no_room_from_others() {
    let near = ["Karimova", "Karimove", "Karimowa", "Karimava", "Karinova", "Karimoba", "Kharimova", "Karymowa"];
    let row = |(number, name): (usize, &&str)| format!("n:{number}\t{name}\tperson\n");
    let rows: String = near.iter().enumerate().map(row).collect();
    let pack = packed("near.tsv", &format!("id\tname\tkind\n{rows}"));
    let hide = |number: usize| format!("[[suppress]]\nid = \"n:{number}\"\n");
    let hidden: String = (0..6).map(hide).collect();
    let engine = engine(&[pack], &[("hide.toml", &hidden)]).expect("it opens");
    let (one, more) = (engine.lookup("Karimovaa", 1), engine.lookup("Karimovaa", 5));
    assert_eq!(more.matches.len(), 2, "{more:?}");
    assert_eq!(one.matches, more.matches[..1]);
}

#[test]
fn a_pack_over_itself_answers_as_it_does_alone() {
    let builtin = Tables::builtin().expect("the table is checked");
    let pack = Pack::compile(&builtin).expect("it fits");
    let (once, thrice) = (engine(std::slice::from_ref(&pack), &[]), engine(&[pack.clone(), pack.clone(), pack], &[]));
    let (once, thrice) = (once.expect("it opens"), thrice.expect("it opens"));
    for name in ["Kabull", "Ishkashin", "Tadjikistann", "Rakhmonn", "Mazare Sharf", "Dushanb", "Хорогг"] {
        let ids =
            |engine: &Engine| engine.lookup(name, 3).matches.into_iter().map(|m| (m.id, m.alias)).collect::<Vec<_>>();
        assert_eq!(ids(&once), ids(&thrice), "{name}");
    }
}

#[test]
fn what_a_layer_takes_out_cannot_be_extended() {
    let pack = packed("towns.tsv", TOWNS);
    let gone = ("gone.toml", "[[suppress]]\nid = \"place/panj\"\n");
    let more = ("more.toml", "[[extend]]\nid = \"place/panj\"\naliases = [\"Pjandsch\"]\n");
    let error = engine(std::slice::from_ref(&pack), &[gone, more]).expect_err("it is taken out");
    assert!(error.to_string().contains("more.toml:2:6: there is no entity `place/panj`"), "{error}");
    let mut tables = Tables::new();
    tables.add_base(Arc::new(Pack::open("towns.canonym", pack).expect("it opens")));
    tables.add_text(gone.0, gone.1).expect("a table");
    let other = packed("other.tsv", "id\tname\tkind\nplace/x\tXanadu\tplace\n");
    tables.add_base(Arc::new(Pack::open("other.canonym", other).expect("it opens")));
    assert!(tables.add_text(more.0, more.1).is_err(), "packs between change nothing");
}

#[test]
fn damage_is_told_by_tables() {
    let builtin = Tables::builtin().expect("the table is checked");
    let mut pack = Pack::compile(&builtin).expect("it fits");
    let middle = pack.len() / 2;
    (0..pack.len()).step_by(4096).skip(2).for_each(|at| pack[at] ^= u8::from(at < middle));
    let mut tables = Tables::new();
    tables.add_base(Arc::new(Pack::open("some.canonym", pack).expect("the header is whole")));
    tables.damage().expect("nothing was read");
    assert!(tables.entities().count() < builtin.entities().count());
    let error = tables.damage().expect_err("it was read");
    assert!(error.is_pack() && error.to_string().contains("damaged"), "{error}");
}

#[test]
fn rows_for_an_entity_that_no_layer_has_are_errors() {
    let pack = packed("towns.tsv", TOWNS);
    let over = "[[extend]]\nid = \"place/khorok\"\naliases = [\"X\"]\n";
    let error = engine(&[pack], &[("over.toml", over)]).expect_err("there is no such entity");
    assert!(error.to_string().contains("over.toml:2:6: there is no entity `place/khorok`"), "{error}");
}

#[test]
fn the_search_finds_what_weighing_every_name_finds() {
    let builtin = Tables::builtin().expect("the table is checked");
    let found = Engine::over(&builtin, Options::default()).expect("it fits");
    let all = Engine::over(&builtin, Options { exhaustive: true, ..Options::default() }).expect("it fits");
    let forms = || builtin.table().entities.iter().flat_map(|entity| &entity.forms);
    // Names with a letter left out, two changed places, or a vowel changed.
    let mut asked = Vec::new();
    for (number, form) in forms().enumerate().step_by(9) {
        let mut letters: Vec<char> = form.name.text.chars().collect();
        let at = number % letters.len().max(1);
        match number % 3 {
            0 => drop(letters.remove(at)),
            1 => letters.swap(at, (at + 1) % form.name.text.chars().count()),
            _ => letters.iter_mut().skip(at).filter(|c| "aeiou".contains(**c)).take(1).for_each(|c| *c = 'y'),
        }
        asked.push(letters.into_iter().collect::<String>());
    }
    let (near, every) = (found.lookup_all(&asked, 1), all.lookup_all(&asked, 1));
    let first = |answer: &canonym::Answer| answer.matches.first().map(|found| found.id.clone());
    let same = || near.iter().zip(&every).filter(|(near, every)| first(near) == first(every));
    let alike = same().count();
    for (near, every) in same() {
        assert_eq!(near.matches[..1], every.matches[..1], "judged alike: {}", near.query);
    }
    assert!(alike * 100 >= asked.len() * 99, "{alike} of {} are found", asked.len());
    let recorded: Vec<&str> = forms().flat_map(|form| form.spellings()).map(|spelling| &spelling.text[..]).collect();
    for (near, every) in found.lookup_all(&recorded, 1).iter().zip(all.lookup_all(&recorded, 1)) {
        assert_eq!(*near, every, "a recorded spelling");
    }
}

#[test]
fn long_names_of_one_beginning_are_told_apart() {
    let countries = Tables::builtin().expect("the table is checked");
    let countries = countries.table().entities.iter().filter(|entity| entity.place_type.as_deref() == Some("country"));
    let countries: Vec<&str> = countries.map(|entity| entity.name()).take(120).collect();
    let office = |country: &str| format!("Ministry of Foreign Affairs of the Republic of {country}");
    let row = |(number, country): (usize, &&str)| format!("{number}\t{}\torg\n", office(country));
    let rows: String = countries.iter().enumerate().map(row).collect();
    let engine = engine(&[packed("offices.tsv", &format!("id\tname\tkind\n{rows}"))], &[]).expect("it opens");
    let mut wrong = Vec::new();
    for (number, country) in countries.iter().enumerate() {
        let mut letters: Vec<char> = country.chars().collect();
        let last = letters.len() - 1;
        letters.swap(last - 1, last);
        let asked = office(&letters.into_iter().collect::<String>());
        let found = engine.lookup(&asked, 1);
        if found.matches.first().map(|m| &m.id[..]) != Some(&number.to_string()) {
            wrong.push(format!("{asked}: {:?}", found.matches.first().map(|m| &m.alias)));
        }
    }
    assert!(wrong.len() * 50 <= countries.len(), "{} of {}: {wrong:#?}", wrong.len(), countries.len());
    // What is behind the letters that are scored counts, too.
    let long = "Department of the Preservation of Old Manuscripts and Rare Printed Books at the Academy in ";
    let table = format!("id\tname\tkind\n1\t{long}Kabul\torg\n");
    let engine = self::engine(&[packed("long.tsv", &table)], &[]).expect("it opens");
    assert_eq!(engine.lookup(&format!("{long}Zurich"), 1).status, Status::None);
}

#[test]
fn a_table_is_checked_over_a_pack_as_over_the_table_that_it_is_of() {
    let base = "[[entity]]\nid = \"place/x\"\nname = \"Xanadu\"\naliases = [\"Shangdu\", \"Ksanadu\"]\n\
        [[entity]]\nid = \"place/y\"\nname = \"Yarkand\"\n[[entity]]\nid = \"place/w\"\nname = \"Shache\"\n\
        [[never]]\npair = [\"Xanadu\", \"Kanadu\"]\n";
    let over = "[[entity]]\nid = \"place/z\"\nname = \"SHACHE\"\n[[entity]]\nid = \"place/y\"\nname = \"Jarkend\"\n\
        [[extend]]\nid = \"place/x\"\naliases = [\"Shangdu\", \"Kanadu\"]\n\
        [[suppress]]\nid = \"place/x\"\nalias = \"Nowhere\"\n[[never]]\npair = [\"Shangdu\", \"Ksanadu\"]\n";
    let pack = |name: &str, text: &str| Arc::new(Pack::open("some.canonym", packed(name, text)).expect("a pack"));
    let rows = tables("base.toml", base);
    let mut in_pack = Tables::new();
    in_pack.add_base(pack("base.toml", base));
    // And with a pack between that has nothing to do with it.
    let mut between = rows.clone();
    between.add_base(pack("empty.toml", ""));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("over.toml");
    std::fs::write(&path, over).expect("a file");
    let told = |below: &Tables| {
        let findings = canonym::findings(&path, below).expect("a table");
        let line = |f: &canonym::Diagnostic| format!("{}:{} {} {}", f.line, f.rule, f.message, f.remedy);
        findings.iter().map(line).collect::<Vec<_>>()
    };
    let wanted = told(&rows);
    for rule in ["collision", "replaces", "no-change", "never"] {
        assert!(wanted.iter().any(|line| line.contains(rule)), "{rule}: {wanted:#?}");
    }
    assert_eq!(told(&between), wanted);
    let mended = over.replace("alias = \"Nowhere\"", "alias = \"Ksanadu\"").replace(", \"Kanadu\"", "");
    std::fs::write(&path, mended).expect("a file");
    for below in [&rows, &between, &in_pack] {
        assert!(told(below).iter().all(|line| !line.contains("never")), "what is taken out may be kept apart");
    }
    // What a layer between takes out or replaces is no spelling any more.
    let between =
        "[[suppress]]\nid = \"place/x\"\nalias = \"Ksanadu\"\n[[entity]]\nid = \"place/w\"\nname = \"Yarkant\"\n";
    let alone = "[[never]]\npair = [\"Shangdu\", \"Ksanadu\"]\n[[entity]]\nid = \"place/z\"\nname = \"Shache\"\n";
    std::fs::write(&path, alone).expect("a file");
    for mut below in [rows.clone(), in_pack.clone()] {
        below.add_text("between.toml", between).expect("a table");
        assert_eq!(told(&below), Vec::<String>::new());
    }
    let mut twice = in_pack.clone();
    twice.add_base(pack("w.tsv", "id\tname\nplace/w\tYarkant\n"));
    assert!(told(&twice).iter().all(|line| !line.contains("collision")), "a pack above replaces the entity");
    std::fs::write(&path, over).expect("a file");
    let wanted: Vec<String> = wanted.iter().map(|line| line.replace("in a table below", "in a pack below")).collect();
    assert_eq!(told(&in_pack), wanted);
}

#[test]
fn an_entity_is_told_as_the_last_layer_has_it() {
    let base = "id\tname\tcountry\taliases\nplace/a\tQaratogh\tTJ\tQaratog\nplace/b\tBarzow\t\t\nplace/c\tDarvoz\t\t\n";
    let over = "[[entity]]\nid = \"place/a\"\nname = \"Qarotogh\"\n\n[[suppress]]\nid = \"place/b\"\n";
    let engine = engine(&[packed("base.tsv", base)], &[("over.toml", over)]).expect("an engine");
    let told = |id: &str| engine.entity(id).map(|entity| (entity.name().to_owned(), entity.country.clone()));
    assert_eq!(told("place/a"), Some(("Qarotogh".to_owned(), None)));
    assert_eq!(told("place/c"), Some(("Darvoz".to_owned(), None)));
    assert_eq!([told("place/b"), told("place/x")], [None, None]);
}
