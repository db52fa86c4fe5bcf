use crate::desk::desk;

#[test]
fn look() {
    let mut d = desk().open();
    println!("{}\n=====", d.screen());
    for step in ["g", "2", "<down>", "<enter>", "s", "0", "e", "0", "0"] {
        d.keys(step);
        println!("[{step}]\n{}\n=====", d.screen());
    }
}
