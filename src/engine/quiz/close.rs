//! How does a round end? The votes are counted once, explained, and forgotten.

use super::{ENOUGH, measure, options, rhythm, round};
use crate::engine::{World, ballot, calendar, entry};
use crate::knowledge::Item;
use crate::vocab::{
    Act, Asked, Because, Change, Decision, DeliveryKey, Errand, Incoming, Outgoing, Poll, Purpose,
    QuizWords, Response, ResultWords, Round, Say, Snapshot, Speech, Timestamp, TopicWords, Urgency,
};

/// The closing time of a round has come.
pub fn closing(world: &World, seen: &Snapshot, input: &Incoming, number: u32) -> Decision {
    let because = Because::Rule("quiz:closed");
    let found = seen.rounds.iter().find(|round| round.number == number && round.open);
    let Some(round) = found else { return Decision { because, ..Decision::default() } };
    let closes = calendar::moment(round.closes).unwrap_or(input.at);
    let votes = ballot::last(seen, number, closes, |poll| options(world, round, poll));
    let mut changes = vec![
        Change::Round(Round { open: false, ..round.clone() }),
        Change::ResponsesOver { session: number },
    ];
    let day = calendar::today(round.at);
    let (mut acts, mut went) = (Vec::new(), Vec::new());
    let mut anybody = false;
    for (index, item) in round::known(world, round) {
        let chosen = |vote: &&Response| vote.poll == Poll::Item(index as u8);
        let choices: Vec<u32> = votes.iter().filter(chosen).map(|vote| vote.choice).collect();
        let best = item.options.iter().position(|option| option.best).unwrap_or(0);
        let took_part = count(choices.len());
        let right = count(choices.iter().filter(|choice| **choice as usize == best).count());
        anybody |= took_part > 0;
        went.push(Asked {
            room: round.room.clone(),
            item: item.id.clone(),
            day,
            took_part,
            right,
            measured: round.measured,
        });
        let team = (took_part >= ENOUGH).then_some((right, took_part));
        let words = result(world, item, (index, best), team, input.at);
        let say = Say::Quiz(QuizWords::Result(Box::new(words)));
        let speech = Speech::unasked(vec![say]);
        // Who sees the poll closed sees its counts.
        let poll = Poll::Item(index as u8);
        let poll = team.and_then(|_| ballot::sent_as(seen, round.number, &round.room, poll));
        if let Some(of) = poll {
            let ended = Say::Quiz(QuizWords::Ended { nth: index + 1 });
            acts.push(Act::EndPoll { of, speech: Speech::unasked(vec![ended]) });
        }
        acts.push(Act::Say(speech));
    }
    let (rhythm, again) = rhythm::answered(seen, round, anybody);
    changes.extend(rhythm);
    if !anybody {
        let words = QuizWords::NobodyAnswered { again };
        acts = vec![Act::Say(Speech::unasked(vec![Say::Quiz(words)]))];
    }
    if let Some(words) = measure::over(world, seen, round, &went) {
        let words = Say::Quiz(QuizWords::Measure(words));
        acts.push(Act::Say(Speech::unasked(vec![words])));
    }
    changes.extend(went.into_iter().map(Change::Asked));
    let outgoing = acts.into_iter().enumerate().map(|(index, act)| Outgoing {
        urgency: Urgency::Quiz,
        errand: Some(Errand { number, purpose: Some(Purpose::Tells) }),
        ..Outgoing::new(DeliveryKey::of(&input.cause, index), round.room.clone(), act)
    });
    Decision { outgoing: outgoing.collect(), changes, because, ..Decision::default() }
}

fn result(
    world: &World,
    item: &Item,
    (index, best): (usize, usize),
    team: Option<(u32, u32)>,
    at: Timestamp,
) -> ResultWords {
    let title = entry::title(world, &item.topic, at);
    ResultWords {
        nth: index + 1,
        question: item.question.clone(),
        best,
        options: item
            .options
            .iter()
            .map(|option| (option.text.clone(), option.explanation.clone()))
            .collect(),
        team,
        source: (item.source.name.clone(), item.source.date.clone()),
        topic: title.unwrap_or_else(|| TopicWords {
            topic: item.topic.clone(),
            title: String::new(),
            doubtful: false,
        }),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
