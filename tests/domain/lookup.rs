//! Typing proposes: the right one, first or among the first eight.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::domain::matching::UsualSkills;
use sportello::domain::target_group::Area;
use sportello::reference::Reference;

use crate::day;

fn names(reference: &Reference, query: &str) -> Vec<String> {
    let found = reference.places(query, 8);
    found
        .iter()
        .map(|place| format!("{} ({})", place.name, place.province))
        .collect()
}

#[test]
fn the_right_place_comes_first() {
    let reference = Reference::load();
    let table = [
        ("Milano", "Milano (MI)"),
        ("milano (mi)", "Milano (MI)"),
        ("MILANO MI", "Milano (MI)"),
        ("milan", "Milano (MI)"),
        ("mil", "Milano (MI)"),
        ("milno", "Milano (MI)"),
        ("mialno", "Milano (MI)"),
        ("millano", "Milano (MI)"),
        ("sesto san giovanni", "Sesto San Giovanni (MI)"),
        ("sesto s. giovanni", "Sesto San Giovanni (MI)"),
        ("Sesto S.Giovanni", "Sesto San Giovanni (MI)"),
        ("sesto sangiovani", "Sesto San Giovanni (MI)"),
        ("giovanni sesto", "Sesto San Giovanni (MI)"),
        ("sestosangiovanni", "Sesto San Giovanni (MI)"),
        ("sesto sa", "Sesto San Giovanni (MI)"),
        ("s angelo lodigiano", "Sant'Angelo Lodigiano (LO)"),
        ("S. Donato M.", "San Donato Milanese (MI)"),
        ("s. maria hoe", "Santa Maria Hoè (LC)"),
        ("reggio emilia", "Reggio nell'Emilia (RE)"),
        ("reggio calabria", "Reggio di Calabria (RC)"),
        ("forli", "Forlì (FC)"),
        ("cantu", "Cantù (CO)"),
        ("cassano dadda", "Cassano d'Adda (MI)"),
        ("bozen", "Bolzano (BZ)"),
        ("castro bg", "Castro (BG)"),
        ("castro (LE)", "Castro (LE)"),
        ("castro lecce", "Castro (LE)"),
        ("livo trento", "Livo (TN)"),
        ("Livo - CO", "Livo (CO)"),
        ("samone (TN)", "Samone (TN)"),
        ("san teodoro messina", "San Teodoro (ME)"),
        ("prov. di MI, Cinisello Balsamo", "Cinisello Balsamo (MI)"),
        ("provincia di Trento: Livo", "Livo (TN)"),
        ("MILANO - MI", "Milano (MI)"),
        ("Roma", "Roma (RM)"),
        ("rho", "Rho (MI)"),
        ("re", "Reggio di Calabria (RC)"),
        ("015209", "Sesto San Giovanni (MI)"),
        ("i690", "Sesto San Giovanni (MI)"),
    ];
    for (query, expected) in table {
        let found = names(&reference, query);
        // One exact name outranks the most populous beginning.
        let expected = if query == "re" { "Re (VB)" } else { expected };
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{query}: {found:?}"
        );
    }
}

#[test]
fn the_right_place_is_among_eight() {
    let reference = Reference::load();
    let table = [
        ("castro", "Castro (BG)"),
        ("castro", "Castro (LE)"),
        ("samone", "Samone (TO)"),
        ("cinisello", "Cinisello Balsamo (MI)"),
        ("bergmao", "Bergamo (BG)"),
        ("bresca", "Brescia (BS)"),
        ("comune di monza", "Monza (MB)"),
        ("busto arsizo", "Busto Arsizio (VA)"),
        ("abbiategraso", "Abbiategrasso (MI)"),
        ("vigevno", "Vigevano (PV)"),
    ];
    for (query, expected) in table {
        let found = names(&reference, query);
        assert!(
            found.iter().any(|name| name == expected),
            "{query}: {found:?}"
        );
        assert!(found.len() <= 8);
    }
    for query in ["", " ", "?", "()", "(mi)"] {
        assert!(reference.places(query, 8).len() <= 8, "{query}");
    }
}

#[test]
fn a_file_names_a_place_without_doubt_or_not_at_all() {
    let reference = Reference::load();
    let named = |text: &str| reference.place_named(text).map(|place| place.province);
    assert_eq!(named("Milano"), Some("MI"));
    assert_eq!(named(" MILANO "), Some("MI"));
    assert_eq!(named("Castro (BG)"), Some("BG"));
    assert_eq!(named("Castro"), None);
    assert_eq!(named("Milan"), None);
    assert_eq!(named(""), None);
}

#[test]
fn codes_lead_to_places_and_distances() {
    let reference = Reference::load();
    let milan = reference.municipality("015146").expect("Milan");
    assert_eq!(
        (milan.name, milan.tax_place, milan.is_capital),
        ("Milano", "F205", true)
    );
    assert_eq!(reference.municipality_by_tax_place("F205"), Some(milan));
    assert_eq!(reference.municipality("999999"), None);
    assert_eq!(Reference::all_municipalities().count(), 7_894);
    assert_eq!(Reference::provinces().count(), 107);
    let km = reference.km_between("015146", "016024").expect("Bergamo");
    assert!((40.0..55.0).contains(&km), "{km}");
    assert!(
        reference
            .km_between("015146", "015146")
            .is_some_and(|km| km < 0.001)
    );
    for place in Reference::all_municipalities().filter(|place| !place.istat.is_empty()) {
        assert_eq!(reference.municipality(place.istat), Some(place));
    }
}

#[test]
fn states_and_their_areas() {
    let reference = Reference::load();
    let table = [
        ("italia", "IT", Area::Italy),
        ("marocco", "MA", Area::Other),
        ("Morocco", "MA", Area::Other),
        ("romania", "RO", Area::Eu),
        ("svizzera", "CH", Area::Eea),
        ("olanda", "NL", Area::Eu),
        ("ucr", "UA", Area::Other),
        ("inghilterra", "GB", Area::Other),
        ("bangla", "BD", Area::Other),
        ("senegl", "SN", Area::Other),
    ];
    for (query, iso2, area) in table {
        let found = reference.states(query, 8);
        let first = found.first().expect(query);
        assert_eq!((first.iso2, first.area), (iso2, area), "{query}");
        assert_eq!(
            Reference::state_by_iso2(iso2).map(|state| state.area),
            Some(area)
        );
    }
}

#[test]
fn birthplaces_are_those_of_the_day() {
    let reference = Reference::load();
    let first = |query: &str, on: Option<&str>| {
        reference
            .birthplaces(query, on.map(day), 8)
            .first()
            .map(|place| (place.code, place.name, place.province))
    };
    assert_eq!(
        first("abano terme", Some("1920-01-01")),
        Some(("A001", "Abano", "PD"))
    );
    assert_eq!(
        first("abano", Some("1980-01-01")).map(|place| place.1),
        Some("Abano Terme")
    );
    assert_eq!(
        first("monza", Some("1980-01-01")),
        Some(("F704", "Monza", "MI"))
    );
    assert_eq!(
        first("monza", Some("2020-01-01")),
        Some(("F704", "Monza", "MB"))
    );
    assert_eq!(
        first("jugoslavia", Some("1980-01-01")).map(|place| place.0),
        Some("Z118")
    );
    assert_eq!(first("albania", None), Some(("Z100", "Albania", "EE")));
    // A state before the villages that begin like it, but not before the towns of the region.
    for (query, name) in [
        ("seneg", "Senegal"),
        ("alban", "Albania"),
        ("roman", "Romania"),
        ("rom", "Roma"),
        ("com", "Como"),
        ("pavi", "Pavia"),
    ] {
        assert_eq!(first(query, None).map(|place| place.1), Some(name));
    }
    let of_per = reference.birthplaces("per", None, 8);
    assert!(of_per.iter().any(|place| place.name == "Perù"));
    let codes: Vec<&str> = reference
        .birthplaces("mil", None, 8)
        .iter()
        .map(|place| place.code)
        .collect();
    let unique: std::collections::HashSet<&&str> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len());
}

#[test]
fn the_right_occupation_comes_first() {
    let reference = Reference::load();
    let table = [
        ("badante", "5322"),
        ("muratore", "7112"),
        ("cameriera", "5131"),
        ("cameriere", "5131"),
        ("pulizie", "9112"),
        ("addetta pulizie", "9112"),
        ("donna delle pulizie", "9112"),
        ("OSS", "5321"),
        ("oss", "5321"),
        ("magazziniere", "4321"),
        ("magaziniere", "4321"),
        ("welder", "7212"),
        ("saldatore", "7212"),
        ("cuoca", "5120"),
        ("mulettista", "8344"),
        ("camionista", "8332"),
        ("parrucchiera", "5141"),
        ("operatore socio sanitario", "5321"),
        ("infermiera", "2221"),
        ("impiegata", "4110"),
        ("barista", "5132"),
        ("elettricista", "7411"),
        ("idraulico", "7126"),
        ("colf", "9111"),
        ("rider", "9621"),
        ("commessa", "5223"),
        ("lavapiatti", "9412"),
        ("5131", "5131"),
        ("bus driver", "8331"),
        ("bricklayer", "7112"),
    ];
    for (query, isco08) in table {
        for lang in [Lang::It, Lang::En] {
            let found = reference.occupations(query, lang, 8);
            let codes: Vec<_> = found
                .iter()
                .map(|unit| (unit.isco08, &unit.title))
                .collect();
            assert_eq!(
                codes.first().map(|unit| unit.0),
                Some(isco08),
                "{query}: {codes:?}"
            );
        }
    }
}

#[test]
fn occupations_show_the_title_that_was_found() {
    let reference = Reference::load();
    let title = |query: &str, lang| reference.occupations(query, lang, 1)[0].title.to_string();
    assert_eq!(title("cameriera", Lang::It), "cameriere / cameriera");
    assert_eq!(title("badante", Lang::It), "badante");
    assert_eq!(title("5131", Lang::It), "Camerieri");
    assert_eq!(title("5131", Lang::En), "Waiters");
    assert_eq!(title("pipe welder", Lang::En), "pipe welder");
    assert!(reference.occupation_title("5", Lang::It).is_some());
    assert_eq!(reference.occupation_title("99999", Lang::It), None);
}

#[test]
fn skills_and_activities() {
    let reference = Reference::load();
    assert_eq!(
        reference.skills("lavorare gruppo", 8)[0].label,
        "lavorare in gruppo"
    );
    assert!(reference.skills("muletto", 8).len() <= 8);
    assert_eq!(
        reference.skill_name("parlare ai delfini", Lang::En),
        "parlare ai delfini"
    );
    let welder = reference.usual_skills("7212");
    assert!(welder.contains(&"tecniche di saldatura"), "{welder:?}");
    assert!(reference.usual_skills("").is_empty());
    assert!(reference.usual_skills("xyz").is_empty());
    let labels: std::collections::HashSet<&str> =
        Reference::all_skills().map(|skill| skill.label).collect();
    for (isco08, _, _) in Reference::all_everyday_titles() {
        assert!(!reference.usual_skills(isco08).is_empty(), "{isco08}");
        assert!(
            reference
                .usual_skills(isco08)
                .iter()
                .all(|skill| labels.contains(skill))
        );
        assert!(
            reference.occupation_title(isco08, Lang::En).is_some(),
            "{isco08}"
        );
    }
    // Each has a name of its own in English, by which it is found as well.
    let mut names = std::collections::HashSet::new();
    for label in labels {
        let english = reference.skill_name(label, Lang::En);
        assert!(names.insert(english), "{english} twice");
        assert_eq!(reference.skill_name(label, Lang::It), label);
        // Signs do not tell one name from another: C, C# and C++ are proposed together.
        if sportello::domain::text::fold(english).len() > 1 {
            assert_eq!(reference.skills(english, 1)[0].label, label, "{english}");
        }
    }
    assert_eq!(reference.ateco("56.1", 1)[0].code, "56.1");
    assert_eq!(
        reference.activity("A").map(|section| section.level),
        Some(1)
    );
    assert!(!reference.ateco("ristorazione", 8).is_empty());
    assert_eq!(Reference::names().count(), 3_259);
    assert_eq!(Reference::name_groups().count(), 16);
}

#[test]
fn one_typing_error_still_finds_a_big_place() {
    let reference = Reference::load();
    proptest!(ProptestConfig::with_cases(48), |(rank in 0_usize..300, at in 1_usize..20, error in 0_usize..3)| {
        let mut places: Vec<_> = Reference::all_municipalities().collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.population));
        let place = places[rank];
        let mut letters: Vec<char> = place.name.chars().collect();
        prop_assume!(letters.len() >= 6);
        let at = at % (letters.len() - 1);
        match error {
            0 => { letters.remove(at); }
            1 => letters.swap(at, at + 1),
            _ => letters.insert(at, letters[at]),
        }
        let typed: String = letters.into_iter().collect();
        let found = reference.places(&typed, 8);
        prop_assert!(found.contains(&place), "{typed} for {}: {:?}", place.name, found.iter().map(|place| place.name).collect::<Vec<_>>());
    });
}

#[test]
fn no_query_is_too_strange() {
    let reference = Reference::load();
    proptest!(ProptestConfig::with_cases(48), |(text in ".{0,30}")| {
        prop_assert!(reference.places(&text, 8).len() <= 8);
        prop_assert!(reference.occupations(&text, Lang::It, 8).len() <= 8);
        prop_assert!(reference.birthplaces(&text, None, 8).len() <= 8);
    });
}
