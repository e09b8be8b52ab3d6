//! How well does the bot do on labelled questions? Counts, and the worst misses.

use super::explain::explain_after;
use super::{Explained, World, explain};
use crate::vocab::{GuardKind, Say, Timestamp, TopicId};
use serde::Serialize;

/// A question with what is right.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// As it was typed.
    pub text: String,
    /// The gemeente of the room.
    pub gemeente: Option<String>,
    /// The topics that are a right answer; none where there is no answer; `None` where only the
    /// guards are measured.
    pub accepted: Option<Vec<TopicId>>,
    /// Whether someone is in danger; `None` where nobody said.
    pub danger: Option<bool>,
    /// Whether it holds personal data.
    pub personal: Option<bool>,
}

/// A question that follows on an answer, with what is right.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// The topic that was answered.
    pub after: TopicId,
    /// As it was typed.
    pub text: String,
    /// The topics that are a right answer; that of `after`: the answer before it holds it. None where
    /// nothing in the base answers it.
    pub accepted: Vec<TopicId>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// So many.
    pub hits: usize,
    /// Of so many.
    pub of: usize,
}

impl Share {
    fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }
}

/// A guard's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Guarded {
    /// Seen where it was there.
    pub found: Share,
    /// Seen where it was not.
    pub false_alarms: Share,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Answers {
    /// Answered rightly at once, of the questions that have an answer.
    pub right: Share,
    /// Answered rightly at once or offered among the suggestions, of the same.
    pub within: Share,
    /// Answered wrongly, of all questions.
    pub wrong: Share,
    /// Said not to know, of the questions that have no answer.
    pub refused: Share,
}

impl Answers {
    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.wrong.of == 0
    }

    /// Adds one answer. Gives whether it was right, or right after one choice.
    fn add(&mut self, explained: &Explained, accepted: &[TopicId]) -> bool {
        let answered = explained.outcome == "answer";
        let held =
            |say: &Say| matches!(say, Say::Said { title, .. } if accepted.contains(&title.topic));
        let right = answered && explained.topic.as_ref().is_some_and(|t| accepted.contains(t))
            || explained.says.iter().any(held);
        let offered = explained.outcome == "clarify"
            && explained.options.iter().any(|topic| accepted.contains(topic));
        self.wrong.add(answered && !right && explained.topic.is_some());
        if accepted.is_empty() {
            self.refused.add(explained.outcome == "dont_know");
            return explained.outcome == "dont_know";
        }
        self.right.add(right);
        self.within.add(right || offered);
        right || offered
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// The answers.
    #[serde(flatten)]
    pub answers: Answers,
    /// Follow-ups, with the topic of the answer before them.
    #[serde(skip_serializing_if = "Answers::is_empty")]
    pub followups: Answers,
    /// The same follow-ups, as if nothing was before them.
    #[serde(skip_serializing_if = "Answers::is_empty")]
    pub followups_alone: Answers,
    /// Danger.
    pub danger: Guarded,
    /// Personal data.
    pub personal: Guarded,
    /// What went wrong, the surest first.
    #[serde(skip)]
    pub misses: Vec<Miss>,
}

/// A question that was not answered as it should be.
#[derive(Debug, Clone)]
pub struct Miss {
    /// Its number in the list, from 0.
    pub number: usize,
    /// What was done: `answer`, `clarify` or `dont_know`.
    pub outcome: &'static str,
    /// The topic that came first, with its score.
    pub first: Option<(TopicId, f32)>,
}

/// Asks everything, as in a direct chat at `now`.
pub fn measure(world: &World, questions: &[Labelled], now: Timestamp) -> Figures {
    let mut figures = Figures::default();
    for (number, question) in questions.iter().enumerate() {
        let explained = explain(world, &question.text, question.gemeente.as_deref(), now);
        let saw = |guard| explained.guards.contains(&guard);
        guard(&mut figures.danger, question.danger, saw(GuardKind::Danger));
        guard(&mut figures.personal, question.personal, saw(GuardKind::PersonalData));
        let Some(accepted) = &question.accepted else { continue };
        if !figures.answers.add(&explained, accepted) {
            let first = explained.ranking.first().map(|r| (r.topic.clone(), r.score));
            figures.misses.push(Miss { number, outcome: explained.outcome, first });
        }
    }
    let sure = |miss: &Miss| {
        let score = miss.first.as_ref().map_or(0.0, |(_, score)| *score);
        if miss.outcome == "answer" { 1.0 + score } else { score }
    };
    figures.misses.sort_by(|a, b| sure(b).total_cmp(&sure(a)));
    figures
}

/// Asks the follow-ups, each right after its answer, and alone.
pub fn measure_followups(
    world: &World,
    followups: &[FollowUp],
    now: Timestamp,
    figures: &mut Figures,
) {
    for FollowUp { after, text, accepted } in followups {
        let asked = |before| explain_after(world, text, before, None, now);
        figures.followups.add(&asked(Some(after)), accepted);
        figures.followups_alone.add(&asked(None), accepted);
    }
}

fn guard(figures: &mut Guarded, there: Option<bool>, seen: bool) {
    match there {
        Some(true) => figures.found.add(seen),
        Some(false) => figures.false_alarms.add(seen),
        None => {}
    }
}
