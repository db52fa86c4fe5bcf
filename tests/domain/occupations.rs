//! What people say they do, and the ISCO-08 unit that comes of it: first where it is plain, else among eight.

use sportello::domain::lang::Lang;
use sportello::reference::Reference;

/// A query, the unit that comes first.
const ITALIAN_FIRST: &[(&str, &str)] = &[
    ("commessa", "5223"),
    ("commesso", "5223"),
    ("commessa in un negozio", "5223"),
    ("addetta vendite", "5223"),
    ("cassiera", "5230"),
    ("cassiere", "5230"),
    ("cuoco", "5120"),
    ("cuoca", "5120"),
    ("aiuto cuoca", "5120"),
    ("pizzaiola", "5120"),
    ("cameriere", "5131"),
    ("cameriera", "5131"),
    ("barista", "5132"),
    ("lavapiatti", "9412"),
    ("aiuto cucina", "9412"),
    ("operaio", "9329"),
    ("operaia", "9329"),
    ("operaia generica", "9329"),
    ("operaio metalmeccanico", "8219"),
    ("operaio edile", "7111"),
    ("operaia agricola", "9213"),
    ("bracciante", "9211"),
    ("infermiere", "2221"),
    ("infermiera", "2221"),
    ("infermiera professionale", "2221"),
    ("OSS", "5321"),
    ("operatrice socio sanitaria", "5321"),
    ("badante", "5322"),
    ("assistente anziani", "5322"),
    ("assistente familiare", "5322"),
    ("colf", "9111"),
    ("domestica", "9111"),
    ("pulizie", "9112"),
    ("donna delle pulizie", "9112"),
    ("addetta alle pulizie", "9112"),
    ("bidella", "9112"),
    ("collaboratrice scolastica", "9112"),
    ("baby-sitter", "5311"),
    ("tata", "5311"),
    ("autista", "8322"),
    ("autista di autobus", "8331"),
    ("autista patente C", "8332"),
    ("camionista", "8332"),
    ("mulettista", "8344"),
    ("muletto", "8344"),
    ("magazziniere", "4321"),
    ("magazziniera", "4321"),
    ("magaziniere", "4321"),
    ("lavoro in magazzino", "4321"),
    ("facchino", "9333"),
    ("impiegato", "4110"),
    ("impiegata", "4110"),
    ("impiegata d'ufficio", "4110"),
    ("segretaria", "4120"),
    ("receptionist", "4226"),
    ("centralinista", "4223"),
    ("telefonista", "4223"),
    ("call center", "4222"),
    ("contabile", "3313"),
    ("ragioniera", "3313"),
    ("muratore", "7112"),
    ("manovale", "9313"),
    ("imbianchino", "7131"),
    ("idraulico", "7126"),
    ("elettricista", "7411"),
    ("saldatrice", "7212"),
    ("falegname", "7522"),
    ("meccanico", "7231"),
    ("sarta", "7531"),
    ("panettiera", "7512"),
    ("pasticcere", "7512"),
    ("fornaio", "7512"),
    ("macellaio", "7511"),
    ("parrucchiera", "5141"),
    ("barbiere", "5141"),
    ("estetista", "5142"),
    ("giardiniere", "6113"),
    ("guardia giurata", "5414"),
    ("vigilanza", "5414"),
    ("portiere", "5153"),
    ("educatrice", "2342"),
    ("maestra", "2341"),
    ("corriere", "9621"),
    ("fattorina", "9621"),
    ("rider", "9621"),
    ("scaffalista", "9334"),
    ("netturbino", "9611"),
    ("programmatrice", "2514"),
    ("tuttofare", "9622"),
];

const ITALIAN_AMONG: &[(&str, &str)] = &[
    ("insegnante", "2330"),
    ("insegnante", "2342"),
    ("assistente", "5322"),
    ("addetto", "9112"),
    ("autista", "8331"),
    ("autista", "8332"),
    ("operaio", "9213"),
    ("impiegata", "3313"),
    ("cameriera", "9112"),
    ("segretaria", "3344"),
];

const ENGLISH_FIRST: &[(&str, &str)] = &[
    ("shop assistant", "5223"),
    ("sales assistant", "5223"),
    ("cashier", "5230"),
    ("cook", "5120"),
    ("waiter", "5131"),
    ("waitress", "5131"),
    ("bartender", "5132"),
    ("kitchen porter", "9412"),
    ("dishwasher", "9412"),
    ("cleaner", "9112"),
    ("cleaning lady", "9112"),
    ("maid", "9111"),
    ("nurse", "2221"),
    ("care worker", "5321"),
    ("caregiver", "5322"),
    ("babysitter", "5311"),
    ("nanny", "5311"),
    ("driver", "8322"),
    ("truck driver", "8332"),
    ("lorry driver", "8332"),
    ("bus driver", "8331"),
    ("forklift driver", "8344"),
    ("warehouse worker", "9333"),
    ("electrician", "7411"),
    ("plumber", "7126"),
    ("welder", "7212"),
    ("carpenter", "7115"),
    ("bricklayer", "7112"),
    ("painter", "7131"),
    ("construction worker", "9313"),
    ("hairdresser", "5141"),
    ("receptionist", "4226"),
    ("secretary", "4120"),
    ("office clerk", "4110"),
    ("accountant", "2411"),
    ("gardener", "6113"),
    ("farm worker", "9213"),
    ("security guard", "5414"),
    ("factory worker", "9329"),
    ("baker", "7512"),
    ("butcher", "7511"),
    ("mechanic", "7231"),
    ("courier", "9621"),
    ("software developer", "2512"),
    ("teacher", "2330"),
];

const ENGLISH_AMONG: &[(&str, &str)] = &[
    ("assistant", "5321"),
    ("teacher", "2341"),
    ("driver", "8331"),
    ("warehouse worker", "4321"),
    ("accountant", "3313"),
    ("nurse", "5321"),
];

fn codes(reference: &Reference, query: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let found = reference.occupations(query, lang, 8);
    let said = |unit: sportello::reference::Occupation| (unit.isco08, unit.title.into_owned());
    found.into_iter().map(said).collect()
}

#[test]
fn what_people_say_leads_to_the_right_unit() {
    let reference = Reference::load();
    let mut wrong = String::new();
    for (table, lang, most) in [
        (ITALIAN_FIRST, Lang::It, 1),
        (ITALIAN_AMONG, Lang::It, 8),
        (ENGLISH_FIRST, Lang::En, 1),
        (ENGLISH_AMONG, Lang::En, 8),
    ] {
        for (query, isco08) in table {
            let found = codes(&reference, query, lang);
            if !found.iter().take(most).any(|(code, _)| code == isco08) {
                wrong.push_str(&format!("{query} is not {isco08}: {found:?}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(ITALIAN_FIRST.len() >= 60 && ENGLISH_FIRST.len() >= 30);
}

#[test]
fn titles_are_of_the_language_asked() {
    let reference = Reference::load();
    let english: std::collections::HashSet<String> =
        include_str!("../../src/reference/data/esco_occupazioni_en.tsv")
            .lines()
            .filter_map(|line| line.split('\t').nth(2).map(str::to_owned))
            .collect();
    // In Italian none comes from the English table, but for words that Italian has taken over.
    let both = [
        "babysitter",
        "barista",
        "bartender",
        "buyer",
        "chef",
        "personal trainer",
        "receptionist",
        "rider",
    ];
    for (query, _) in ITALIAN_FIRST.iter().chain(ENGLISH_FIRST) {
        for (code, title) in codes(&reference, query, Lang::It) {
            let foreign = english.contains(&title) && !both.contains(&title.as_str());
            assert!(!foreign, "{query}: {code} {title}");
        }
    }
    // Asked in Italian by an English word, and the other way round: the unit, in words of the language asked.
    assert_eq!(
        codes(&reference, "welder", Lang::It)[0],
        ("7212", "saldatore / saldatrice".to_owned())
    );
    assert_eq!(
        codes(&reference, "badante", Lang::En)[0],
        ("5322", "Home-based personal care workers".to_owned())
    );
}

#[test]
fn guesses_are_dropped_where_something_was_found() {
    let reference = Reference::load();
    for (query, nonsense) in [
        ("commessa", "0110"),
        ("commessa", "3119"),
        ("cuoco", "5411"),
        ("cuoco", "7318"),
        ("corriere", "4224"),
        ("contabile", "8343"),
        ("sarta", "8143"),
        ("guardia", "3412"),
        ("facchino", "8311"),
        ("donna delle pulizie", "9333"),
        ("donna delle pulizie", "3412"),
    ] {
        let found = codes(&reference, query, Lang::It);
        assert!(
            found.iter().all(|(code, _)| *code != nonsense),
            "{query}: {found:?}"
        );
    }
    // Where nothing was found they help.
    assert_eq!(codes(&reference, "parruchiera", Lang::It)[0].0, "5141");
    assert_eq!(codes(&reference, "elettrcista", Lang::It)[0].0, "7411");
}

#[test]
fn both_genders_find_the_same() {
    let reference = Reference::load();
    for (isco08, man, woman) in Reference::all_everyday_titles() {
        for title in [man, woman] {
            let found = codes(&reference, title, Lang::It);
            assert!(
                found.iter().any(|(code, _)| *code == isco08),
                "{title}: {found:?}"
            );
        }
    }
}
