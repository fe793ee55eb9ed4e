//! Folders and patterns of texts, and a folder of outputs that a second run
//! completes.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use program::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("news/a/1.txt", "Rakhmon came.\n");
    folder.put("news/a/2.txt", "Kabul.\n");
    folder.put("news/b.txt", "Rakhmon left.\n");
    folder.put("news/.hidden.txt", "Rakhmon hid.\n");
    folder.put("news/picture.png", b"\x89PNG\0Rakhmon");
    folder
}

#[test]
fn a_folder_is_its_texts_in_order_of_name() {
    let folder = folder();
    let ran = folder.run("news", "");
    assert_eq!(ran.text, "Rahmon came.\nKabul.\nRahmon left.\n");
    assert_eq!(ran.errors, "1 file that is no text left out: news/picture.png\n");
    assert_eq!(folder.run("normalize news/*/*.txt", "").text, "Rahmon came.\nKabul.\n");
    assert_eq!(folder.run("tag -q news", "").text.matches("\"doc\":\"news/a/1.txt\"").count(), 1);
    let ran = folder.run("tag news/*.csv", "");
    assert_eq!((ran.code, &ran.errors[..]), (2, "error: news/*.csv: no file is named so\n"));
}

#[test]
fn outputs_keep_the_tree() {
    let folder = folder();
    let ran = folder.run("normalize -j 2 news --out clean", "");
    assert_eq!((ran.code, &ran.text[..]), (0, ""));
    assert!(ran.errors.ends_with("clean: 3 texts, 2 changes\n"), "{}", ran.errors);
    assert_eq!(folder.get("clean/a/1.txt"), "Rahmon came.\n");
    assert_eq!(folder.get("clean/a/2.txt"), "Kabul.\n");
    assert_eq!(folder.get("clean/b.txt"), "Rahmon left.\n");
    assert!(!folder.path().join("clean/picture.png").exists());
    assert_eq!(folder.run("tag -q news --out tags --format html", "").code, 0);
    assert!(folder.get("tags/a/1.txt.html").contains("<!"));
}

#[test]
fn a_second_run_leaves_out_what_is_done_and_unchanged() {
    let folder = folder();
    folder.run("normalize -q news --out clean", "");
    folder.put("clean/a/1.txt", "As it was...\n");
    folder.put("news/b.txt", "Rakhmon was gone by then.\n");
    folder.put("news/c.txt", "Rakhmon again.\n");
    let ran = folder.run("normalize news --out clean --resume", "");
    assert!(ran.errors.contains("2 of 4 texts were done before\n"), "{}", ran.errors);
    assert_eq!(folder.get("clean/a/1.txt"), "As it was...\n");
    assert_eq!(folder.get("clean/b.txt"), "Rahmon was gone by then.\n");
    assert_eq!(folder.get("clean/c.txt"), "Rahmon again.\n");
    let again = folder.run("normalize news --out clean --resume", "");
    assert!(again.errors.contains("4 of 4 texts were done before\n"), "{}", again.errors);
    // Other settings make other outputs, and so do other tables.
    let ran = folder.run("normalize news --out clean --resume --exact", "");
    assert!(!ran.errors.contains("done before"), "{}", ran.errors);
    folder.put("t.tsv", "id\tname\nplace/x\tDarvoz\n");
    folder.run("normalize news --out clean --resume -d t.tsv", "");
    folder.put("t.tsv", "id\tname\nplace/x\tDarvaz\n");
    let ran = folder.run("normalize news --out clean --resume -d t.tsv", "");
    assert!(!ran.errors.contains("done before"), "{}", ran.errors);
}

#[test]
fn a_text_that_fails_is_told_and_the_others_go_on() {
    let folder = folder();
    let ran = folder.run("normalize -q news/a/1.txt nothing.txt news/b.txt --out clean", "");
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("nothing.txt: "), "{}", ran.errors);
    assert_eq!(folder.get("clean/news/b.txt"), "Rahmon left.\n");
    let ran = folder.run("normalize -q nothing.txt news/a/1.txt news/b.txt --out clean --resume", "");
    assert_eq!(ran.code, 2, "what failed is tried again");
}

#[test]
fn texts_are_not_written_over() {
    let folder = folder();
    let ran = folder.run("normalize -q news --out news", "");
    assert!(ran.errors.contains("is read, too, and would be replaced"), "{}", ran.errors);
    assert_eq!(folder.get("news/a/1.txt"), "Rakhmon came.\n");
    let ran = folder.run("normalize -q news/b.txt news/b.txt --out clean", "");
    assert!(ran.errors.contains("is named twice"), "{}", ran.errors);
    let ran = folder.run("normalize -q --out clean", "Rakhmon");
    assert!(ran.errors.contains("--out with standard input"), "{}", ran.errors);
    // A folder of outputs within the one that is read is none of it.
    folder.run("normalize -q . --out clean", "");
    let ran = folder.run("normalize . --out clean", "");
    assert!(ran.errors.contains("clean: 3 texts"), "{}", ran.errors);
}

#[test]
fn outputs_stay_in_their_folder() {
    let folder = folder();
    folder.put("sub/b.txt", "Rakhmon\n");
    folder.put("sub/out/b.txt", "mine");
    let ran = folder.run("normalize -q news/b.txt sub/../sub/b.txt --out sub/new", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    assert_eq!(folder.get("sub/new/news/b.txt") + &folder.get("sub/new/sub/b.txt"), "Rahmon left.\nRahmon\n");
    let absolute = folder.path().join("news/b.txt");
    let words = ["normalize", "-q", absolute.to_str().expect("UTF-8"), "sub/b.txt", "--out", "all"];
    assert_eq!(folder.run_words(&words, "").code, 0);
    assert_eq!(folder.get("all/news/b.txt") + &folder.get("all/sub/b.txt"), "Rahmon left.\nRahmon\n");
}

#[test]
fn a_list_that_was_broken_off_is_gone_on_with() {
    let folder = folder();
    folder.run("normalize -q news --out clean", "");
    let list = folder.path().join("clean/.canonym.jsonl");
    let mut bytes = std::fs::read(&list).expect("a list");
    bytes.truncate(bytes.len() - 20);
    bytes.extend(b"\xD0");
    std::fs::write(&list, bytes).expect("a list");
    let ran = folder.run("normalize news --out clean --resume", "");
    assert!(ran.errors.contains("2 of 3 texts were done before"), "{}", ran.errors);
    // What is not whole any more is not done.
    folder.put("clean/b.txt", "");
    let ran = folder.run("normalize news --out clean --resume", "");
    assert!(ran.errors.contains("2 of 3 texts were done before"), "{}", ran.errors);
    assert_eq!(folder.get("clean/b.txt"), "Rahmon left.\n");
}

#[test]
fn an_output_of_another_text_is_not_replaced() {
    let folder = Folder::new();
    folder.put("2020/jan.txt", "Rakhmon in 2020\n");
    folder.put("2021/jan.txt", "Rakhmon in 2021\n");
    assert_eq!(folder.run("normalize -q 2020 --out clean", "").code, 0);
    assert_eq!(folder.run("normalize -q 2021 --out clean --resume", "").code, 2, "it is not done either");
    let ran = folder.run("normalize -q 2021 --out clean", "");
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("clean/jan.txt: was made of") && ran.errors.contains("2020"), "{}", ran.errors);
    assert_eq!(folder.get("clean/jan.txt"), "Rahmon in 2020\n");
    assert_eq!(folder.run("normalize -q 2020 --out clean", "").code, 0, "its own text may be read again");
    std::fs::remove_file(folder.path().join("2020/jan.txt")).expect("a file");
    assert_eq!(folder.run("normalize -q 2021 --out clean", "").code, 0, "the other text is gone");
    assert_eq!(folder.get("clean/jan.txt"), "Rahmon in 2021\n");
}

#[test]
#[cfg(unix)]
fn what_is_rewritten_in_place_stays_in_its_folder() {
    let folder = Folder::new();
    folder.put("mine/a.txt", "Rakhmon\n");
    folder.put("theirs/b.txt", "Rakhmon\n");
    std::os::unix::fs::symlink("../theirs", folder.path().join("mine/link")).expect("a link");
    std::os::unix::fs::symlink("../theirs/b.txt", folder.path().join("mine/b.txt")).expect("a link");
    let ran = folder.run("normalize -w mine", "");
    assert_eq!((folder.get("mine/a.txt"), folder.get("theirs/b.txt")), ("Rahmon\n".into(), "Rakhmon\n".into()));
    assert!(ran.errors.contains("2 links not followed, such as mine/b.txt"), "{}", ran.errors);
    assert_eq!(folder.run("normalize mine", "").text.matches("Rahmon").count(), 3, "reading follows them");
    folder.run("normalize -q -w mine/b.txt", "");
    assert_eq!(folder.get("theirs/b.txt"), "Rahmon\n", "a link that is named itself");
}

#[test]
fn a_text_that_folder_and_pattern_name_is_read_once() {
    let folder = folder();
    let lines = |command: &str| folder.run(command, "").text.lines().count();
    assert_eq!(lines("tag -q news/b.txt news news/*.txt"), lines("tag -q news"));
    assert_eq!(lines("tag -q news/b.txt news/b.txt"), 2, "as it was asked for");
}

#[test]
fn texts_in_utf_16_are_told() {
    let folder = Folder::new();
    folder.put("news/a.txt", "Rakhmon\n");
    let utf16: Vec<u8> = "\u{feff}Rakhmon\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.put("news/b.txt", &utf16);
    let ran = folder.run("tag news", "");
    assert_eq!((ran.code, ran.text.lines().count()), (2, 1));
    assert!(ran.errors.contains("news/b.txt: UTF-16; save it as UTF-8"), "{}", ran.errors);
    for command in
        ["normalize", "tag", "lookup", "compare", "csv -s a", "jsonl -s a", "cluster -s a", "link - -s a x.csv"]
    {
        folder.put("x.csv", "a\n");
        let ran = folder.run(command, &utf16);
        assert!(ran.code == 2 && ran.errors.contains("UTF-16"), "{command}: {}", ran.errors);
        let ran = folder.run(command, b"\x1f\x8b\x08\0\0\0\0\0");
        assert!(ran.code == 2 && ran.errors.contains("packed; unpack it first"), "{command}: {}", ran.errors);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn outputs_go_on_behind_what_is_written_already() {
    let folder = folder();
    folder.put("t.csv", "a\nRakhmon\n");
    for to in ["/dev/stdout", "-", "/proc/self/fd/1"] {
        let script =
            format!("(echo before; {} csv -q -s a -o {to} t.csv; echo after) > out.txt", env!("CARGO_BIN_EXE_canonym"));
        let done = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status();
        assert!(done.is_ok_and(|status| status.success()));
        let text = folder.get("out.txt");
        assert!(text.starts_with("before\na,canonical") && text.ends_with("match\nafter\n"), "{to}: {text}");
    }
    let script = format!("{} news/b.txt --changes /dev/stdout >> out.txt", env!("CARGO_BIN_EXE_canonym"));
    assert!(std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().is_ok());
    assert!(folder.get("out.txt").contains("after\nRahmon left.\n{\"doc\""), "{}", folder.get("out.txt"));
}
