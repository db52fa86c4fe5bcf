//! The end of a channel as clients expect it: the last bytes, the exit status, end of file, close; then
//! the line goes, by the client or by the switch.

use std::sync::Arc;
use std::time::Duration;

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::place::Heard;
use super::stream::Switch;

/// Ends a channel. `limit` bounds both the sending and the wait for the client to hang up; after it the
/// line is cut, whatever it waits for.
pub(super) async fn farewell(
    handle: &Handle,
    channel: ChannelId,
    input: &mut mpsc::Receiver<Heard>,
    switch: &Arc<Switch>,
    (last, status): (Vec<u8>, u8),
    limit: Duration,
) {
    let said = async {
        // Each fails only when the line is gone, and then nobody is there to be told.
        if !last.is_empty() {
            let _ = handle.data(channel, last).await;
        }
        let _ = handle.exit_status_request(channel, u32::from(status)).await;
        let _ = handle.eof(channel).await;
        let _ = handle.close(channel).await;
        // What is typed after the end is let go; the queue's other end goes with the line.
        while input.recv().await.is_some() {}
    };
    let _ = timeout(limit, said).await;
    switch.cut();
}
