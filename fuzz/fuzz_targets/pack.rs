//! Packs of any bytes: as they are, and a right one changed here and there
//! under right checksums.
#![no_main]

use std::sync::{Arc, LazyLock};

use canonym::{Engine, Options, Pack, Tables, findings_with};
use libfuzzer_sys::fuzz_target;

const TOWNS: &str = "id\tname\tkind\tcountry\tlang\twithin\taliases\n\
    place/tj\tTajikistan\tplace\tTJ\t\t\tTadschikistan|Таджикистан|تاجیکستان\n\
    place/khorog\tKhorog\tplace\tTJ\ttgk\tplace/tj\tKhorugh|Хоруғ|Chorugh\n\
    place/panj\tPanj\tplace\tTJ\ttgk\tplace/elsewhere\tPyandzh|Пянҷ|Panj\n\
    person/ayni\tSadriddin Ayni\tperson\tTJ\ttgk\t\tS. Aini|Ayni|Панҷ\n";

static RIGHT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut tables = Tables::new();
    tables.add_text("towns.tsv", TOWNS).expect("a table");
    Pack::compile(&tables).expect("it fits")
});

fuzz_target!(|data: &[u8]| {
    read(data.to_vec());
    let mut bytes = RIGHT.clone();
    for change in data.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % (bytes.len() - 32);
        bytes[32 + at] = change[2];
    }
    read(bytes.clone());
    read(Pack::sealed(bytes));
});

fn read(bytes: Vec<u8>) {
    let Ok(pack) = Pack::open("any.canonym", bytes) else { return };
    let _ = pack.verify();
    let _ = pack.contents();
    let mut tables = Tables::new();
    tables.add_base(Arc::new(pack));
    tables.entities().take(1000).for_each(drop);
    let checked = "[[entity]]\nid = \"place/x\"\nname = \"Panj\"\n[[extend]]\nid = \"place/khorog\"\naliases = [\"Chorugh\"]\n\
        [[never]]\npair = [\"Khorog\", \"Хоруғ\"]\n";
    let _ = findings_with("checked.toml", &[("checked.toml".into(), checked.to_owned())], &tables);
    let over = "[[extend]]\nid = \"place/khorog\"\naliases = [\"Xorog\"]\n[[suppress]]\nid = \"place/panj\"\n";
    let _ = tables.add_text("over.toml", over);
    let Ok(engine) = Engine::over(&tables, Options::default()) else { return };
    for name in ["Khorog", "Xorugh", "Panj, Tajikistan", "Пянҷ", "تاجیکستان", "Ayni"] {
        engine.lookup(name, 3);
    }
    engine.tag("From Chorugh to Pyandzh, in Tadschikistan. Sadriddin Ayni’s Panj; Ayni.");
    let _ = engine.damage();
}
