//! Adverts: what is stopped, what is not, and what is written instead.

use sportello::domain::advert::{Ground, check, in_both_genders, neutral};
use sportello::reference::Reference;

#[test]
fn phrases_that_choose_people_are_found_with_their_ground() {
    let reference = Reference::load();
    for (advert, grounds) in [
        (
            "Cercasi ragazza max 30 anni",
            vec![Ground::Sex, Ground::Age],
        ),
        (
            "Cercasi RAGAZZE, bella presenza",
            vec![Ground::Sex, Ground::Looks],
        ),
        ("Barista, età massima 35 anni", vec![Ground::Age]),
        ("Commessa tra i 18 e i 29 anni", vec![Ground::Age]),
        ("Autista under 40", vec![Ground::Age]),
        (
            "Badante senza figli, sana e robusta costituzione",
            vec![Ground::Family, Ground::Health],
        ),
        ("Solo italiani", vec![Ground::Origin]),
        ("Impiegata nubile", vec![Ground::Family]),
        ("Cuoca, no velo", vec![Ground::Belief]),
        ("Cameriere/a con 2 anni di esperienza", vec![]),
        ("Da 2 a 5 anni di esperienza", vec![]),
        ("Ragazza/o per sala", vec![]),
        ("Cercasi ragazza o ragazzo per sala", vec![]),
        ("Lavoro in presenza, 3 giorni a settimana", vec![]),
        ("Assistenza a giovani ospiti di una comunità", vec![]),
        ("Addetto / addetta alle pulizie, 20 ore", vec![]),
        ("", vec![]),
    ] {
        let found: Vec<Ground> = check(advert, reference.advert_rules())
            .iter()
            .map(|one| one.rule.ground)
            .collect();
        assert_eq!(found, grounds, "{advert}");
    }
}

#[test]
fn every_rule_quotes_a_law_and_its_own_neutral_wording_is_harmless() {
    let reference = Reference::load();
    let rules = reference.advert_rules();
    assert!(rules.len() > 8);
    for rule in rules {
        assert!(!rule.law.is_empty() && !rule.phrases.is_empty());
        assert!(check(&rule.neutral, rules).is_empty(), "{}", rule.neutral);
        for phrase in &rule.phrases {
            let written = phrase.replace('#', "30").replace('*', "a");
            assert!(
                !check(&written, rules).is_empty(),
                "{phrase} is never found"
            );
        }
    }
}

#[test]
fn the_neutral_advert_passes() {
    let reference = Reference::load();
    let rules = reference.advert_rules();
    for (advert, written) in [
        ("Cercasi ragazza max 30 anni", "cercasi persona"),
        (
            "Barista, bella presenza, part-time",
            "Barista, cura nel rapporto con il pubblico, part-time",
        ),
        ("Cameriere/a di sala", "Cameriere/a di sala"),
    ] {
        let mended = neutral(advert, rules);
        assert_eq!(mended, written);
        assert!(check(&mended, rules).is_empty());
    }
}

#[test]
fn a_title_in_one_gender_is_offered_in_both() {
    let titles = || [("cameriere", "cameriera"), ("barista", "barista")].into_iter();
    assert_eq!(
        in_both_genders("Cameriera di sala", titles()).as_deref(),
        Some("cameriere / cameriera")
    );
    for title in [
        "Cameriere/a",
        "Cameriere o cameriera",
        "Cameriere (m/f)",
        "Barista",
        "Cameriere / cameriera",
    ] {
        assert_eq!(in_both_genders(title, titles()), None, "{title}");
    }
}
