//! What did somebody choose from what was offered?

use super::entry::{self, Asked};
use super::reply::{Reply, rule};
use super::{World, curate, doubt, follow, gemeente, meant};
use crate::vocab::{Choice, Counted, Exchange, Incoming, Message, Say, Snapshot};

/// The option that was chosen; none when nothing was offered.
pub fn choose(world: &World, seen: &Snapshot, input: &Incoming, n: usize) -> Option<Reply> {
    let exchange = seen.exchange.as_ref()?;
    let (options, about) = (&exchange.options, &exchange.topic);
    if options.is_empty() {
        return None;
    }
    let Some(choice) = options.get(n) else {
        let reply = rule("no such option", Say::NoSuchOption { options: options.len() });
        return Some(Reply { options: options.clone(), topic: about.clone(), ..reply });
    };
    let asked = Asked::new(world, seen, input, "");
    Some(match choice {
        Choice::Topic(topic) => {
            let mut reply = entry::entry(&asked, topic).unwrap_or_else(entry::dont_know);
            // What lies near an answer is not confused with it.
            if let (Some(Choice::Topic(first)), None) = (options.first(), about) {
                let what = Counted::Chosen { first: first.clone(), chosen: topic.clone() };
                reply.changes.push(curate::count(input, what));
            }
            reply
        }
        Choice::Moment { .. } => {
            doubt::chosen(world, seen, input, n).unwrap_or_else(|| rule("gone", Say::DontKnow))
        }
        Choice::Gemeente { gemeente, .. } => gemeente::set(world, seen, input, Some(gemeente)),
        Choice::Place { label, gemeente } => match about {
            Some(topic) => follow::there(&asked, topic, gemeente),
            None => entry::region(world, label, gemeente),
        }
        .unwrap_or_else(|| rule("gone", Say::DontKnow)),
    })
}

/// A "ja", a "nee" or a number that answers nothing.
pub fn unclear(seen: &Snapshot, input: &Incoming, message: &Message) -> Reply {
    let own =
        |exchange: &&Exchange| exchange.asker == input.from.user && !exchange.options.is_empty();
    let exchange = seen.exchange.as_ref().filter(own);
    match exchange.filter(|_| meant::refers(seen, input, message)) {
        // There is something to choose: it stays open.
        Some(exchange) => {
            let options = exchange.options.clone();
            let reply = rule("no such option", Say::NoSuchOption { options: options.len() });
            Reply { options, topic: exchange.topic.clone(), ..reply }
        }
        None => rule("nothing asked", Say::NothingAsked { direct: input.direct }),
    }
}
