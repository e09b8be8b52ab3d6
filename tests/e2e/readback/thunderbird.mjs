// What does Thunderbird's parser (ical.js) read in calendar files?
//
//     node thunderbird.mjs PATH_OF_ICAL_JS < a JSON list of files > a JSON list of their fields
//
// No zone is registered beforehand: moments follow the VTIMEZONE of the file.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));

/** The names of a component and of all within it, outermost first. */
function names(component) {
    const within = component.getAllSubcomponents().flatMap(names);
    return [component.name.toUpperCase(), ...within];
}

/** A moment with its offset from UTC, as Python's isoformat writes it. */
function moment(time) {
    if (time.zone === ICAL.Timezone.utcTimezone) {
        return time.toString().replace("Z", "+00:00");
    }
    if (time.zone === ICAL.Timezone.localTimezone) {
        return time.toString();
    }
    const minutes = time.utcOffset() / 60;
    const two = (number) => String(Math.abs(Math.trunc(number))).padStart(2, "0");
    return `${time}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The fields of the file's only event. */
function fields(text) {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const [component, ...others] = calendar.getAllSubcomponents("vevent");
    if (!component || others.length > 0) {
        throw new Error(`${others.length + 1} events`);
    }
    const event = new ICAL.Event(component);
    const field = (name) => component.getFirstPropertyValue(name);
    const parts = [calendar, ...calendar.getAllSubcomponents()];
    const every = parts.flatMap((part) => part.getAllProperties());
    return {
        method: calendar.getFirstPropertyValue("method"),
        components: names(calendar),
        uid: event.uid,
        sequence: event.sequence,
        stamp: moment(field("dtstamp")),
        zone: event.startDate.zone.tzid,
        start: moment(event.startDate),
        end: moment(event.endDate),
        summary: event.summary,
        location: event.location,
        description: event.description,
        url: field("url"),
        conference: field("conference"),
        status: field("status"),
        transp: field("transp"),
        people: ["ORGANIZER", "ATTENDEE"].filter((name) => component.hasProperty(name.toLowerCase())),
        extensions: every.map((property) => property.name).filter((name) => name.startsWith("x-")),
        utc: moment(event.startDate.convertToZone(ICAL.Timezone.utcTimezone)),
    };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(fields)));
