//! The command line as its users run it.
#![cfg(all(feature = "cli", feature = "builtin"))]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Commands as they look on a terminal: `TRYCMD=overwrite` writes them anew.
#[test]
fn terminal_snapshots() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd").case("examples/compare.md").run();
}

fn canonym(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canonym"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = canonym(args).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A program that does not read to the end closes the pipe; that is its right.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of its own for a test, removed with it.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file");
    path
}

fn word(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn rows_come_back_with_score_verdict_and_rule() {
    let output =
        run(&["compare", "--header"], b"\xef\xbb\xbfa\tb\tnote\r\nRakhmon\tRahmon\tx\xff\r\nRahmon\tRahman\ty\n");
    let rows = output.stdout.split(|&b| b == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert_eq!(rows[0], b"a\tb\tnote\tscore\tverdict\trule");
    assert!(rows[1].starts_with(b"Rakhmon\tRahmon\tx\xff\t") && rows[1].ends_with(b"\tsame\talias"));
    assert!(rows[2].ends_with(b"\tdifferent\talias"));
    assert_eq!(output.status.code(), Some(0), "rows are no question");
    assert_eq!(run(&["compare", "Rahmon", "Rahman"], b"").status.code(), Some(1));
}

#[test]
fn a_row_of_one_column_is_told_with_its_number_and_the_others_are_answered() {
    let output = run(&["compare"], b"Rakhmon\tRahmon\nalone\n\nMuhib\tMohib\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("-:2: one column"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "Rakhmon\tRahmon\t1\tsame\talias\nalone\t\t\t\t\n\nMuhib\tMohib\t1\tsame\talias\n");
    let rows = stdout(&run(&["compare", "--explain", "--header"], b"a\tb\nalone\nMuhib\tMohib\n"));
    assert!(rows.lines().all(|row| row.split('\t').count() == 6), "as many cells in each row: {rows}");
    let json = stdout(&run(&["compare", "--format", "jsonl"], b"alone\n\nMuhib\tMohib\n"));
    assert_eq!(json.lines().count(), 1, "a line that is no JSON would stop its reader: {json}");
    assert!(stderr(&run(&["compare", "alone"], b"")).contains("two names, or none"));
    assert!(stderr(&run(&["compare", "--lang", "zzz", "a", "b"], b"")).contains("no costs for this language"));
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    let rows: String = (0..300).map(|i| format!("Rakhm{}n\tRahmon\n", ["a", "o", "u", "oo"][i % 4])).collect();
    let one = run(&["compare", "-j", "1"], rows.as_bytes()).stdout;
    assert_eq!(one, run(&["compare", "-j", "7"], rows.as_bytes()).stdout);
    assert_eq!(one.split(|&b| b == b'\n').count(), 301);
}

#[test]
fn an_evaluation_tells_what_is_wrong_with_its_file() {
    let folder = folder();
    let odd = put(folder.path(), "odd.tsv", "a\tb\tsame\nRahmon\tRakhmon\tmaybe\n");
    let none = put(folder.path(), "none.tsv", "x\ty\n1\t2\n");
    for (path, told) in [(&odd, "odd.tsv:2: `same` is neither 1 nor 0"), (&none, "none.tsv:1: the header has neither")]
    {
        let output = run(&["eval", word(path)], b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[test]
fn bytes_outside_mentions_stay_as_they_were() {
    let input = b"\xef\xbb\xbfRakhmon\r\n\xff\xfe caf\xe9 Rakhmon\t\0 Muhib\r\n  no final newline: Rakhmon";
    let expected = b"\xef\xbb\xbfRahmon\r\n\xff\xfe caf\xe9 Rahmon\t\0 Mohib\r\n  no final newline: Rahmon";
    let output = run(&[], input);
    assert_eq!(output.stdout, expected);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
}

#[test]
fn letters_of_other_encodings_are_letters() {
    // Latin-1: Maliére, éMali; and quotes of Windows-1252.
    let input = b"Mali\xe8re \xe9Mali \x93Mali\x94";
    let output = run(&["tag"], input);
    assert_eq!(stdout(&output).lines().count(), 1, "only the quoted one: {}", stdout(&output));
    assert!(stdout(&output).contains("\"start\":15,"), "{}", stdout(&output));
}

#[test]
fn empty_input_gives_empty_output() {
    for args in [&[][..], &["tag"], &["--diff"]] {
        let output = run(args, b"");
        assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()), "{args:?}");
    }
}

#[test]
fn five_megabytes_on_one_line_and_random_bytes_come_through() {
    let line = "Emomali Rakhmon met nobody and said little about it ".repeat(100_000);
    let output = run(&[], line.as_bytes());
    assert_eq!(stdout(&output), line.replace("Rakhmon", "Rahmon"));

    let mut state = 1u64;
    let random: Vec<u8> = (0..2_000_000)
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 56) as u8 | 0x80
        })
        .collect();
    let output = run(&[], &random);
    assert_eq!((output.status.code(), output.stdout == random), (Some(0), true));

    let unbroken = "a".repeat(300_000) + "Kabul" + &"é".repeat(300_000);
    assert_eq!(stdout(&run(&["tag"], unbroken.as_bytes())), "");
}

#[test]
fn mentions_across_the_borders_of_reading_are_found() {
    for shift in 0..60 {
        let text = format!("{}{}", "x ".repeat(32_740 + shift), "Emomali Rakhmon and Emomali\nRakhmon ".repeat(3));
        let output = run(&[], text.as_bytes());
        assert_eq!(stdout(&output), text.replace("Rakhmon", "Rahmon"), "shift {shift}");
    }
}

#[test]
fn a_line_that_has_come_in_goes_out() {
    let mut child = canonym(&["--line-buffered"]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut out = child.stdout.take().expect("a pipe");
    for _ in 0..3 {
        stdin.write_all(b"Emomali Rakhmon\n").expect("it reads");
        let mut line = [0; "Emomali Rahmon\n".len()];
        out.read_exact(&mut line).expect("the line comes before the next one is written");
        assert_eq!(&line, b"Emomali Rahmon\n");
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_closed_pipe_is_silent() {
    let big = folder();
    let path = put(big.path(), "big.txt", "Emomali Rakhmon said so.\n\n".repeat(200_000));
    for args in [&[word(&path)][..], &["tag", word(&path)], &["--diff", word(&path)]] {
        let mut child = canonym(args).spawn().expect("the program starts");
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut [0; 100]).expect("some output");
        drop(out);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let input = folder();
    let path = put(input.path(), "a.txt", "Emomali Rakhmon\n".repeat(50_000));
    for args in [&[word(&path)][..], &["tag", word(&path)], &["lookup", "Rakhmon"], &["man"], &["check"]] {
        let mut command = canonym(args);
        command.stdout(full.try_clone().expect("a handle"));
        let output = command.spawn().expect("the program starts").wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains("standard output: No space left on device"), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_table_with_a_hundred_errors_shows_them_all_and_loads_nothing() {
    let tables = folder();
    let rows: String = (0..100).map(|i| format!("a/{i}\tName {i}\tnokind\n")).collect();
    let bad = put(tables.path(), "bad.tsv", format!("id\tname\tkind\n{rows}"));
    let worse = put(tables.path(), "worse.toml", "[[entity]]\nid = \"x\"\n");
    let output = run(&["-d", word(&bad), "-d", word(&worse)], b"Rakhmon");
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
    let told = stderr(&output);
    assert_eq!(told.matches("unknown kind `nokind`").count(), 100);
    assert!(told.contains("bad.tsv:101:14"), "{told}");
    assert!(told.contains("worse.toml:1:1"), "the second table is checked, too");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_done() {
    let files = folder();
    let good = put(files.path(), "good.txt", "Rakhmon\n");
    let output = run(&["no-such-file", word(&good)], b"");
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), "Rahmon\n".into()));
    assert!(stderr(&output).contains("no-such-file: no such file; whose name it is"), "{}", stderr(&output));

    let output = run(&["-d", "no-such-table.toml"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-table.toml: No such file or directory"), "{}", stderr(&output));

    let odd = put(files.path(), "table.xlsx", "");
    let output = run(&["-d", word(&odd)], b"");
    assert!(stderr(&output).contains("not a table; name a `.toml`, `.tsv` or `.jsonl` file"), "{}", stderr(&output));

    let latin = put(files.path(), "latin.tsv", b"id\tname\nx\tCaf\xe9\n");
    let output = run(&["-d", word(&latin)], b"");
    assert!(stderr(&output).contains("latin.tsv:2:6"), "{}", stderr(&output));
}

#[test]
fn exit_codes() {
    let code = |args: &[&str], input: &[u8]| run(args, input).status.code();
    let files = folder();
    let same = put(files.path(), "same.txt", "Rahmon\n");
    let other = put(files.path(), "other.txt", "Rakhmon\n");
    assert_eq!(code(&[word(&same)], b""), Some(0));
    assert_eq!(code(&["--diff", word(&other)], b""), Some(0));
    assert_eq!(code(&["--diff", "--check", word(&other)], b""), Some(1));
    assert_eq!(code(&["--diff", "--check", word(&same)], b""), Some(0));
    assert_eq!(code(&["lookup", "Rakhmon"], b""), Some(0));
    assert_eq!(code(&["lookup", "Rakhmon", "Nobody Atall"], b""), Some(1));
    assert_eq!(code(&["check"], b""), Some(0));
    assert_eq!(code(&["check", word(&put(files.path(), "t.toml", "[[entity]]\nid = \"x\"\n"))], b""), Some(1));
    assert_eq!(code(&["--no-such-flag"], b""), Some(2));
    assert_eq!(code(&["--min-score", "2"], b""), Some(2));
    assert_eq!(code(&["-w"], b""), Some(2));
}

#[cfg(unix)]
#[test]
fn rewriting_keeps_mode_and_links_and_leaves_unchanged_files_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let files = folder();
    let real = put(files.path(), "real.txt", "Rakhmon\r\nMuhib");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o754)).expect("a mode");
    let link = files.path().join("link.txt");
    symlink("real.txt", &link).expect("a link");
    let same = put(files.path(), "same.txt", "nothing\n");
    let before = fs::metadata(&same).expect("metadata").ino();

    let output = run(&["-w", word(&link), word(&same)], b"");
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()));
    assert!(stderr(&output).ends_with("link.txt: 2 changes\n2 changes in 1 of 2 texts\n"), "{}", stderr(&output));
    assert_eq!(fs::read(&real).expect("a file"), b"Rahmon\r\nMohib");
    assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
    assert_eq!(fs::metadata(&real).expect("metadata").permissions().mode() & 0o777, 0o754);
    assert_eq!(fs::metadata(&same).expect("metadata").ino(), before);
    let left: Vec<_> = fs::read_dir(files.path()).expect("a folder").map(|e| e.expect("a file").file_name()).collect();
    assert_eq!(left.len(), 3, "nothing else is left behind: {left:?}");

    let read_only = put(files.path(), "ro.txt", "Rakhmon");
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o444)).expect("a mode");
    let output = run(&["-w", word(&read_only)], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("read-only; make it writable first"), "{}", stderr(&output));
    assert_eq!(fs::read(&read_only).expect("a file"), b"Rakhmon");
}

#[test]
fn many_files_are_told_in_their_order_on_any_number_of_threads() {
    let files = folder();
    let mut names: Vec<PathBuf> = Vec::new();
    for number in 0..150 {
        let long = if number == 70 { "ordinary words \n\n".repeat(100_000) } else { String::new() };
        let text = format!("{long}Emomali Rakhmon {number}, then Rakhmon");
        names.push(put(files.path(), &format!("{number}.txt"), text));
    }
    names.insert(60, files.path().join("missing.txt"));
    let log = files.path().join("log.jsonl");
    let run_on = |threads: &str, command: &[&str]| {
        let mut args = [command, &["-j", threads]].concat();
        args.extend(names.iter().map(|name| word(name)));
        let output = run(&args, b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("missing.txt: No such file"), "{}", stderr(&output));
        stdout(&output)
    };
    let tags = run_on("1", &["tag"]);
    assert_eq!(tags.lines().count(), 300);
    assert_eq!(run_on("3", &["tag"]), tags);
    let texts = run_on("1", &["--changes", word(&log)]);
    let one = fs::read_to_string(&log).expect("a log");
    assert!(one.lines().count() == 300 && texts.contains("Emomali Rahmon 0, then RahmonEmomali Rahmon 1,"));
    assert_eq!(run_on("3", &["--changes", word(&log)]), texts);
    assert_eq!(fs::read_to_string(&log).expect("a log"), one);
}

#[test]
fn the_log_of_changes_has_each_change_and_nothing_else() {
    let files = folder();
    let text = put(files.path(), "a.txt", "Rahmon and\nEmomali Rakhmon’s men");
    let log = files.path().join("log.jsonl");
    let output = run(&["--changes", word(&log), word(&text)], b"");
    assert_eq!(stdout(&output), "Rahmon and\nEmomali Rahmon’s men");
    let lines = fs::read_to_string(&log).expect("a log");
    let rows: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!((row["line"].as_u64(), row["column"].as_u64(), row["start"].as_u64()), (Some(2), Some(1), Some(11)));
    assert_eq!((row["text"].as_str(), row["replacement"].as_str()), (Some("Emomali Rakhmon"), Some("Emomali Rahmon")));
}

#[test]
fn a_diff_is_one_that_patch_takes() {
    let files = folder();
    let lines: Vec<String> =
        (0..40).map(|i| if i % 13 == 5 { "Rakhmon".into() } else { format!("line {i}") }).collect();
    let text = lines.join("\n");
    let path = put(files.path(), "a.txt", &text);
    let diff = run(&["--diff", word(&path)], b"");
    let mut patch =
        Command::new("patch").args(["-s", "-o", "-", word(&path)]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(child) = &mut patch else {
        eprintln!("left out: there is no `patch` here");
        return;
    };
    child.stdin.take().expect("a pipe").write_all(&diff.stdout).expect("patch reads");
    let patched = patch.expect("patch runs").wait_with_output().expect("patch ends");
    assert_eq!(String::from_utf8_lossy(&patched.stdout), text.replace("Rakhmon", "Rahmon"));
}

#[test]
fn lookup_answers_each_line_in_order_on_any_number_of_threads() {
    let names: String =
        (0..3000).map(|i| if i % 3 == 0 { "Rakhmon\n".into() } else { format!("Nobody {i}\n") }).collect();
    let one = run(&["lookup", "--format", "jsonl", "-j", "1"], names.as_bytes());
    let four = run(&["lookup", "--format", "jsonl", "-j", "4"], names.as_bytes());
    assert_eq!(stdout(&one).lines().count(), 3000);
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn fmt_is_whole_or_not_at_all() {
    let files = folder();
    let good = put(files.path(), "good.toml", "[[entity]]\nname='B' # b\nid='x/b'\n[[entity]]\nid='x/a'\nname='A'\n");
    let bad = put(files.path(), "bad.toml", "[[entity]]\nid = \n");
    let output = run(&["fmt", "--check", word(&good)], b"");
    assert_eq!(output.status.code(), Some(1));
    let output = run(&["fmt", word(&bad), word(&good)], b"");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&bad).expect("a file"), "[[entity]]\nid = \n");
    let formatted = "[[entity]]\nid = \"x/a\"\nname = \"A\"\n\n[[entity]]\nid = \"x/b\"\nname = \"B\" # b\n";
    assert_eq!(fs::read_to_string(&good).expect("a file"), formatted);
    assert_eq!(run(&["fmt", "--check", word(&good)], b"").status.code(), Some(0));
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&run(&["completions", shell], b"")).contains("line-buffered"), "{shell}");
    }
    assert!(stdout(&run(&["man"], b"")).starts_with(".ie"));
    assert!(stdout(&run(&["man", "tag"], b"")).contains("canonym\\-tag"));
    assert_eq!(run(&["man", "nothing"], b"").status.code(), Some(2));
}

#[test]
fn a_hundred_megabytes_on_one_line_take_little_memory_and_come_through() {
    let piece = b"a quiet word or two about nothing in particular ".repeat(21_000);
    let mut child = canonym(&[]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut out = child.stdout.take().expect("a pipe");
    let expected = piece.len() * 100;
    let writer = std::thread::spawn(move || (0..100).for_each(|_| stdin.write_all(&piece).expect("it reads")));
    let mut buffer = vec![0; 1 << 20];
    let mut read = 0;
    let mut peak = 0;
    loop {
        let n = out.read(&mut buffer).expect("it writes");
        if n == 0 {
            break;
        }
        assert!(!buffer[..n].contains(&b'\n'));
        read += n;
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|l| l.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(peak);
    }
    writer.join().expect("the writer ends");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(read, expected);
    assert!(peak < 50_000, "{peak} KB at the peak");
}

#[test]
fn a_diff_of_a_long_line_takes_no_longer_than_the_line() {
    let line = "Rakhmon said and ".repeat(60_000);
    let output = run(&["--diff"], line.as_bytes());
    assert_eq!(stdout(&output).matches("Rahmon said").count(), 60_000);
}

#[test]
fn the_log_never_takes_the_place_of_a_text() {
    let files = folder();
    let text = put(files.path(), "a.txt", "Rakhmon");
    for args in [&["--changes", word(&text), word(&text)][..], &["-w", "--changes", word(&text), word(&text)]] {
        let output = run(args, b"");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(fs::read(&text).expect("a file"), b"Rakhmon");
    }
    #[cfg(target_os = "linux")]
    {
        let output = run(&["--changes", "/dev/full", word(&text)], b"");
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), "Rahmon".into()));
        assert!(stderr(&output).contains("/dev/full: No space left on device"), "{}", stderr(&output));
        assert_eq!(run(&["--changes", "/dev/null", word(&text)], b"").status.code(), Some(0));
    }
}

#[test]
fn bytes_that_are_no_text_are_never_lost_beside_a_name() {
    for byte in 0x80..=0xFF {
        let line = |(before, name, behind): &(usize, &str, usize)| {
            [b"In Tajikistan, ", &[byte].repeat(*before)[..], name.as_bytes(), &[byte].repeat(*behind), b" left\n\n"]
                .concat()
        };
        let lines = [(1, "Emomali Rakhmon", 0), (0, "Mazar-e-Sharif", 2), (2, "Tajikstan", 1)].map(|row| line(&row));
        let written = run(&[], &lines.concat()).stdout;
        assert_eq!(written.iter().filter(|b| **b == byte).count(), 6, "{byte:x}");
    }
}

#[test]
fn no_output_takes_the_place_of_a_table_or_of_what_it_is_made_of() {
    let files = folder();
    let entity = b"[[entity]]\nid = \"place/x\"\nname = \"Xanadu\"\n";
    let table = put(files.path(), "t.toml", entity);
    let (text, rows) = (put(files.path(), "a.txt", "Rakhmon"), put(files.path(), "r.csv", "name\nRakhmon\n"));
    let other = folder();
    let same_name = put(other.path(), "t.toml", "Rakhmon");
    let (t, text, rows) = (word(&table), word(&text), word(&rows));
    let page = files.path().join("page.html");
    for _ in 0..2 {
        let output = run(&["report", text, "-d", word(files.path()), "--format", "html", "-o", word(&page)], b"");
        assert_eq!(output.status.code(), Some(0), "a page beside the tables is none: {}", stderr(&output));
    }
    for args in [
        &["suggest", text, "-d", t, "-o", t][..],
        &["export", "csv", "-d", t, "-o", t],
        &["report", text, "-d", t, "-o", t],
        &["csv", "-s", "name", rows, "-d", t, "-o", t],
        &["normalize", text, "-d", t, "--changes", t],
        &["cluster", text, "-d", word(files.path()), "-o", t],
        &["normalize", "-w", t, "-d", word(files.path())],
        &["normalize", word(&same_name), "--out", word(files.path()), "-d", t],
    ] {
        let output = run(args, b"");
        assert!(stderr(&output).contains("is a table in use"), "{args:?}: {}", stderr(&output));
        assert_eq!(fs::read(&table).expect("a file"), entity, "{args:?}");
    }
    let kept = put(files.path(), "kept.toml", "# ticked\n");
    for args in [
        &["suggest", "none.txt", "-o", word(&kept)][..],
        &["report", "none.txt", "-o", word(&kept)],
        &["normalize", "none.txt", "--changes", word(&kept)],
    ] {
        assert_eq!(run(args, b"").status.code(), Some(2), "{args:?}");
        assert_eq!(fs::read(&kept).expect("a file"), b"# ticked\n", "{args:?}");
    }
    #[cfg(unix)]
    for args in [&["csv", "-s", "name", rows][..], &["tag", text], &["normalize", text]] {
        let path = args[args.len() - 1];
        let before = fs::read(path).expect("a file");
        let end = fs::OpenOptions::new().append(true).open(path).expect("a file");
        let output = canonym(args).stdout(end).output().expect("it ends");
        assert!(stderr(&output).contains("is written to, too"), "{args:?}: {}", stderr(&output));
        assert_eq!(fs::read(path).expect("a file"), before, "{args:?}");
    }
    #[cfg(target_os = "linux")]
    assert!(stdout(&run(&["csv", "-s", "name", rows, "-o", "/dev/stdout"], b"")).starts_with("name,canonical"));
}

#[test]
#[cfg(unix)]
fn patterns_walk_as_folders_do() {
    let files = folder();
    let inner = files.path().join("in");
    fs::create_dir_all(inner.join(".hidden")).expect("a folder");
    for (folder, name) in [(&inner, "a.txt"), (&inner.join(".hidden"), "h.txt"), (&files.path().to_owned(), "b.txt")] {
        put(folder, name, "Rakhmon");
    }
    for (link, to) in [("up", ".."), ("own", "."), ("again", ".")] {
        std::os::unix::fs::symlink(to, inner.join(link)).expect("a link");
    }
    let texts = |pattern: &str| {
        let output = canonym(&["tag", pattern]).current_dir(files.path()).output().expect("it ends");
        stdout(&output).lines().map(|line| line.split('"').nth(3).unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts("**/*.txt"), ["b.txt", "in/a.txt"]);
    assert_eq!(texts("./*.txt"), ["./b.txt"]);
    assert_eq!(texts("i?/*"), ["in/a.txt"]);
    assert_eq!(texts("in/.hidden/*"), ["in/.hidden/h.txt"]);
    assert_eq!(texts("in//a*.txt"), ["in/a.txt"]);
    std::os::unix::fs::symlink("/nowhere", inner.join("broken")).expect("a link");
    let output = canonym(&["tag", "in/*.txt"]).current_dir(files.path()).output().expect("it ends");
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "it does not name the broken link");
    let whole = format!("{}/in/*.txt", files.path().display());
    assert_eq!(texts(&whole), [inner.join("a.txt").display().to_string()]);
}

#[test]
fn check_tells_of_every_path() {
    let files = folder();
    let bad = put(files.path(), "bad.toml", "[[entity]]\nid = \"x\"\n");
    let over = put(
        files.path(),
        "over.toml",
        "[[entity]]\nid = \"place/zz\"\nname = \"Kabul\"\n\n[[never]]\npair = [\"Rahmon\", \"Rakhmon\"]\n",
    );
    let output = run(&["check", "no-such-file.toml", word(&bad), word(&over)], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-file.toml"), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(told.contains("entity `x` without `name`"), "{told}");
    assert!(told.contains("alias `Kabul` of `place/zz` already belongs to `place/af-kabul"), "{told}");
    assert!(told.contains("`Rahmon` and `Rakhmon` are both recorded for `person/emomali-rahmon`"), "{told}");
    assert!(!told.contains('\x1b'));
    let coloured = run(&["--color", "always", "check", word(&bad)], b"");
    assert!(!stdout(&coloured).contains('\x1b'), "colours reach terminals alone");
}

#[test]
fn flags_may_be_joined_and_stand_before_the_command() {
    let files = folder();
    let table = put(files.path(), "t.tsv", "id\tname\nplace/x\tDarvoz\n");
    for args in [
        &["-qd", word(&table), "--no-builtin", "tag"][..],
        &["-q", "tag", "-d", word(&table)],
        &["--data", word(&table), "tag"],
    ] {
        assert!(stdout(&run(args, b"in DARVOZ")).contains("\"doc\":\"-\""), "{args:?}");
    }
}

#[test]
fn titles_are_left_alone_when_asked() {
    let text = "“The Rakhmon of Kabul and Me” by Rakhmon: \"We left Rakhmon\", \"Rakhmon\", \"On Rakhmon\" and \"Emomali Rakhmon";
    let output = run(&["--keep-titles"], text.as_bytes());
    let expected =
        "“The Rakhmon of Kabul and Me” by Rahmon: \"We left Rahmon\", \"Rahmon\", \"On Rakhmon\" and \"Emomali Rahmon";
    assert_eq!(stdout(&output), expected);
    let speech = "“We win,” Emomali Rakhmon, “and soon.” «Да» — Rakhmon «нет» \"Yes\" Rakhmon \"No\"";
    let spoken = run(&["--keep-titles"], speech.as_bytes());
    assert_eq!(stdout(&spoken), speech.replace("Rakhmon", "Rahmon"));
}

#[test]
fn a_page_is_normalised_without_breaking_it() {
    let page = "<!DOCTYPE html><html><head><title>Rakhmon</title><style>.Rakhmon { }\n\n.Rakhmon b {}</style></head>\n\
        <body title=\"Rakhmon > Muhib\"><!-- Rakhmon\n\nRakhmon --><p id='Rakhmon'>Rakhmon&nbsp;met <b>Muhib</b>.</p>\n\
        <pre>Rakhmon\n\nRakhmon</pre><a href=\"Rakhmon.html\">Rakhmon</a> 3 < 4 Rakhmon</body></html>\n";
    let rewritten = page
        .replace("<title>Rakhmon", "<title>Rahmon")
        .replace("'>Rakhmon&", "'>Rahmon&")
        .replace("<b>Muhib", "<b>Mohib")
        .replace("\">Rakhmon</a> 3 < 4 Rakhmon", "\">Rahmon</a> 3 < 4 Rahmon");
    let output = run(&["--markup", "html"], page.as_bytes());
    assert_eq!(stdout(&output), rewritten);
    let note = "See `Rakhmon` and [Rakhmon](https://example.org/Rakhmon).\n\n```\nRakhmon\n\nRakhmon\n```\nRakhmon\n";
    let expected = "See `Rakhmon` and [Rahmon](https://example.org/Rakhmon).\n\n```\nRakhmon\n\nRakhmon\n```\nRahmon\n";
    assert_eq!(stdout(&run(&["--markup", "markdown"], note.as_bytes())), expected);
    assert_eq!(stdout(&run(&["tag", "--markup", "markdown"], note.as_bytes())).lines().count(), 2);
}

#[test]
fn a_command_that_is_written_wrongly_is_told() {
    let told = |args: &[&str]| String::from_utf8(run(args, b"").stderr).expect("UTF-8");
    assert!(told(&["csvv", "-s", "name", "x.csv"]).contains("there is a command 'csv'"));
    assert!(told(&["-s", "name"]).contains("to pass '-s' as a value"));
    assert!(told(&["lookup", "--min-score", "-1", "x"]).contains("write a number from 0 to 1"));
}
