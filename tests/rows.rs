//! `csv` and `jsonl`: rows come back whole, with what their names stand for.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use program::Folder;

const TABLE: &str = "id\tname\taliases\nplace/x\tDarvoz\tDarvaz\nperson/a\tAli Yorov\t\nperson/b\tAli Yorov\t\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("t.tsv", TABLE);
    folder
}

#[test]
fn a_row_keeps_every_byte_and_gains_four_cells() {
    let input = b"\xEF\xBB\xBFid,place\r\n1,\"Darvaz\"\r\n\r\n2,\xFF\n3,\"Kabul\n\"\"x\"";
    let ran = folder().run("csv -q --no-builtin -d t.tsv -s place", input);
    let wanted = b"\xEF\xBB\xBFid,place,canonical,entity_id,score,status\r\n1,\"Darvaz\",Darvoz,place/x,1,match\r\n\r\n2,\xFF,,,,none\n3,\"Kabul\n\"\"x\",,,,none";
    assert_eq!(String::from_utf8_lossy(&ran.out), String::from_utf8_lossy(wanted));
    assert_eq!((ran.code, &ran.errors[..]), (0, ""));
}

#[test]
fn ragged_rows_are_told_and_not_lost() {
    let ran = folder().run("csv --no-builtin -d t.tsv -s b", "a,b\n1\n1,Darvoz,\"x,y\",z\n1,Darvoz\n");
    assert_eq!(
        ran.text,
        "a,b,canonical,entity_id,score,status\n1,,,,,none\n1,Darvoz,Darvoz,place/x,1,match,\"x,y\",z\n1,Darvoz,Darvoz,place/x,1,match\n"
    );
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("-:2: 1 cell where the first row has 2; empty ones stand"), "{}", ran.errors);
    assert!(ran.errors.contains("-:3: 4 cells where the first row has 2; those too many stand last"), "{}", ran.errors);
}

#[test]
fn an_open_quotation_mark_is_told_and_its_row_stays() {
    let ran = folder().run("csv -q --no-builtin -d t.tsv -s city", "id,city\n1,Darvaz\n2,\"Xorog\n3,Darvaz\n");
    assert_eq!(
        ran.text,
        "id,city,canonical,entity_id,score,status\n1,Darvaz,Darvoz,place/x,1,match\n2,\"Xorog\n3,Darvaz\n"
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.errors.contains("-:3: a quotation mark is left open; the row and the 1 line behind it stay"),
        "{}",
        ran.errors
    );
    let ran = folder().run("csv -q --no-builtin -d t.tsv -s 1", "\"city,n\nKhorog,1\n");
    assert_eq!((ran.code, &ran.text[..]), (2, "\"city,n\nKhorog,1\n"));
    let ran = folder().run("jsonl --no-builtin -d t.tsv -s a -s a", "{}\n");
    assert!(ran.errors.contains("--select a stands twice"), "{}", ran.errors);
    let ran = folder().run("csv -q --no-builtin -d t.tsv -s 2 -n", "3,5\" pipe");
    assert_eq!((ran.code, &ran.text[..]), (0, "3,5\" pipe,,,,none"));
}

#[test]
fn columns_go_by_name_or_number_and_any_delimiter() {
    let folder = folder();
    let ran = folder.run("csv --no-builtin -d t.tsv -s b -s 1 --delimiter ;", "a;b\nDarvaz;Kabul\n");
    let new = "b_canonical;b_entity_id;b_score;b_status;1_canonical;1_entity_id;1_score;1_status";
    assert_eq!(ran.text, format!("a;b;{new}\nDarvaz;Kabul;;;;none;Darvoz;place/x;1;match\n"));
    let ran = folder.run("csv --no-builtin -d t.tsv -s 2 -n --delimiter tab --no-quoting", "\"a\tDarvaz\n");
    assert_eq!(ran.text, "\"a\tDarvaz\tDarvoz\tplace/x\t1\tmatch\n");
    folder.put("rows.tsv", "name\tx\nDarvaz\t1\n");
    let ran = folder.run("csv --no-builtin -d t.tsv -s name rows.tsv --prefix c_ -o new.tsv", "");
    assert_eq!((ran.code, ran.text), (0, String::new()));
    let wanted = "name\tx\tc_canonical\tc_entity_id\tc_score\tc_status\nDarvaz\t1\tDarvoz\tplace/x\t1\tmatch\n";
    assert_eq!(folder.get("new.tsv"), wanted);
}

#[test]
fn names_of_several_are_skipped_chosen_or_listed() {
    let row = |how: &str| {
        let words = format!("csv --no-builtin -d t.tsv -s n --ambiguous {how}");
        folder().run(&words, "n\nAli Yorov\n").text.lines().nth(1).map(str::to_owned)
    };
    assert_eq!(row("skip").as_deref(), Some("Ali Yorov,Ali Yorov,,1,ambiguous"));
    assert_eq!(row("best").as_deref(), Some("Ali Yorov,Ali Yorov,person/a,1,ambiguous"));
    assert_eq!(row("list").as_deref(), Some("Ali Yorov,Ali Yorov,person/a|person/b,1,ambiguous"));
}

#[test]
fn only_changed_rows_and_filled_cells() {
    let rows = "n\nDarvoz\nDarvaz\nKabul\n";
    let ran = folder().run("csv --no-builtin -d t.tsv -s n --only-changed", rows);
    assert_eq!(ran.text, "n,canonical,entity_id,score,status\nDarvaz,Darvoz,place/x,1,match\n");
    let ran = folder().run("csv --no-builtin -d t.tsv -s n --fill", rows);
    assert!(ran.text.ends_with("Kabul,Kabul,,,none\n"), "{}", ran.text);
}

#[test]
fn what_is_wrong_with_a_table_is_told_before_anything_is_written() {
    let folder = folder();
    for (words, input, wanted) in [
        ("-s plaec", "id,place\n", "-:1: there is no column `plaec`; did you mean `place`? The columns are id, place"),
        ("-s place", "id;place\n", "there is one, `id;place`: name what stands between cells with --delimiter"),
        ("-s a", "a,a\n", "there are several columns `a`; say which by its number"),
        ("-s 3 -n", "a,a\n", "there is no column `3`; write a number from 1 to 2"),
        ("-s a", "a,score\n", "there is a column `score` already; name the new ones with --prefix"),
        ("-s a -s a", "a,b\n", "--select a stands twice"),
        ("-s a", "\0a\0,\0b\0\n", "this is UTF-16; save it as UTF-8"),
        ("-s a --delimiter ab", "", "write one ASCII character, or tab"),
    ] {
        let ran = folder.run(&format!("csv --no-builtin -d t.tsv {words}"), input);
        assert_eq!((ran.code, &ran.text[..]), (2, ""), "{words}");
        assert!(ran.errors.contains(wanted), "{words}: {}", ran.errors);
    }
}

#[test]
fn objects_keep_their_bytes_and_gain_four_fields() {
    let input = "{\"a\" : {\"n\":\"Darvaz\"} }\r\n\n{}\n{\"a.n\":\"Ali Yorov\", \"b\":[1, 2.50]}";
    let ran = folder().run("jsonl -q --no-builtin -d t.tsv -s a.n --ambiguous list", input);
    let wanted = "{\"a\" : {\"n\":\"Darvaz\"},\"canonical\":\"Darvoz\",\"entity_id\":\"place/x\",\"score\":1.0,\"status\":\"match\" }\r\n\n\
        {\"canonical\":null,\"entity_id\":null,\"score\":null,\"status\":\"none\"}\n\
        {\"a.n\":\"Ali Yorov\", \"b\":[1, 2.50],\"canonical\":\"Ali Yorov\",\"entity_id\":[\"person/a\",\"person/b\"],\"score\":1.0,\"status\":\"ambiguous\"}";
    assert_eq!(ran.text, wanted);
    assert_eq!((ran.code, &ran.errors[..]), (0, ""));
    for line in ran.text.lines().filter(|line| !line.is_empty()) {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    }
}

#[test]
fn lines_that_are_no_objects_come_back_and_are_told() {
    let input = "{\"n\":3}\n[1]\n{\"n\":\"Darvaz\",\"status\":1}\nx\n{\"n\":[\"Darvaz\"]}\n{\"n\":\"a\",\"m\":1e400}\n";
    let ran = folder().run("jsonl --no-builtin -d t.tsv -s n", input);
    assert_eq!((ran.code, &ran.text[..]), (2, input));
    for wanted in [
        "-:1: `n` is no text",
        "-:2: no object",
        "-:3: there is a field `status` already",
        "-:4: not to be read as JSON: expected value",
        "-:5: `n` is a list: name one of its items, as with `n.0`",
        "-:6: not to be read as JSON: number out of range",
    ] {
        assert!(ran.errors.contains(wanted), "{}", ran.errors);
    }
    assert!(!ran.errors.contains("no object has"), "{}", ran.errors);
    let ran = folder().run("jsonl --no-builtin -d t.tsv -s m", "{\"n\":\"Darvaz\"}\n");
    assert!(ran.errors.contains("no object has a text in a field `m`"), "{}", ran.errors);
}

#[test]
fn any_number_of_threads_gives_the_same_rows() {
    let names = ["Darvaz", "Darvoz", "Ali Yorov", "Kabul", "Darwaz", ""];
    let rows: String = (0..40_000).map(|row| format!("{row},{}\n", names[row * 7 % names.len()])).collect();
    let one = folder().run("csv --no-builtin -d t.tsv -s 2 -n -j 1", &rows);
    let four = folder().run("csv --no-builtin -d t.tsv -s 2 -n -j 4", &rows);
    assert_eq!(one.text.lines().count(), 40_000);
    assert!(one.out == four.out);
}

#[test]
fn packed_files_and_lists_of_objects_are_told() {
    let folder = folder();
    folder.put("rows.csv.gz", [0x1F, 0x8B, 8, 0, 0]);
    for command in ["csv -s name rows.csv.gz", "jsonl -s name rows.csv.gz", "normalize rows.csv.gz", "tag rows.csv.gz"]
    {
        let ran = folder.run(command, "");
        let told = "rows.csv.gz: packed; unpack it first: `zcat FILE | canonym …`";
        assert!(ran.code == 2 && ran.errors.contains(told), "{command}: {}", ran.errors);
        assert!(ran.out.is_empty(), "{command}");
    }
    for list in ["[\n  {\"n\": \"Darvaz\"}\n]\n", "[{\"n\":\"Darvaz\"},{\"n\":\"x\"}]"] {
        let ran = folder.run("jsonl -s n", list);
        assert!(ran.code == 2 && ran.errors.contains("jq -c '.[]'") && ran.out.is_empty(), "{}", ran.errors);
    }
}

#[test]
fn a_column_tells_where_places_lie() {
    let folder = Folder::new();
    let table = "id\tname\tkind\ttype\tcountry\nplace/ir\tIran\tplace\tcountry\tIR\nplace/ir-bahor\tBahor\tplace\tcity\tIR\nplace/tj-bahor\tBahor\tplace\tcity\tTJ\nperson/x\tKarim Gulov\tperson\t\t\n";
    folder.put("t.tsv", table);
    let rows = "town,land\nBahor,Iran\nBahor,TJ\nBahor,\nBahor,AF\nKarim Gulov,Iran\nBahor,Atlantis\n";
    let ran = folder.run("csv -q --no-builtin -d t.tsv -s town --within land", rows);
    let ids: Vec<&str> = ran.text.lines().skip(1).map(|row| row.split(',').nth(3).expect("a cell")).collect();
    assert_eq!(ids, ["place/ir-bahor", "place/tj-bahor", "", "", "person/x", ""], "{}", ran.text);
    assert!(
        ran.text.contains("Bahor,AF,,,,none") && ran.text.contains("Bahor,Atlantis,Bahor,,1,ambiguous"),
        "{}",
        ran.text
    );
    let object = "{\"town\":\"Bahor\",\"in\":{\"land\":\"Iran\"}}\n";
    let ran = folder.run("jsonl -q --no-builtin -d t.tsv -s town --within in.land", object);
    assert!(ran.text.contains("\"entity_id\":\"place/ir-bahor\""), "{}", ran.text);
    let ran = folder.run("csv -q --no-builtin -d t.tsv -s town --within lnad", rows);
    assert!(ran.code == 2 && ran.errors.contains("did you mean `land`?"), "{}", ran.errors);
}

#[test]
fn names_in_another_encoding_are_told_and_their_rows_written() {
    let folder = Folder::new();
    let rows = b"city,who\nZ\xfcrich,A\xe9\nKabul,\xe9\n";
    let ran = folder.run("csv -s city", rows);
    assert_eq!((ran.code, ran.text.lines().count()), (0, 3));
    assert!(ran.errors.starts_with("-:2: the first of 1 name that is not UTF-8"), "{}", ran.errors);
    assert_eq!(folder.run("csv -q -s city", rows).errors, "");
    assert!(ran.out.windows(5).any(|bytes| bytes == b"Z\xfcric"));
}
