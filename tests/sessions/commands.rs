//! Single commands beside one another: each in its turn, and nobody's at the cost of the others.

use std::time::Duration;

use russh::ChannelMsg;

use crate::refused::{channel_of, granted};
use crate::served::{PATIENCE, block_on, served, try_key};

#[test]
fn nobodys_commands_keep_the_others_from_theirs() {
    let served = served();
    let key = served.give_key("bruno", "bruno");
    block_on(async {
        let mut held = Vec::new();
        for _ in 0..15 {
            let mut line = served.come_in().await;
            let channel = channel_of(&mut line).await;
            channel.exec(true, "list queue").await.unwrap();
            // Nothing is sent to it and it is not told that nothing comes: each would wait for its input.
            held.push((line, channel));
        }
        let mut line = served.connect().await;
        assert!(try_key(&mut line, "bruno", key).await, "Bruno is let in");
        let mut channel = channel_of(&mut line).await;
        channel.exec(true, "list queue").await.unwrap();
        channel.eof().await.unwrap();
        let answer = async {
            loop {
                match channel.wait().await {
                    Some(ChannelMsg::Data { data }) => break data,
                    Some(_) => {}
                    None => panic!("cut"),
                }
            }
        };
        let said = tokio::time::timeout(PATIENCE, answer)
            .await
            .expect("an answer");
        assert_eq!(&*said, b"bruno list queue 0\n");
    });
}

#[test]
fn a_command_that_waits_for_ones_own_other_one_says_so() {
    let served = served();
    block_on(async {
        let mut first_line = served.come_in().await;
        let mut first = channel_of(&mut first_line).await;
        first.exec(true, "list queue").await.unwrap();
        let mut second_line = served.come_in().await;
        let mut second = channel_of(&mut second_line).await;
        second.exec(true, "list queue").await.unwrap();
        // Nothing is sent to either: which of two lines has its turn is the scheduler's, and the other is told.
        let (told, runs, mut waits) = tokio::select! {
            told = said_by(&mut first) => (told, second, first),
            told = said_by(&mut second) => (told, first, second),
        };
        assert!(told.0.contains("Un altro tuo comando"), "{told:?}");
        assert_eq!(told.1, None, "it waits");
        // Once the other one has ended, it is done.
        waits.eof().await.unwrap();
        runs.eof().await.unwrap();
        assert_eq!(said_by(&mut waits).await.0, "anna list queue 0\n");
    });
}

#[test]
fn of_ones_own_commands_a_few_wait_and_one_more_is_told_that_it_was_not_run() {
    /// One that runs, and those that may wait for it.
    const TAKEN: usize = 5;
    let served = served();
    block_on(async {
        let mut held = Vec::new();
        for _ in 0..TAKEN {
            let mut line = served.come_in().await;
            let mut channel = channel_of(&mut line).await;
            // Nothing is sent to any: one of them runs on, and the others wait for it.
            channel.exec(true, "list queue").await.unwrap();
            assert!(granted(&mut channel).await);
            held.push((line, channel));
        }
        // That they stand in line is known when all but one have been told that they wait: which of them came
        // first is the scheduler's.
        let mut waiting = Vec::new();
        while waiting.len() < TAKEN - 1 {
            let mut runs = Vec::new();
            for (line, mut channel) in held {
                let soon = tokio::time::timeout(Duration::from_millis(20), said_by(&mut channel));
                if let Ok((said, status)) = soon.await {
                    assert!(said.contains("Un altro tuo comando"), "{said}");
                    assert_eq!(status, None, "it waits");
                    waiting.push((line, channel));
                } else {
                    runs.push((line, channel));
                }
            }
            held = runs;
        }
        let mut line = served.come_in().await;
        let mut channel = channel_of(&mut line).await;
        channel.exec(true, "list people").await.unwrap();
        let (said, _) = said_by(&mut channel).await;
        assert!(said.contains("questo non è stato eseguito"), "{said}");
        let (_, status) = said_by(&mut channel).await;
        assert_eq!(status, Some(1));
        // Those who wait are not forgotten.
        let (_, first) = &held[0];
        first.eof().await.unwrap();
        for (_, channel) in &waiting {
            channel.eof().await.unwrap();
        }
        for (_, channel) in &mut waiting {
            assert_eq!(said_by(channel).await.0, "anna list queue 0\n");
        }
    });
}

/// The next text that a command writes, or its exit status.
async fn said_by(channel: &mut russh::Channel<russh::client::Msg>) -> (String, Option<u32>) {
    loop {
        let next = tokio::time::timeout(PATIENCE, channel.wait()).await;
        match next.expect("an answer").expect("not cut") {
            ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => {
                return (String::from_utf8(data.to_vec()).unwrap(), None);
            }
            ChannelMsg::ExitStatus { exit_status } => return (String::new(), Some(exit_status)),
            _ => {}
        }
    }
}
