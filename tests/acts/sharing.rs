//! Equal questions at the same place in the journal share one answer; nobody gets one that is old, or
//! that is not for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use sportello::domain::staff::Right;
use sportello::store::{Error, Query, Reader, Result};

use crate::people::{newcomer, register};
use crate::{Office, office};

/// How long an answer may take: far beyond any real one.
const PATIENCE: Duration = Duration::from_secs(60);

/// A question that counts how often it is really put.
#[derive(Clone)]
struct Counted {
    about: &'static str,
    put: Arc<AtomicUsize>,
}

impl Query for Counted {
    type Out = usize;
    const RIGHT: Right = Right::PeopleWrite;

    fn shared(&self) -> Option<String> {
        Some(self.about.to_owned())
    }

    fn copy(answer: &usize) -> Option<usize> {
        Some(*answer)
    }

    fn run(&self, _db: &Reader<'_>) -> Result<usize> {
        Ok(self.put.fetch_add(1, Ordering::SeqCst))
    }
}

fn ask_many(office: &Office, question: &Counted, times: usize) -> Vec<Result<usize>> {
    let (to, answers) = channel();
    for _ in 0..times {
        let to = to.clone();
        let told = move |answer| to.send(answer).unwrap();
        office
            .store
            .read(&office.anna, office.now(), question.clone(), told);
    }
    (0..times)
        .map(|_| answers.recv_timeout(PATIENCE).unwrap())
        .collect()
}

#[test]
fn a_hundred_who_ask_the_same_after_one_act_cost_one_look() {
    let office = office();
    let put = Arc::new(AtomicUsize::new(0));
    let question = Counted {
        about: "board",
        put: Arc::clone(&put),
    };
    for round in 0..3 {
        register(&office, newcomer("Rossi", "Maria"));
        let answers = ask_many(&office, &question, 100);
        assert!(
            answers.iter().all(|answer| *answer == Ok(round)),
            "{answers:?}"
        );
    }
    let other = Counted {
        about: "another board",
        put,
    };
    assert_eq!(ask_many(&office, &other, 1), [Ok(3)]);
}

#[test]
fn an_answer_that_is_there_is_not_for_those_without_the_right() {
    let office = office();
    let question = Counted {
        about: "board",
        put: Arc::default(),
    };
    ask_many(&office, &question, 1);
    let nobody = sportello::domain::staff::Staff {
        id: sportello::domain::ids::StaffId(ulid::Ulid::from_parts(1, 1)),
        ..office.anna.clone()
    };
    let refused = office.store.read_now(&nobody, office.now(), question);
    assert_eq!(refused, Err(Error::Denied(Right::PeopleWrite)));
}
