//! What is found in tables of more names than are searched in depth.

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use canonym::{Engine, Options, Pack, Tables};

/// So many names are searched quickly.
const NAMES: usize = 210_000;

/// Names that are asked for, and how they are written without vowels.
const WRITTEN: &[(&str, &str)] = &[
    ("Kandahar", "قندهار"),
    ("Samarkand", "سمرقند"),
    ("Isfahan", "اصفهان"),
    ("Shiraz", "شیراز"),
    ("Tabriz", "تبریز"),
    ("Mashhad", "مشهد"),
    ("Bukhara", "بخارا"),
    ("Peshawar", "پشاور"),
    ("Karachi", "کراچی"),
    ("Multan", "ملتان"),
    ("Kirkuk", "کرکوک"),
    ("Kermanshah", "کرمانشاه"),
    ("Zanjan", "زنجان"),
    ("Hamadan", "همدان"),
    ("Jalalabad", "جلال آباد"),
    ("Faizabad", "فیض آباد"),
    ("Ghazni", "غزنی"),
    ("Badakhshan", "بدخشان"),
    ("Nangarhar", "ننگرهار"),
    ("Mazar-i-Sharif", "مزار شریف"),
    ("Hamdullah Mohib", "حمدالله محب"),
    ("Ashraf Ghani", "اشرف غنی"),
    ("Abdullah Abdullah", "عبدالله عبدالله"),
    ("Ismail Khan", "اسماعیل خان"),
    ("Salahuddin Rabbani", "صلاح الدین ربانی"),
    ("Gulbuddin Hekmatyar", "گلبدین حکمتیار"),
    ("Karim Khalili", "کریم خلیلی"),
    ("Sharif Sharifi", "شریف شریفی"),
];

/// Names that nobody bears, one like the next.
struct Invented(u64);

impl Invented {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn word(&mut self) -> String {
        const ONSETS: &[&str] =
            &["b", "d", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "z"];
        const VOWELS: &[&str] = &["a", "e", "i", "o", "u"];
        let mut word = String::new();
        for _ in 0..2 + self.below(3) {
            word += ONSETS[self.below(ONSETS.len())];
            word += VOWELS[self.below(VOWELS.len())];
        }
        word + ONSETS[self.below(ONSETS.len())]
    }

    fn name(&mut self) -> String {
        let words: Vec<String> = (0..1 + self.below(2)).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// A letter more, fewer or another.
    fn misspelt(&mut self, name: &str) -> String {
        let mut letters: Vec<char> = name.chars().collect();
        let at = 1 + self.below(letters.len() - 1);
        let letter = char::from(b'a' + self.below(26) as u8);
        match self.below(3) {
            0 => letters.insert(at, letter),
            1 => letters[at] = letter,
            _ => drop(letters.remove(at)),
        }
        letters.into_iter().collect()
    }
}

/// A name in the letters of a script that writes no short vowels.
fn without_vowels(name: &str) -> String {
    let letter = |c: char| "بدفگهجکلمنقرستزش ویو".chars().nth("bdfghjklmnqrstzx oiu".find(c)?);
    name.replace("sh", "x").chars().filter_map(letter).collect()
}

struct World {
    engine: Engine,
    invented: Vec<String>,
}

fn engine(rows: &str) -> Engine {
    let mut tables = Tables::new();
    tables.add_text("world.tsv", rows).expect("rows");
    let pack = Pack::compile(&tables).expect("a pack");
    let mut tables = Tables::new();
    tables.add_base(Arc::new(Pack::open("world", pack).expect("it opens")));
    Engine::over(&tables, Options::default()).expect("it opens")
}

/// Invented names and some real ones; `share` of a hundred invented names, and
/// all real ones if there are such, are written without vowels.
fn world(share: usize) -> World {
    let mut invented = Invented(7);
    let names: Vec<String> = (0..NAMES).map(|_| invented.name()).collect();
    let mut rows = String::from("id\tname\tkind\n");
    for (at, name) in names.iter().enumerate() {
        let name = if at % 100 < share { without_vowels(name) } else { name.clone() };
        writeln!(rows, "n{at}\t{name}\tplace").expect("room");
    }
    for (at, (name, vowelless)) in WRITTEN.iter().enumerate() {
        writeln!(rows, "w{at}\t{}\tplace", if share > 0 { vowelless } else { name }).expect("room");
    }
    World { engine: engine(&rows), invented: names }
}

static WITH_VOWELS: LazyLock<World> = LazyLock::new(|| world(0));
static MIXED: LazyLock<World> = LazyLock::new(|| world(50));

impl World {
    /// How many of some names, asked for in some way, are among so many answers.
    fn found(&self, asked: &[(String, String)], most: usize) -> usize {
        let names: Vec<&str> = asked.iter().map(|(name, _)| &name[..]).collect();
        let answers = self.engine.lookup_all(&names, most);
        answers.iter().zip(asked).filter(|(answer, (_, id))| answer.matches.iter().any(|m| m.id == *id)).count()
    }

    /// Some of the invented names, asked for as they are changed, if they are: those
    /// written without vowels where there are such, or the others.
    fn changed(&self, vowelless: bool, mut by: impl FnMut(&str) -> Option<String>) -> Vec<(String, String)> {
        let some = self.invented.iter().enumerate().skip(if vowelless { 0 } else { 99 }).step_by(500);
        some.filter_map(|(at, name)| Some((by(name)?, format!("n{at}")))).collect()
    }
}

fn written(by: impl Fn(&(&str, &str)) -> String) -> Vec<(String, String)> {
    WRITTEN.iter().enumerate().map(|(at, pair)| (by(pair), format!("w{at}"))).collect()
}

#[test]
fn who_asks_without_vowels_finds_names_with_them() {
    let found = WITH_VOWELS.found(&written(|pair| pair.1.to_owned()), 1);
    assert!(found >= 22, "{found} of {}", WRITTEN.len());
    let asked = WITH_VOWELS.changed(false, |name| Some(without_vowels(name)));
    let found = WITH_VOWELS.found(&asked, 1);
    assert!(found * 100 >= asked.len() * 72, "{found} of {}", asked.len());
}

#[test]
fn who_asks_with_vowels_finds_names_without_them() {
    let found = MIXED.found(&written(|pair| pair.0.to_owned()), 1);
    assert!(found >= 22, "{found} of {}", WRITTEN.len());
    let asked = MIXED.changed(true, |name| Some(name.to_owned()));
    let found = MIXED.found(&asked, 1);
    assert!(found * 100 >= asked.len() * 72, "{found} of {}", asked.len());
}

#[test]
fn who_asks_for_more_is_given_more() {
    let mut invented = Invented(11);
    let asked = WITH_VOWELS.changed(false, |name| Some(invented.misspelt(name)));
    let names: Vec<&str> = asked.iter().map(|(name, _)| &name[..]).collect();
    for (most, least) in [(1, 89), (5, 96), (10, 98)] {
        let found = WITH_VOWELS.found(&asked, most);
        assert!(found * 100 >= asked.len() * least, "{found} of {} among {most}", asked.len());
        let answers = WITH_VOWELS.engine.lookup_all(&names, most);
        let full = answers.iter().filter(|answer| answer.matches.len() == most).count();
        assert!(full * 100 >= asked.len() * 94, "{full} of {} lists of {most}", asked.len());
    }
}

#[test]
fn words_in_another_order_are_found() {
    let turned = |name: &str| name.split_once(' ').map(|(first, last)| format!("{last} {first}"));
    let asked = WITH_VOWELS.changed(false, turned);
    let found = WITH_VOWELS.found(&asked, 1);
    assert!(found * 100 >= asked.len() * 99, "{found} of {}", asked.len());
    let mut invented = Invented(13);
    let asked = WITH_VOWELS.changed(false, |name| turned(name).map(|name| invented.misspelt(&name)));
    let found = WITH_VOWELS.found(&asked, 1);
    assert!(found * 100 >= asked.len() * 90, "{found} of {}", asked.len());
}

#[test]
fn persons_in_a_text_are_found_as_another_system_spells_them() {
    let mut invented = Invented(17);
    let names: Vec<String> = (0..25_000).map(|_| format!("{} {}", invented.word(), invented.word())).collect();
    let capitals = |name: &str| {
        let mut out = String::new();
        for word in name.split(' ') {
            write!(out, " {}{}", word[..1].to_uppercase(), &word[1..]).expect("room");
        }
        out.trim().to_owned()
    };
    let mut rows = String::from("id\tname\tkind\n");
    names.iter().enumerate().for_each(|(at, name)| writeln!(rows, "n{at}\t{}\tperson", capitals(name)).expect("room"));
    let engine = engine(&rows);
    let respelt = |name: &str| {
        name.replace("kh", "x").replace("sh", "s").replace('q', "k").replace('j', "dzh").replace('u', "ou")
    };
    let asked: Vec<(usize, String)> =
        names.iter().enumerate().step_by(50).map(|(at, name)| (at, respelt(name))).collect();
    let is_found = |(at, name): &&(usize, String)| {
        let text = format!("In the evening {} spoke to the press.", capitals(name));
        engine.tag(&text).iter().any(|mention| mention.id == Some(format!("n{at}")))
    };
    let found = asked.iter().filter(is_found).count();
    assert!(found * 100 >= asked.len() * 76, "{found} of {}", asked.len());
}

#[test]
fn long_lists_are_filled() {
    let mut invented = Invented(19);
    let mut rows = String::from("id\tname\n");
    (0..5_000).for_each(|at| writeln!(rows, "n{at}\t{}", invented.word()).expect("room"));
    let engine = engine(&rows);
    for most in [200, 300, 400] {
        assert_eq!(engine.lookup("Sanobor", most).matches.len(), most);
    }
}
