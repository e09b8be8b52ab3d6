//! Where do the stories play? One homeserver, one bot and any number of people, made on first use.

use crate::bot::{Bot, Home};
use crate::colleague::Colleague;
use crate::homeserver::{Account, Homeserver};
use crate::python::Python;
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// A homeserver and who lives there.
pub struct World {
    /// The homeserver.
    pub server: Homeserver,
    python: Arc<Python>,
    bot: OnceLock<(Home, Bot)>,
}

impl World {
    /// The world that the stories share.
    pub fn shared() -> &'static World {
        static SHARED: OnceLock<World> = OnceLock::new();
        SHARED.get_or_init(|| World::new(&[]))
    }

    /// A world apart; `arguments` are those of homeserver.py.
    pub fn new(arguments: &[&str]) -> Self {
        Self { server: Homeserver::start(arguments), python: colleagues(), bot: OnceLock::new() }
    }

    /// The user id of the bot that many stories share. It is ready.
    pub fn bot(&self) -> &str {
        &self.shared_bot().1.user
    }

    /// That bot and its home.
    pub fn shared_bot(&self) -> &(Home, Bot) {
        self.bot.get_or_init(|| {
            let home = Home::new(&self.server.url, &self.server.register("meldmaat"));
            let bot = home.start();
            (home, bot)
        })
    }

    /// A new account with a name like this.
    pub fn account(&self, name: &str) -> Account {
        // Of all worlds: one process plays the colleagues of each, and knows them by name.
        static PEOPLE: AtomicU32 = AtomicU32::new(1);
        let number = PEOPLE.fetch_add(1, Ordering::Relaxed);
        self.server.register(&format!("{name}-{number}"))
    }

    /// Where a bot lives that this person coordinates.
    pub fn coordinated_by(&self, who: &Colleague) -> Home {
        let server = who.user.split(':').nth(1).expect("a user id");
        let access = json!({
            "invites_from": {"servers": [server], "users": []},
            "coordinators": [{"user": who.user, "regions": ["*"]}],
        });
        Home::new(&self.server.url, &self.account("bot")).with("access", access)
    }

    /// A new colleague, signed in.
    pub fn colleague(&self, name: &str) -> Colleague {
        self.sign_in(&self.account(name))
    }

    /// The owner of an account, signed in.
    pub fn sign_in(&self, account: &Account) -> Colleague {
        Colleague::sign_in(&self.python, &self.server, account)
    }
}

/// The process that plays all colleagues, on whatever homeserver.
fn colleagues() -> Arc<Python> {
    static COLLEAGUES: OnceLock<Arc<Python>> = OnceLock::new();
    Arc::clone(COLLEAGUES.get_or_init(|| Arc::new(Python::start("colleague.py", &[]))))
}
