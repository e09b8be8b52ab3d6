//! Is there a homeserver at this address, and which Matrix does it speak?

use super::account::StartError;
use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::discovery::get_supported_versions::Request;
use std::time::Duration;

/// The newest version of Matrix that the homeserver names.
///
/// # Errors
/// The address is no address, or nothing answers there within ten seconds.
pub async fn reach(homeserver: &str) -> Result<String, StartError> {
    let remedy = "check `homeserver` in the config, and whether the server runs";
    let client = Client::builder().homeserver_url(homeserver).build().await;
    let client = client.map_err(|e| StartError::new("no homeserver", e, remedy))?;
    let config =
        matrix_sdk::config::RequestConfig::new().disable_retry().timeout(Duration::from_secs(10));
    let answer = client.send(Request::new()).with_request_config(config).await;
    let answer =
        answer.map_err(|e| StartError::new("the homeserver does not answer", e, remedy))?;
    Ok(answer.versions.last().cloned().unwrap_or_else(|| "no version named".into()))
}
