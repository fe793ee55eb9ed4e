//! Names of offices, banks and districts: most of their letters only say of
//! what kind they are, and prove nothing.

use canonym::{Engine, Hints, Options, Status, Tables, Verdict};

const OFFICES: &str = "id\tname\tkind\taliases\n\
    org/labour\tMinistry of Labour\torg\tМинистерство труда\n\
    org/china\tBank of China\torg\t\n\
    place/chuy\tChuy Region\tplace\tЧуйская область\n\
    place/kunduz\tKunduz\tplace\t\n\
    place/qunduz\tQunduz Province\tplace\t\n";

fn engine() -> Engine {
    let mut tables = Tables::new();
    tables.add_text("offices.tsv", OFFICES).expect("a table");
    Engine::over(&tables, Options::default()).expect("a small table fits")
}

#[test]
fn what_two_names_share_of_their_kind_does_not_make_them_one() {
    let engine = engine();
    let verdict = |a: &str, b: &str| engine.compare(a, b, &Hints::default()).verdict;
    for (a, b) in [
        ("Ministry of Labour", "Ministry of Law"),
        ("Bank of China", "Bank of Chile"),
        ("Tula Oblast", "Tura Oblast"),
        ("Курская область", "Чуйская область"),
        ("Banque du Mali", "Banque du Mani"),
        ("وزارت مالیه", "وزارت عدلیه"),
        ("وزارة العدل", "وزارة العمل"),
        ("Ministry of Justice", "Ministry of Interior"),
        ("Republic of Tajikistan", "District of Tajikistan"),
        ("Khatlon Region", "Khatlon District"),
        ("Henry VIII", "Henry VII"),
        ("John Smith Jr.", "John Smith Sr."),
        ("Stephen C. Hill", "Stephen T. Hill"),
        ("School No. 12", "School No. 21"),
        ("John Paul I", "John Paul II"),
        ("John E. Smith", "John T. Smith"),
        ("Лю Ао", "Лю"),
        ("CHEN AO", "CHEN"),
    ] {
        assert_eq!(verdict(a, b), Verdict::Different, "{a} {b}");
        assert_eq!(verdict(b, a), Verdict::Different, "{b} {a}");
    }
    for (a, b) in [
        ("Ministry of Labour", "Ministry of Labor"),
        ("Nangarhar University", "Ningarhar University"),
        ("Kabul University", "University of Kabul"),
        ("Bank of Kabul", "Kabul Bank"),
        ("Министерство обороны", "Министерства обороны"),
        ("Republic of Tajikistan", "Republic of Tojikistan"),
        ("Gomel Region", "Homel Region"),
        ("Acme Corp", "Acme Corporation"),
        ("Kabul Univ", "University of Kabul"),
        ("Acme Trading LLC", "Acme Trading"),
        ("Titan Energy GmbH", "Titan Energy"),
        ("LLC Kedr", "Kedr LLC"),
        ("ООО «Кедр»", "Кедр, ООО"),
        ("Siemens AG", "Siemens"),
        ("NewsCorp", "News Corp"),
        ("John Paul II", "Jean Paul II"),
        ("م. کریمی", "M. Karimi"),
        ("9/11 Commission", "911 Commission"),
        ("Evergreen Steel Ltd.", "Evergreen Steel Corporation"),
        ("Wen Jiabao", "Wen Jia-bao"),
        ("Muhammad A. Karimov", "Mohammad A. Karimov"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Mt Ararat", "Mount Ararat"),
    ] {
        assert_eq!(verdict(a, b), Verdict::Same, "{a} {b}");
    }
}

#[test]
fn an_office_that_no_table_has_is_no_other() {
    let engine = engine();
    let best = |name: &str| {
        let answer = engine.lookup(name, 1);
        (answer.status == Status::Match).then(|| answer.matches[0].id.clone())
    };
    for name in ["Ministry of Law", "Bank of Chile", "Курская область", "Министерство туризма", "Kunduz District"]
    {
        assert_eq!(best(name), None, "{name}");
    }
    for (name, id) in [
        ("Ministry of Labor", "org/labour"),
        ("Bank of Chine", "org/china"),
        ("Чуйской области", "place/chuy"),
        ("Qundus Province", "place/qunduz"),
    ] {
        assert_eq!(best(name).as_deref(), Some(id), "{name}");
    }
}

#[test]
fn a_name_is_asked_for_with_what_it_lies_in() {
    let mut tables = Tables::new();
    let rows = "id\tname\tkind\ttype\tcountry\n\
        place/ir\tIran\tplace\tcountry\tIR\n\
        place/tj\tTajikistan\tplace\tcountry\tTJ\n\
        place/ir-bahor\tBahor\tplace\tcity\tIR\n\
        place/tj-bahor\tBahor\tplace\tcity\tTJ\n\
        place/ir-gulzor\tGulzor\tplace\tcity\tIR\n\
        person/karim-gulov\tKarim Gulov\tperson\t\tTJ\n\
        org/gulzor-oil\tGulzor Oil\torg\t\t\n";
    tables.add_text("places.tsv", rows).expect("a table");
    let engine = Engine::over(&tables, Options::default()).expect("a small table fits");
    let best = |name: &str| {
        let answer = engine.lookup(name, 1);
        assert_eq!(answer.query, name);
        (answer.status == Status::Match).then(|| answer.matches[0].id.clone())
    };
    assert_eq!(best("Bahor"), None, "there are two");
    for sign in
        ["Bahor, Tajikistan", "Bahor (Tajikistan)", "Bahor [Tajikistan]", "Bahor - Tajikistan", "Tajikistan, Bahor"]
    {
        assert_eq!(best(sign).as_deref(), Some("place/tj-bahor"), "{sign}");
    }
    for sign in ["Bahor/Iran", "Bahor Iran", "Bahor, IR", "Bahor, IRN"] {
        assert_eq!(best(sign).as_deref(), Some("place/ir-bahor"), "{sign}");
    }
    for (name, id) in [
        ("Gulzor [1]", "place/ir-gulzor"),
        ("Karim Gulov (former president)", "person/karim-gulov"),
        ("Karim Gulov / Karim Gulow", "person/karim-gulov"),
        ("Gulzor Oil Ltd.", "org/gulzor-oil"),
    ] {
        assert_eq!(best(name).as_deref(), Some(id), "{name}");
    }
    for name in [
        "Gulzor (Nowhere)",
        "Karim Gulov (a street)",
        "Gulov (president)",
        "Bahor Ltd.",
        "Iran Inc.",
        "Gulzor, Tajikistan",
        "Gulzor, TJ",
        "Gulzor Tajikistan",
        "/",
        "() - []",
    ] {
        assert_eq!(best(name), None, "{name}");
    }
}

#[test]
#[cfg(feature = "builtin")]
fn a_company_is_no_place_or_person_and_brackets_hold_whom_they_name() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    for name in
        ["Kabul Ltd", "Iran Inc.", "Trump Corporation", "Mao PAO", "Trump (Ivanka)", "Putin (film)", "Trump (India)"]
    {
        assert_eq!(engine.lookup(name, 1).status, Status::None, "{name}");
    }
    for (name, id) in [
        ("Kadyrov (Akhmad)", "person/akhmad-kadyrov"),
        ("Hamid Karzai (former president)", "person/hamid-karzai"),
        ("ПАО «Газпром»", "org/gazprom"),
        ("Gazprom OAO", "org/gazprom"),
    ] {
        let answer = engine.lookup(name, 1);
        assert_eq!((answer.status, &answer.matches[0].id[..]), (Status::Match, id), "{name}");
    }
    assert_eq!(engine.compare("Iran Inc", "Iran", &Hints::default()).verdict, Verdict::Different);
    let exact = Engine::builtin_with(Options { exact: true, ..Options::default() });
    let exact = exact.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(exact.compare("Cedar Ltd", "Cedar GmbH", &Hints::default()).verdict, Verdict::Different);
    for name in ["Gazprom OAO", "Kabul [1]", "Rakhmon/Rahmon"] {
        assert_eq!(exact.lookup(name, 1).status, Status::None, "{name}");
    }
    // What has many parts is parted once.
    let long = "Xq Yw Ltd/Rt Yu Ltd — Op As Ltd/Df Gh Ltd – Jk Lz Ltd/Xc Vb Ltd - Nm Qe Ltd (Wr Ty Ltd)".repeat(20);
    assert_eq!(engine.lookup(&long, 1).status, Status::None);
}
