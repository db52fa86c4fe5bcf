//! Files of every shape: what is read, what is refused and with which line; where refused rows can be written.

use super::Desk;

#[test]
fn files_of_every_shape_are_read_or_refused_with_their_line() {
    let big = [
        b"cognome;nome\n".as_slice(),
        &b"R".repeat(10_000_000),
        b";Pia\n",
    ]
    .concat();
    let wide = [b"cognome;nome".as_slice(), &b";x".repeat(1_000_000), b"\n"].concat();
    let table: [(&str, &[u8], &str); 17] = [
        ("comma", b"cognome,nome\nRossi,Pia\n", ""),
        ("tab", b"cognome\tnome\nRossi\tPia\n", ""),
        ("bom", b"\xef\xbb\xbfcognome;nome\nRossi;Pia\n", ""),
        ("cr", b"cognome;nome\rRossi;Pia\r", ""),
        (
            "crlf in quotes",
            b"cognome;nome\r\n\"Rossi\r\nVerdi\";Pia\r\n",
            "",
        ),
        (
            "a quote inside",
            b"cognome;nome\nRossi;Pia \"la\" sarta\n",
            "",
        ),
        (
            "doubled quotes",
            b"cognome;nome\n\"Rossi \"\"il\"\"\";\"Pia\"",
            "",
        ),
        ("utf-16", b"\xff\xfec\0o\0", "line 1: is not text in UTF-8"),
        (
            "latin",
            b"cognome;nome\nRoss\xec;Pia\n",
            "line 2, column cognome: is not text in UTF-8",
        ),
        (
            "nul",
            b"cognome;nome\nRo\0ssi;Pia\n",
            "line 2, column cognome: is not text",
        ),
        (
            "no heading",
            b"Rossi;Pia\n",
            "line 1, column cognome: this column is missing",
        ),
        (
            "doubled heading",
            b"cognome;nome;nome\nRossi;Pia;Ada\n",
            "line 1, column nome: this column is there twice",
        ),
        (
            "cut short",
            b"cognome;nome\nBo;Li\n\"Rossi\";\"Pia\nVerdi;Ada\nNeri;Ugo\n",
            "line 3: the quote that opens is never closed",
        ),
        (
            "cut in the heading",
            b"cognome;\"nome\nRossi;Pia\n",
            "line 1: the quote that opens is never closed",
        ),
        (
            "one cell too few",
            b"cognome;nome\nRossi\n",
            "line 2: has one cell instead of 2",
        ),
        (
            "a cell of 10 MB",
            &big,
            "line 2, column cognome: is longer than 64 KiB",
        ),
        (
            "a million columns",
            &wide,
            "line 1: has more than 1000 columns",
        ),
    ];
    for (name, bytes, fault) in table {
        let desk = Desk::with_office();
        let said = desk.fed(&["import", "people", "-"], bytes);
        assert_eq!(
            said.code,
            i32::from(!fault.is_empty()),
            "{name}: {}{}",
            said.out,
            said.err
        );
        assert!(said.err.contains(fault), "{name}: {}", said.err);
        let people = desk.objects(&["list", "people"]).len();
        assert_eq!(people, usize::from(fault.is_empty()), "{name}");
    }
}

#[test]
fn refused_rows_are_written_where_they_can_be_or_nothing_comes_in() {
    let desk = Desk::with_office();
    let file = "cognome;nome;sesso\nRossi;Pia;F\nNeri;Ugo;X\n";
    let said = desk.fed(
        &["import", "people", "-", "--partial=no/such/bad.csv"],
        file,
    );
    assert_eq!(said.code, 1);
    assert!(
        said.err
            .contains("cannot be written to no/such/bad.csv: there is no such file or folder"),
        "{}",
        said.err
    );
    assert_eq!(desk.objects(&["list", "people"]).len(), 0);
    let bad = "cognome;nome;sesso\nNeri;Ugo;X\n";
    let said = desk.fed(&["import", "people", "-", "--partial=bad.csv"], bad);
    assert_eq!(said.code, 1, "nothing came in");
    assert!(said.out.contains("They are in bad.csv"), "{}", said.out);
    let said = desk.fed(&["import", "people", "-", "--partial=bad.csv"], bad);
    assert!(
        said.code == 1 && said.err.contains("is already there"),
        "{}",
        said.err
    );
}
