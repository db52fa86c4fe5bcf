//! What the employers of the practice office do, and whom they look for.
//!
//! A firm, a cooperative or a family has one trade; its name says it, its vacancies are of that trade, under
//! the trade's collective agreement. The titles are everyday titles of the reference tables.

use crate::domain::company::CompanyKind;

/// A line of business.
#[derive(Debug)]
pub struct Trade {
    /// With which the name of a firm of this trade begins; nothing where names do not say it.
    pub word: &'static str,
    /// The collective agreement that it applies.
    pub ccnl: &'static str,
    /// Whether it works at its customers', so that its posts lie elsewhere than its seat.
    pub away: bool,
    /// Whom it looks for: everyday titles, in the masculine form under which the tables keep them.
    pub titles: &'static [&'static str],
}

/// A trade at its own seat.
const fn here(word: &'static str, ccnl: &'static str, titles: &'static [&'static str]) -> Trade {
    let away = false;
    Trade {
        word,
        ccnl,
        away,
        titles,
    }
}

/// A trade at its customers'.
const fn away(word: &'static str, ccnl: &'static str, titles: &'static [&'static str]) -> Trade {
    let away = true;
    Trade {
        word,
        ccnl,
        away,
        titles,
    }
}

/// Firms; the first [`COOPERATIVES`] trades are also those of cooperatives of who works in them.
const FIRMS: &[Trade] = &[
    here(
        "Ristorazione",
        "Pubblici esercizi e ristorazione",
        &[
            "cuoco",
            "aiuto cuoco",
            "pizzaiolo",
            "cameriere",
            "barista",
            "lavapiatti",
            "aiuto cucina",
            "addetto alla mensa",
        ],
    ),
    away(
        "Multiservizi",
        "Pulizie e multiservizi",
        &[
            "addetto alle pulizie",
            "addetto alle pulizie industriali",
            "lavavetri",
            "addetto alla sanificazione",
            "custode",
            "tuttofare",
            "caposquadra pulizie",
        ],
    ),
    here(
        "Officine",
        "Metalmeccanica industria",
        &[
            "saldatore",
            "tornitore",
            "operatore CNC",
            "carpentiere in ferro",
            "piegatore lamiera",
            "manutentore meccanico",
            "assemblatore meccanico",
            "collaudatore",
            "operaio generico",
            "addetto alla qualità",
        ],
    ),
    away(
        "Logistica",
        "Logistica e trasporto merci",
        &[
            "magazziniere",
            "carrellista",
            "picker",
            "facchino",
            "addetto alle spedizioni",
            "imballatore",
        ],
    ),
    away(
        "Supermercati",
        "Terziario, distribuzione e servizi",
        &[
            "cassiere di supermercato",
            "scaffalista",
            "addetto al banco gastronomia",
            "addetto alle vendite",
            "macellaio",
            "panettiere",
        ],
    ),
    away(
        "Costruzioni",
        "Edilizia",
        &[
            "muratore",
            "manovale edile",
            "imbianchino",
            "piastrellista",
            "cartongessista",
            "ponteggiatore",
            "escavatorista",
            "asfaltista",
        ],
    ),
    here(
        "Trasporti",
        "Logistica e trasporto merci",
        &[
            "camionista",
            "autista di furgone",
            "corriere",
            "impiegato di traffico",
            "addetto al carico e scarico",
        ],
    ),
    here(
        "Alberghi",
        "Turismo",
        &[
            "receptionist d'albergo",
            "cameriere ai piani",
            "governante d'albergo",
            "cameriere di sala",
            "aiuto cuoco",
            "stiratore",
        ],
    ),
    away(
        "Impianti",
        "Metalmeccanica artigianato",
        &[
            "idraulico",
            "elettricista civile",
            "frigorista",
            "installatore di climatizzatori",
            "antennista",
        ],
    ),
    here(
        "Studio",
        "Studi professionali",
        &[
            "impiegato amministrativo",
            "addetto paghe e contributi",
            "contabile",
            "addetto alla segreteria",
            "addetto al data entry",
        ],
    ),
    here(
        "Agricola",
        "Operai agricoli",
        &[
            "operaio agricolo",
            "raccoglitore di frutta",
            "trattorista",
            "orticoltore",
            "mungitore",
        ],
    ),
    here(
        "Confezioni",
        "Tessile e abbigliamento",
        &[
            "sarto",
            "tagliatore di tessuti",
            "addetto alle macchine da cucire",
            "modellista di abbigliamento",
            "stiratore",
        ],
    ),
    here(
        "Panificio",
        "Panificazione",
        &[
            "panettiere",
            "pasticciere",
            "commesso",
            "operaio alimentarista",
        ],
    ),
    away(
        "Vigilanza",
        "Vigilanza privata e servizi di sicurezza",
        &[
            "guardia giurata",
            "addetto alla sicurezza",
            "addetto alla portineria e vigilanza",
        ],
    ),
    here(
        "Contatti",
        "Telecomunicazioni",
        &[
            "operatore di call center inbound",
            "operatore di call center outbound",
            "addetto al customer care",
        ],
    ),
    here(
        "Plastica",
        "Gomma e plastica",
        &[
            "operatore stampaggio plastica",
            "addetto al confezionamento",
            "conduttore di impianti robotizzati",
            "addetto al controllo qualità",
        ],
    ),
    here(
        "Autofficina",
        "Metalmeccanica artigianato",
        &[
            "meccanico auto",
            "elettrauto",
            "gommista",
            "carrozziere",
            "addetto all'autolavaggio",
        ],
    ),
    here(
        "Acconciature",
        "Acconciatura ed estetica",
        &["parrucchiere", "barbiere", "estetista"],
    ),
    here(
        "Falegnameria",
        "Legno e arredamento artigianato",
        &[
            "falegname",
            "operatore macchine per il legno",
            "serramentista",
        ],
    ),
];

/// How many of the trades of firms cooperatives have too.
const COOPERATIVES: usize = 9;

/// The agreement of all social cooperatives.
const SOCIAL: &str = "Cooperative sociali";

/// Social cooperatives of kind A: care and education.
const CARE: &[Trade] = &[away(
    "",
    SOCIAL,
    &[
        "OSS",
        "ASA",
        "assistente domiciliare",
        "assistente educatore",
        "educatore professionale",
        "assistente all'infanzia",
        "mediatore culturale",
        "infermiere",
        "addetto alla cucina mensa",
        "autista patente B",
    ],
)];

/// Social cooperatives of kind B: plain work into which people are taken in.
const INSERTION: &[Trade] = &[
    away(
        "",
        SOCIAL,
        &[
            "operaio del verde",
            "aiuto giardiniere",
            "giardiniere",
            "manovale stradale",
        ],
    ),
    away(
        "",
        SOCIAL,
        &[
            "addetto alle pulizie",
            "custode",
            "lavavetri",
            "addetto alla sanificazione",
        ],
    ),
    here(
        "",
        SOCIAL,
        &[
            "addetto al confezionamento",
            "addetto al montaggio",
            "assemblatore elettronico",
            "magazziniere",
            "addetto al data entry",
        ],
    ),
    away(
        "",
        SOCIAL,
        &[
            "operatore ecologico",
            "addetto alla selezione dei rifiuti",
            "traslocatore",
            "autista patente B",
        ],
    ),
    here(
        "",
        SOCIAL,
        &[
            "aiuto cuoco",
            "aiuto cucina",
            "addetto alla mensa",
            "barista",
        ],
    ),
];

/// Families: help at home.
const FAMILIES: &[Trade] = &[here(
    "Famiglia",
    "Lavoro domestico",
    &["badante", "assistente familiare", "colf", "babysitter"],
)];

/// The trades of a kind of employer.
pub const fn of(kind: CompanyKind) -> &'static [Trade] {
    match kind {
        CompanyKind::SocialCoopA => CARE,
        CompanyKind::SocialCoopB => INSERTION,
        CompanyKind::Household => FAMILIES,
        CompanyKind::Cooperative => FIRMS.split_at(COOPERATIVES).0,
        _ => FIRMS,
    }
}

/// All of them, each list once.
pub fn all() -> impl Iterator<Item = &'static Trade> {
    [FIRMS, CARE, INSERTION, FAMILIES].into_iter().flatten()
}
