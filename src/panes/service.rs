//! What panes say of the services of the catalogue, and how they are chosen from.
//!
//! Not a pane and knows none; the catalogue is read by whoever asks.

use crate::domain::lang::Lang;
use crate::store::catalogue::NewService;
use crate::ui::form::Choice;

/// The service of somebody who comes to talk for the first time.
pub const FIRST_INTERVIEW: &str = "COL1";

/// Minutes of an appointment for a service that the catalogue no longer has.
const USUAL_MINUTES: u16 = 60;

/// The name of a service in a language; its code when the catalogue does not have it.
pub fn label<'a>(services: &'a [NewService], code: &'a str, lang: Lang) -> &'a str {
    services
        .iter()
        .find(|service| service.code == code)
        .map_or(code, |service| name(service, lang))
}

/// The name of a service in a language.
pub fn name(service: &NewService, lang: Lang) -> &str {
    match lang {
        Lang::It => &service.label_it,
        Lang::En => &service.label_en,
    }
}

/// Minutes of one appointment for a service.
pub fn minutes(services: &[NewService], code: &str) -> u16 {
    services
        .iter()
        .find(|service| service.code == code)
        .and_then(|service| u16::try_from(service.minutes).ok())
        .filter(|minutes| *minutes > 0)
        .unwrap_or(USUAL_MINUTES)
}

/// The whole catalogue, to choose from.
pub fn choices(services: &[NewService], lang: Lang) -> Vec<Choice> {
    services
        .iter()
        .map(|service| Choice::new(&service.code, name(service, lang)))
        .collect()
}
