use super::*;
/// (a, b) -> costs by place
pub type Rows = BTreeMap<(String, String), f64>;
fn norm(a: &str, b: &str) -> (String, String) { if b == "∅" { (a.into(), b.into()) } else if a == "∅" { (b.into(), a.into()) } else if a < b { (a.into(), b.into()) } else { (b.into(), a.into()) } }
pub fn rows(path: &str) -> Rows {
    let mut out = Rows::new();
    // defaults
    let vowels = "aeiouyäöüəı";
    let cons = "bcdfghjklmnpqrstvwxzçğšžčşżń";
    let all: Vec<char> = vowels.chars().chain(cons.chars()).collect();
    for (i, &a) in all.iter().enumerate() {
        for &b in &all[i + 1..] {
            let c = match (vowels.contains(a), vowels.contains(b)) { (true, true) => 0.6, (false, false) => 1.0, _ => 1.2 };
            out.insert(norm(&a.to_string(), &b.to_string()), c);
        }
        out.insert(norm(&a.to_string(), "∅"), if vowels.contains(a) { 0.6 } else if a == 'h' { 0.4 } else { 0.9 });
        out.insert((a.to_string(), a.to_string().repeat(2)), 0.15);
    }
    for (a, b, c) in [("ş","s",0.1),("ş","sh",0.1),("ç","ch",0.1),("ç","c",0.1),("š","sh",0.1),("š","s",0.1),("ž","zh",0.1),("ž","z",0.1),("č","ch",0.1),("č","c",0.1),("ğ","g",0.1),("ğ","gh",0.1),("ə","a",0.1),("ə","e",0.1),("ı","i",0.1),("ı","y",0.1),("ö","o",0.1),("ü","u",0.1),("ä","a",0.1),("ö","oe",0.1),("ü","ue",0.1),("ä","ae",0.1),("ż","z",0.1),("ż","zh",0.1),("ń","n",0.05),("ń","ny",0.1)] { out.insert(norm(a, b), c); }
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    lines.next();
    let mut more = Vec::new();
    for l in lines {
        let c: Vec<&str> = l.split('\t').collect();
        let (a, b, ctx, cost) = (c[1], c[2], c[3], c[4].parse::<f64>().unwrap_or(1.0));
        let ok = |s: &str| s == "∅" || (!s.is_empty() && s.chars().count() <= 4 && s.chars().all(|c| letter(c).is_some()));
        if !ok(a) || !ok(b) || a == b || ctx == "OCR" || ctx == "token" { continue; }
        if a.chars().count() == 1 && b == "∅" { out.insert(norm(a, b), cost); continue; }
        if b.chars().count() == 2 && a.repeat(2) == b { out.insert((a.into(), b.into()), cost); continue; }
        if a.chars().count() == 2 && b.repeat(2) == a { out.insert((b.into(), a.into()), cost); continue; }
        if ctx == "*" { out.insert(norm(a, b), cost); } else { more.push((norm(a, b), cost)); }
    }
    for (k, c) in more { let e = out.entry(k).or_insert(c + 0.2); if c < *e { /* contextual only */ } }
    for (n, c) in [("(swap)", 0.6), ("(join)", 0.08), ("(order)", 0.3), ("(initial)", 0.4), ("(particle)", 0.2), ("(title)", 0.4), ("(word)", 0.6), ("(letter)", 0.12), ("(digit)", 4.0)] { out.insert((n.into(), "∅".into()), c); }
    out
}
pub fn prior(rows: &Rows, key: &str) -> f64 {
    let c: Vec<&str> = key.split('\t').collect();
    if c.len() > 2 { return 0.0; }
    if let Some(w) = c[0].strip_prefix("word ") { let g = canonym::text::guard::guard(w); return if g.particle { 0.2 } else if g.title || g.is_type() { 0.4 } else { 0.6 + 0.12 * w.chars().count().min(10) as f64 }; }
    let (a, b) = (c[0].to_string(), c[1].to_string());
    let k = if rows.contains_key(&(a.clone(), b.clone())) { (a, b) } else { norm(&a, &b) };
    *rows.get(&k).unwrap_or_else(|| panic!("no prior for {key:?}"))
}
fn line(a: &str, b: &str, place: &str, costs: &[f64]) -> String { format!("{a}\t{b}\t{place}\t{}\n", costs.iter().map(|c| format!("{c:.2}")).collect::<Vec<_>>().join("\t")) }
pub fn table(rows: &Rows) -> String {
    let mut out = format!("a\tb\tplace\t{}\n", TRADITIONS.join("\t"));
    for ((a, b), c) in rows { if b == "∅" || a < b || b.len() == 2 * a.len() { out += &line(a, b, "*", &[*c; T]); } }
    out
}
pub fn export(rows: &Rows, ids: &HashMap<String, usize>, w: &[f64], nats: f64, words: &HashSet<String>) -> String {
    let mut out = format!("a\tb\tplace\t{}\n", TRADITIONS.join("\t"));
    let get = |k: &str| ids.get(k).map(|&i| w[i]);
    let mut keys: Vec<(String, String)> = rows.keys().cloned().collect();
    let mut ws: Vec<&String> = words.iter().collect(); ws.sort();
    for x in ws { keys.push((format!("word {x}"), "∅".into())); }
    for (a, b) in keys {
        let key = format!("{a}\t{b}");
        let base = get(&key).unwrap_or_else(|| prior(rows, &key) * nats);
        let trad: Vec<f64> = TRADITIONS.iter().map(|t| get(&format!("{key}\t@{t}")).unwrap_or(0.0)).collect();
        let at = |extra: f64| -> Vec<f64> { trad.iter().map(|t| ((base + t + extra) / nats).max(0.0)).collect() };
        out += &line(&a, &b, "*", &at(0.0));
        for place in ["^", "$", "v"] { if let Some(x) = get(&format!("{key}\t{place}")) { if x.abs() > 0.05 * nats { out += &line(&a, &b, place, &at(x)); } } }
    }
    out
}
