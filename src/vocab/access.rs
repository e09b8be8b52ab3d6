//! Who may do what? Rights come from the config and from the room, never from a message.

use super::{Sender, UserId};
use std::collections::BTreeMap;

/// Who the configuration trusts, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// Servers whose users may invite the bot.
    pub inviting_servers: Vec<String>,
    /// Users who may invite the bot.
    pub inviting_users: Vec<UserId>,
    /// Coordinators and their regions (`*`: all).
    pub coordinators: BTreeMap<UserId, Vec<String>>,
    /// Those who look after the bot.
    pub administrators: Vec<UserId>,
    /// Other bots: never answered.
    pub bots: Vec<UserId>,
}

/// What a command asks of the person who types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Anyone in the room.
    Member,
    /// Someone who may change the room's settings.
    Moderator,
    /// Someone who looks after the base: a coordinator or an administrator, in the control room.
    Curator,
    /// The same, in the control room or in a direct chat.
    Coordinator,
}

impl Access {
    /// Whether the bot follows an invitation of this user.
    pub fn may_invite(&self, user: &UserId) -> bool {
        let server = server(user);
        self.inviting_users.contains(user)
            || self.administrators.contains(user)
            || self.coordinators.contains_key(user)
            || self.inviting_servers.iter().any(|s| s == server && !server.is_empty())
    }

    /// Whether the bot (`me`) follows when this user moves a room: who may invite it, or has an account
    /// where it has its own. A stranger with rights in one room could else lead it, and all that is
    /// planned there, to a room of theirs.
    pub fn may_move(&self, user: &UserId, me: &UserId) -> bool {
        self.may_invite(user) || server(user) == server(me)
    }

    /// Whether this person meets the need here. A direct chat has no moderator above the person.
    pub fn allows(&self, need: Need, from: &Sender, direct: bool) -> bool {
        match need {
            Need::Member => true,
            Need::Moderator => direct || from.moderator || self.administrators.contains(&from.user),
            Need::Curator | Need::Coordinator => {
                self.administrators.contains(&from.user)
                    || self.coordinators.contains_key(&from.user)
            }
        }
    }

    /// Whether this person may write to a room of this region; of none when nobody said where it is.
    pub fn reaches(&self, user: &UserId, region: Option<&str>) -> bool {
        let cares = |r: &String| r == "*" || Some(r.as_str()) == region;
        self.administrators.contains(user)
            || self.coordinators.get(user).is_some_and(|regions| regions.iter().any(cares))
    }

    /// The coordinators of a region.
    pub fn coordinators_of<'a>(&'a self, region: &'a str) -> impl Iterator<Item = &'a UserId> {
        let cares = move |regions: &&Vec<String>| regions.iter().any(|r| r == region || r == "*");
        self.coordinators.iter().filter(move |(_, regions)| cares(regions)).map(|(user, _)| user)
    }
}

fn server(user: &UserId) -> &str {
    user.as_str().split_once(':').map_or("", |(_, server)| server)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_count_by_whole_server_name_or_whole_user() {
        let access = Access {
            inviting_servers: vec!["zorg.nl".into()],
            inviting_users: vec!["@vriend:elders.org".into()],
            ..Access::default()
        };
        for (user, expected) in [
            ("@anna:zorg.nl", true),
            ("@anna:evil-zorg.nl", false),
            ("@anna:zorg.nl.evil.org", false),
            ("@vriend:elders.org", true),
            ("@ander:elders.org", false),
            ("zonder-server", false),
        ] {
            assert_eq!(access.may_invite(&user.into()), expected, "{user}");
            assert_eq!(access.may_move(&user.into(), &"@bot:eigen.nl".into()), expected, "{user}");
        }
        assert!(access.may_move(&"@bea:eigen.nl".into(), &"@bot:eigen.nl".into()));
    }
}
