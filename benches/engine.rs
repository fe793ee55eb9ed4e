//! Speed, each figure beside a peer's in the same run: machines differ, and
//! ratios less so. Every bench asserts its answer before it is timed.
//!
//! `cargo bench` prints times; `cargo bench -- --test` runs each once.

use std::hint::black_box;

use canonym::table::builtin::FILES;
use canonym::text::fold::fold;
use canonym::text::key::{Tier, keys};
use canonym::{Engine, Options, Tables};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use unicode_normalization::UnicodeNormalization;

fn main() {
    divan::main();
}

/// About half a megabyte of running text: the dispatches, dense with names, and
/// a license, which has none.
fn text() -> String {
    let dispatches = [
        include_str!("../examples/dispatches/1-consulates.txt"),
        include_str!("../examples/dispatches/2-wire.txt"),
        include_str!("../examples/dispatches/3-short.txt"),
        include_str!("../examples/dispatches/4-call.txt"),
        include_str!("../examples/dispatches/5-districts.txt"),
    ];
    let prose = include_str!("../LICENSE-APACHE");
    let mut text = String::new();
    while text.len() < 500_000 {
        for dispatch in dispatches {
            text.push_str(dispatch);
            text.push('\n');
        }
        text.push_str(prose);
        text.push('\n');
    }
    text
}

fn names() -> Vec<String> {
    let tables = Tables::builtin().expect("the table is checked");
    let forms = tables.table().entities.iter().flat_map(|entity| &entity.forms);
    forms.flat_map(|form| form.spellings()).map(|spelling| spelling.text.clone()).collect()
}

mod load {
    use super::*;

    #[divan::bench]
    fn open_the_compiled_index(bencher: Bencher) {
        bencher.bench(|| Engine::builtin_with(Options::default()).expect("it opens"));
    }

    #[divan::bench(sample_count = 10)]
    fn build_it_from_the_tables(bencher: Bencher) {
        let tables = Tables::builtin().expect("the table is checked");
        let names = names().len();
        bencher.counter(ItemsCount::new(names)).bench(|| Engine::new(black_box(&tables), Options::default()));
    }

    #[divan::bench(sample_count = 10)]
    fn parse_and_check_the_tables(bencher: Bencher) {
        let bytes: usize = FILES.iter().map(|(_, text)| text.len()).sum();
        bencher.counter(BytesCount::new(bytes)).bench(|| Tables::builtin().expect("the table is checked"));
    }
}

mod folding {
    use super::*;

    /// All names, in all their scripts: what is ASCII alone takes no time.
    #[divan::bench]
    fn k0_with_a_map_back(bencher: Bencher) {
        let text = names().join("\n");
        assert!(fold(&text).text().contains("\nmazar-e-sharif\n"));
        bencher.counter(BytesCount::of_str(&text)).bench(|| fold(black_box(&text)));
    }

    /// Peer: NFKC and lower case, without a map.
    #[divan::bench]
    fn peer_nfkc_lower_case(bencher: Bencher) {
        let text = names().join("\n");
        bencher
            .counter(BytesCount::of_str(&text))
            .bench(|| black_box(&text).nfkc().flat_map(char::to_lowercase).collect::<String>());
    }

    #[divan::bench]
    fn sound_keys_of_all_names(bencher: Bencher) {
        let names = names();
        assert!(keys("Rakhmon", None).meet(&keys("Rahmon", None), Tier::K2));
        bencher
            .counter(ItemsCount::new(names.len()))
            .bench(|| black_box(&names).iter().map(|name| keys(name, None).tier(Tier::K1).len()).sum::<usize>());
    }
}

mod lookup {
    use super::*;

    #[divan::bench]
    fn recorded_names(bencher: Bencher) {
        let engine = Engine::builtin().expect("it opens");
        let names: Vec<String> = names().into_iter().step_by(17).collect();
        assert!(names.iter().all(|name| !engine.lookup(name, 1).matches.is_empty()));
        bencher
            .counter(ItemsCount::new(names.len()))
            .bench(|| black_box(&names).iter().map(|name| engine.lookup(name, 1).matches.len()).sum::<usize>());
    }
}

mod scan {
    use super::*;

    #[divan::bench]
    fn tag(bencher: Bencher) {
        let (engine, text) = (Engine::builtin().expect("it opens"), text());
        assert!(engine.tag(&text).iter().any(|mention| mention.text == "Mazar-e- Sharif"));
        bencher.counter(BytesCount::of_str(&text)).bench(|| engine.tag(black_box(&text)));
    }

    /// Peer: an automaton that finds the recorded spellings letter by letter,
    /// without boundaries, variants or judgement.
    #[divan::bench]
    fn peer_aho_corasick(bencher: Bencher) {
        use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
        let text = text();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(names())
            .expect("an automaton");
        assert!(!automaton.find_iter(&text).any(|m| text[m.range()].contains("e- ")), "it finds no variants");
        bencher.counter(BytesCount::of_str(&text)).bench(|| automaton.find_iter(black_box(&text)).count());
    }
}
