//! Satisfaction of companies, and complaints: on the screen, line by line, and gone on with later.

use sportello::terminal::key::Input;

use crate::desk::desk;

#[test]
fn a_company_says_how_content_it_is_and_the_mean_stands_beside_that_of_people() {
    let mut anna = desk().open();
    anna.keys("g7i");
    assert!(anna.screen().contains("Chi risponde?"), "{}", anna.screen());
    anna.keys("1");
    assert!(
        anna.screen().contains("Il servizio è stato utile?"),
        "{}",
        anna.screen()
    );
    anna.keys("4");
    assert!(anna.message().starts_with("Risposta segnata."));
    let voice = anna.screen();
    assert!(voice.contains("Gradimento, aziende"), "{voice}");
    assert!(voice.contains("4,0 su 5, 1 risposta"), "{voice}");
    // It is counted for good: nothing of one's own is there to take back.
    anna.keys("u");
    assert!(anna.screen().contains("4,0 su 5, 1 risposta"));
}

#[test]
fn line_by_line_a_complaint_is_written_down() {
    let mut anna = desk().linear().open();
    anna.line("g").line("7").line("n");
    assert!(anna.said().contains("Nuovo reclamo"), "{}", anna.said());
    anna.line("Il telefono non risponde.").line("").line("");
    anna.line("Verdi").line("2").line("");
    let said = anna.said().to_owned();
    assert!(said.contains("Reclamo R2026-003 scritto"), "{said}");
}

#[test]
fn a_complaint_that_is_gone_on_with_says_whose_it_is() {
    let mut first = desk().open();
    first.keys("tabat<enter>g7nTroppa attesa");
    assert!(
        first.screen().contains("Reclamo di ABATE Matteo"),
        "{}",
        first.screen()
    );
    first.input(Input::HangUp);
    let mut anna = desk().beside(&first).open();
    anna.keys("<enter>");
    let resumed = anna.screen();
    assert!(resumed.contains("Troppa attesa"), "{resumed}");
    assert!(resumed.contains("Reclamo di ABATE Matteo"), "{resumed}");
}
