use super::*;
pub struct Place { pub entity: String, pub canonical: String, pub variant: String, pub country: String, pub kind: String, pub sim: f64, pub unique: bool }
pub fn read(path: &str) -> Vec<Vec<String>> {
    std::fs::read_to_string(path).unwrap().lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}
pub fn places(dir: &str) -> Vec<Place> {
    read(&format!("{dir}/places.tsv")).into_iter().map(|r| Place { entity: r[0].clone(), canonical: r[1].clone(), variant: r[2].clone(), country: r[3].clone(), kind: r[4].clone(), sim: r[5].parse().unwrap_or(0.0), unique: r[6] == "1" }).collect()
}
pub fn negatives(dir: &str) -> Vec<(String, String, bool)> {
    read(&format!("{dir}/negatives.tsv")).into_iter().map(|r| (r[0].clone(), r[1].clone(), r[5] == "1")).collect()
}
pub fn tokens(dir: &str) -> Vec<(String, String, String)> {
    read(&format!("{dir}/name_tokens.tsv")).into_iter().map(|r| (r[1].clone(), r[2].clone(), r[0].clone())).collect()
}
/// naive Bayes over letter bigrams
pub struct Origin { log: Vec<[f64; T]>, prior: [f64; T] }
impl Origin {
    pub fn learn(places: &[Place], trad: &[usize], ids: &HashMap<&String, u32>) -> Self {
        let mut n = vec![[0.0f64; T]; 64 * 64]; let mut prior = [1.0; T];
        for r in places { let t = trad[ids[&r.entity] as usize]; prior[t] += 1.0; for s in [&r.canonical, &r.variant] { for g in grams(&Spelling::new(s, None)) { n[g][t] += 1.0; } } }
        let tot: Vec<f64> = (0..T).map(|t| n.iter().map(|x| x[t]).sum::<f64>()).collect();
        let all: f64 = tot.iter().sum();
        let log = n.iter().map(|x| { let back = (x.iter().sum::<f64>() + 0.2) / all; std::array::from_fn(|t| ((x[t] + 20.0 * back) / (tot[t] + 20.0)).ln()) }).collect();
        let _ = prior;
        Self { log, prior: [0.0; T] }
    }
    pub fn of(&self, names: &[&Spelling]) -> [f64; T] {
        let mut l = self.prior;
        for s in names { for g in grams(s) { for t in 0..T { l[t] += self.log[g][t] * 0.7 / names.len() as f64; } } }
        let m = l.iter().cloned().fold(f64::MIN, f64::max);
        let z: f64 = l.iter().map(|x| (x - m).exp()).sum();
        std::array::from_fn(|t| (l[t] - m).exp() / z)
    }
}
fn grams(s: &Spelling) -> Vec<usize> {
    let mut out = Vec::new(); let mut prev = 0usize;
    for &l in s.letters() { out.push(prev * 64 + l as usize); prev = l as usize; }
    out
}
