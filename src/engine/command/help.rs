//! Which commands does the help name? Those that are of use where it is asked, on one phone screen.

use crate::vocab::{CommandName as C, Need, Spot};
use Need::{Coordinator, Curator, Member, Moderator};

/// The commands of one kind of room in the order of the help, and for whom they are of use there. A
/// command that is not named here can still be used.
pub fn of_use(here: Spot) -> &'static [(C, Need)] {
    match here {
        Spot::Room => &[
            (C::Help, Member),
            (C::Steps, Member),
            (C::Remind, Member),
            (C::Quiz, Member),
            (C::Agenda, Member),
            (C::Settings, Member),
            (C::Gemeente, Member),
            (C::Quiet, Moderator),
            (C::Watch, Moderator),
            (C::Label, Moderator),
            (C::Privacy, Member),
            (C::Forget, Member),
            (C::Session, Member),
            (C::Measure, Moderator),
        ],
        Spot::Direct => &[
            (C::Steps, Member),
            (C::Remind, Member),
            (C::Quiz, Member),
            (C::Agenda, Member),
            (C::Gemeente, Member),
            (C::Settings, Member),
            (C::Privacy, Member),
            (C::Forget, Member),
            (C::Session, Coordinator),
            (C::Sessions, Coordinator),
            (C::Broadcast, Coordinator),
            (C::Poll, Coordinator),
            (C::Broadcasts, Coordinator),
            (C::Rooms, Coordinator),
            (C::Insight, Coordinator),
            (C::Measure, Coordinator),
        ],
        Spot::Control => &[
            (C::Session, Coordinator),
            (C::Sessions, Coordinator),
            (C::Broadcast, Coordinator),
            (C::Poll, Coordinator),
            (C::Broadcasts, Coordinator),
            (C::Rooms, Coordinator),
            (C::Insight, Coordinator),
            (C::Measure, Coordinator),
            (C::Curation, Curator),
            (C::Gaps, Curator),
            (C::Gap, Curator),
            (C::Undo, Curator),
            (C::Log, Curator),
            (C::Status, Curator),
            (C::Privacy, Member),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::command::TABLE;

    /// So many fit on a phone.
    const MOST: usize = 16;

    #[test]
    fn the_help_fits_on_a_phone_and_every_command_is_named_somewhere() {
        let spots = [Spot::Room, Spot::Direct, Spot::Control];
        for spot in spots {
            assert!(of_use(spot).len() <= MOST, "{spot:?}");
        }
        for row in TABLE {
            let named = spots.iter().any(|spot| of_use(*spot).iter().any(|(n, _)| *n == row.name));
            assert!(named, "{}", row.usage);
        }
    }
}
