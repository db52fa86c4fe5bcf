use crate::desk::desk;

#[test]
fn look() {
    let mut d = desk().open();
    println!("{}\n=====", d.screen());
    for step in ["n", "Verdi Pia", "<tab>", "2", "<enter>", "c", "s", "<enter>", "RSSMRA80A01F205Y<tab>", "<up><end><backspace>X<tab>", "Rossi<tab>Mario<tab>", "<tab><tab>3990001122<tab>", "sest<enter>", "1", "14m<tab>", "3", "1<tab>", "1", "1", "<enter>", "0", "e", "5"] {
        d.keys(step);
        println!("[{step}]\n{}\n=====", d.screen());
    }
}
