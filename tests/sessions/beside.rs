//! Two people with the same record open: over two lines of one server, and over a line and at the office's own
//! computer. Each is told of the other, whoever came first.

use std::sync::Arc;

use sportello::clock::RealClock;

use crate::pty::sportello;
use crate::served::{served, served_at};
use crate::there::{There, at_length};

/// As far as the form of one person's record.
const TO_RECORD: &[u8] = b"tabate mat\r";
/// How the title of its form begins.
const FORM: &str = "Modifica:";

#[test]
fn the_first_editor_over_ssh_is_told_of_the_second_and_of_their_going() {
    let served = served();
    served.give_key("carla", "carla");
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        anna.types(TO_RECORD, "ABATE Matteo")
            .await
            .types(b"i", FORM)
            .await;
        let mut carla = There::come(&served, served.address, "carla", "carla").await;
        carla.shows("Coda").await;
        // The second sees it before the form is open, and then in it.
        carla.types(TO_RECORD, "in uso da Anna Brambilla").await;
        assert!(!anna.screen().contains("in uso"), "{}", anna.screen());
        carla
            .types(b"i", FORM)
            .await
            .shows("in uso da Anna Brambilla")
            .await;
        anna.shows("in uso da Carla Fumagalli").await;
        carla.send(b"\x1b").await;
        anna.until("nobody beside", |screen| !screen.contains("in uso"))
            .await;
        // A line that is cut is somebody who has gone.
        carla
            .until("no form", |screen| !screen.contains(FORM))
            .await;
        carla.types(b"i", FORM).await;
        anna.shows("in uso da Carla Fumagalli").await;
        drop(carla);
        anna.until("nobody beside", |screen| !screen.contains("in uso"))
            .await;
    });
}

#[test]
fn the_first_editor_over_ssh_is_told_of_a_second_at_the_offices_own_computer() {
    // The desk there goes by the real time.
    let served = served_at(Arc::new(RealClock));
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        anna.types(TO_RECORD, "ABATE Matteo")
            .await
            .types(b"i", FORM)
            .await;
        let office = served.office.to_str().unwrap();
        let mut carla = sportello(&["--db", office, "--as", "carla", "--lang", "it"]);
        carla
            .shows("Coda")
            .send(TO_RECORD)
            .shows("in uso da Anna Brambilla");
        carla.send(b"i").shows(FORM);
        anna.shows("in uso da Carla Fumagalli").await;
        carla.send(b"\x1b");
        anna.until("nobody beside", |screen| !screen.contains("in uso"))
            .await;
    });
}
