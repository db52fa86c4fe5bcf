//! The main job: somebody who is not on file comes in, and leaves with a plan, an appointment and a vacancy.

use crate::desk::desk;

#[test]
fn from_the_door_to_a_vacancy() {
    let mut desk = desk().open();
    // A ticket for a person who is not on file; an urgent one, so that it is next.
    desk.keys("nBallarini Noemi<enter>1");
    println!("{}", desk.screen());
}
