//! What does a command do? Permission first, then one function a command.

use super::reply::{Reply, rule};
use super::{
    World, acted, agenda, broadcast, calendar, command, curate, entry, gemeente, health, privacy,
    quiz, safe, session, steps,
};
use crate::vocab::{
    BroadcastWords, CommandName, Incoming, Need, RoomState, Say, SettingsWords, Snapshot, Spot,
};

/// Does what a command says, if this person may.
pub fn obey(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    name: CommandName,
    rest: &str,
) -> Reply {
    let needs = command::TABLE.iter().find(|row| row.name == name).map(|row| row.needs);
    match needs {
        Some(needs) if may(world, input, needs) => {}
        Some(Need::Curator) => return rule("curators only", Say::CuratorsOnly),
        Some(Need::Coordinator) if name == CommandName::Sessions => {
            return session::sessions_refused();
        }
        Some(Need::Coordinator) => return coordinators_only(),
        _ => return rule("moderators only", Say::ModeratorsOnly),
    }
    match name {
        CommandName::Help => {
            let here = spot(world, input);
            let of_use = |(name, need): &&(CommandName, Need)| {
                safe::works(world, *name) && may(world, input, *need)
            };
            let allowed = command::of_use(here).iter().filter(of_use);
            let row = |name| command::TABLE.iter().find(|row| row.name == name);
            let rows = allowed.filter_map(|(name, _)| row(*name));
            let commands = rows.map(|row| (row.name, row.usage.to_owned())).collect();
            rule("command:help", Say::Help { here, commands })
        }
        CommandName::Settings => {
            let gemeente = seen.room.gemeente.as_deref();
            let gemeente = gemeente.and_then(|name| entry::gemeente_words(world, name));
            let (quiet, watch) = (seen.room.quiet, seen.room.watch);
            let labels = seen.room.labels.clone();
            let words = SettingsWords { quiet, watch, direct: input.direct, gemeente, labels };
            rule("command:instellingen", Say::Settings(words))
        }
        CommandName::Remind => agenda::command(world, seen, input, rest),
        CommandName::Broadcast => broadcast::command(world, seen, input, rest),
        CommandName::Poll => broadcast::poll(world, seen, input, rest),
        CommandName::Broadcasts => broadcast::list(world, seen, input),
        CommandName::Rooms => broadcast::rooms(world, seen, input),
        CommandName::Session => session::command(world, seen, input, rest),
        CommandName::Sessions => session::list(world, seen, input),
        CommandName::Agenda => session::agenda(world, seen, input),
        CommandName::Quiz => quiz::command(world, seen, input, rest),
        CommandName::Insight => quiz::insight(world, seen, input, rest),
        CommandName::Measure => quiz::measurement(world, seen, input, rest),
        CommandName::Label => broadcast::label(world, seen, input, rest),
        CommandName::Steps => steps::command(world, seen, input, rest),
        CommandName::Gemeente => gemeente::command(world, seen, input, rest),
        CommandName::Quiet => {
            let on = !rest.eq_ignore_ascii_case("uit");
            let room = RoomState { quiet: on, ..seen.room.clone() };
            Reply { room: Some(room), ..rule("command:stil", Say::Quiet { on }) }
        }
        CommandName::Watch => privacy::watch(seen, input, rest),
        CommandName::Privacy => privacy::kept(world, seen),
        CommandName::Forget => privacy::forget(seen, input),
        CommandName::Curation => {
            let month = calendar::month(input.at);
            let report = curate::curation(world, seen, month, input.at);
            rule("command:curatie", Say::Report(report))
        }
        CommandName::Status => health::status(world, seen, input),
        CommandName::Log => acted::log(seen),
        CommandName::Gaps => curate::gaps(world, seen),
        CommandName::Gap => curate::close(seen, input.at, command::number(rest)),
        CommandName::Undo => gemeente::undo(world, seen, input, command::number(rest)),
    }
}

fn spot(world: &World, input: &Incoming) -> Spot {
    match world.control_room.as_ref() == Some(&input.room) {
        true => Spot::Control,
        false if input.direct => Spot::Direct,
        false => Spot::Room,
    }
}

/// For who may not plan for many rooms, or not here.
pub fn coordinators_only() -> Reply {
    rule("coordinators only", Say::Broadcast(BroadcastWords::CoordinatorsOnly))
}

/// Whether this person may do here what needs this. Curators do their work in the control room.
pub fn may(world: &World, input: &Incoming, needs: Need) -> bool {
    let control_room = world.control_room.as_ref() == Some(&input.room);
    let here = match needs {
        Need::Member | Need::Moderator => true,
        Need::Curator => control_room,
        Need::Coordinator => control_room || input.direct,
    };
    here && world.access.allows(needs, &input.from, input.direct)
}
