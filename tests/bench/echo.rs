//! What does the SDK alone cost? A bot that says every text back, at the SDK's best durable settings.
//!
//! Reads its account as one line of JSON from stdin, says "ready" on stdout when it listens, and
//! ends when stdin closes. Started again on the same folder it goes on where it was.

#![recursion_limit = "256"] // The futures of the SDK are deep.

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::ruma::api::client::filter::{Filter, FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::sync::sync_events::v3;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::{OwnedDeviceId, OwnedUserId};
use matrix_sdk::sync::SyncResponse;
use matrix_sdk::{Client, SessionMeta, SessionTokens, SqliteStoreConfig};
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Deserialize)]
struct Account {
    homeserver: String,
    user: OwnedUserId,
    device: OwnedDeviceId,
    token: String,
    data: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let account: Account = serde_json::from_str(&line)?;
    std::thread::spawn(|| {
        // Whatever ends the stream, it was the bench that ended.
        let _end = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
    let client = sign_in(&account).await?;
    let mut hold = Duration::ZERO;
    loop {
        // Not `sync`: that sleeps a second between quick responses.
        let response = Box::pin(client.sync_once(settings(hold))).await?;
        if hold.is_zero() {
            println!("ready");
        }
        hold = Duration::from_secs(30);
        answer(&client, response).await?;
    }
}

async fn sign_in(account: &Account) -> Result<Client, Box<dyn Error>> {
    let store = SqliteStoreConfig::with_low_memory_config(&account.data);
    let client = Client::builder()
        .homeserver_url(&account.homeserver)
        .sqlite_store_with_config_and_cache_path(store, None::<PathBuf>)
        .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
        .build()
        .await?;
    let meta = SessionMeta { user_id: account.user.clone(), device_id: account.device.clone() };
    let tokens = SessionTokens { access_token: account.token.clone(), refresh_token: None };
    client.restore_session(MatrixSession { meta, tokens }).await?;
    Ok(client)
}

/// From where the store stands: no presence, no typing, no receipts, only the members it meets.
fn settings(hold: Duration) -> SyncSettings {
    let mut presence = Filter::default();
    presence.not_types = vec!["*".to_owned()];
    let mut definition = FilterDefinition::default();
    definition.room.ephemeral = {
        let mut nothing = matrix_sdk::ruma::api::client::filter::RoomEventFilter::default();
        nothing.not_types = vec!["*".to_owned()];
        nothing
    };
    definition.presence = presence;
    let lazy = LazyLoadOptions::Enabled { include_redundant_members: false };
    definition.room.timeline.lazy_load_options = lazy;
    definition.room.state.lazy_load_options = lazy;
    SyncSettings::new()
        .filter(v3::Filter::FilterDefinition(definition))
        .set_presence(PresenceState::Offline)
        .timeout(hold)
}

/// Says every text of others back, as a reply.
async fn answer(client: &Client, response: SyncResponse) -> Result<(), Box<dyn Error>> {
    for (id, update) in response.rooms.joined {
        let Some(room) = client.get_room(&id) else { continue };
        for event in update.timeline.events {
            let event: Value = serde_json::from_str(event.raw().json().get())?;
            let content = &event["content"];
            if event["type"] != "m.room.message" || content["msgtype"] != "m.text" {
                continue;
            }
            let reply = json!({
                "msgtype": "m.notice",
                "body": content["body"],
                "m.mentions": {},
                "m.relates_to": {"m.in_reply_to": {"event_id": event["event_id"]}},
            });
            room.send_raw("m.room.message", reply).await?;
        }
    }
    Ok(())
}
