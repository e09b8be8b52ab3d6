// What does matrix-js-sdk, the SDK of Element, read in a poll?
//
//     node polls.mjs FOLDER_OF_THE_SDK
//
// Prints one JSON line when it is ready; from then on it answers one JSON line per line on stdin:
//
//     {"id": 1, "room": "!r:x", "start": {event}, "related": [{event}, ...]}, decrypted
//         -> {"id": 1, "ok": {"question", "kind", "max_selections", "answers": [[id, text], ...],
//             "fallback": what clients without polls show,
//             "votes": {user: answers} of valid votes, the last of each person,
//             "ended", "closing": the text of the end, or null}}

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const sdk = (path) => import(pathToFileURL(join(process.argv[2], path)));
const { MatrixEvent } = await sdk("models/event.js");
const { Poll } = await sdk("models/poll.js");
const newer = await sdk("extensible_events_v1/PollStartEvent.js");
const { ExtensibleEvents, PollStartEvent, PollEndEvent, PollResponseEvent } =
    createRequire(join(process.argv[2], "index.js"))("matrix-events-sdk");

/** The fields of a start. */
function fields(begun) {
    return {
        question: begun.question.text,
        kind: begun.rawKind,
        max_selections: begun.maxSelections,
        answers: begun.answers.map((answer) => [answer.id, answer.text]),
    };
}

/** What the model says of a poll, with the homeserver's answers put before it. */
async function read({ room, start, related }) {
    const event = (json) => new MatrixEvent({ ...json, room_id: room });
    const events = related.map(event);
    const client = { relations: async () => ({ events }), decryptEventIfNeeded: async () => {} };
    // Nobody but the bot may end its poll.
    const members = { currentState: { maySendRedactionForEvent: () => false } };
    const poll = new Poll(event(start), client, members);
    const responses = await poll.getResponses();
    const begun = poll.pollEvent;
    if (!(begun instanceof PollStartEvent)) {
        throw new Error("not the start of a poll");
    }
    // The SDK carries a second parser of polls, which its clients use, too.
    const again = fields(new newer.PollStartEvent({ type: start.type, content: start.content }));
    if (JSON.stringify(again) !== JSON.stringify(fields(begun))) {
        throw new Error(`its two parsers differ: ${JSON.stringify(again)}`);
    }
    const end = events.find((one) => one.getId() === poll.endEventId)?.unstableExtensibleEvent;
    if (poll.isEnded && !(end instanceof PollEndEvent && end.pollEventId === poll.pollId)) {
        throw new Error("not the end of this poll");
    }
    const fallback = ExtensibleEvents.parse({ type: "unknown", content: start.content });
    const votes = responses.getRelations().sort((a, b) => a.getTs() - b.getTs());
    const valid = votes.flatMap((vote) => {
        const response = vote.unstableExtensibleEvent;
        if (!(response instanceof PollResponseEvent)) {
            return [];
        }
        response.validateAgainst(begun);
        return response.spoiled ? [] : [[vote.getSender(), response.answerIds]];
    });
    return {
        ...fields(begun),
        fallback: fallback?.text ?? null,
        votes: Object.fromEntries(valid),
        ended: poll.isEnded,
        closing: end?.closingMessage.text ?? null,
    };
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    const answer = await read(asked).then((ok) => ({ ok }), (error) => ({ error: String(error) }));
    console.log(JSON.stringify({ id: asked.id, ...answer }));
}
