#!/usr/bin/env python3
"""How does the bot feel in a real client? A throw-away home to try it by hand.

    python3 tests/e2e/tryout.py [--port 8008]

Starts a homeserver on this machine, the bot, an account for you and an encrypted room with the bot
in it, prints how to log in with Element, and removes everything again at Ctrl-C. It uses the
Synapse of the end-to-end tests and needs no account anywhere. The first run builds the bot.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
WELCOME_SECONDS = 60
ENCRYPTION = {"algorithm": "m.megolm.v1.aes-sha2"}
TEXT = """
  Everything runs. In Element (desktop, or app.element.io in a browser on this machine):

    1. Sign in, choose "Edit" beside the homeserver and enter   {url}
    2. Username   {user}
       Password   {password}
    3. Open the room "Wijkteam Noord" and ask something:

       !meld wie bel ik in Hengelo?
       @meldmaat wat is stap 2?

    A direct chat: start one with {bot}. There it answers everything.

  The bot's configuration   {config}
  The bot's log             {log}

  Ctrl-C ends it and removes everything.
"""


class Homeserver:
    """homeserver.py, asked over its stdin."""

    def __init__(self, python, port):
        # A session of its own: Ctrl-C is for this script, which then closes the other's stdin.
        self.process = subprocess.Popen(
            [python, HERE / "homeserver.py", "--port", str(port)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        first = self.process.stdout.readline()
        if not first:
            sys.exit("The homeserver did not start; what it said stands above.")
        self.url = json.loads(first)["url"]

    def register(self, user):
        """Makes an account."""
        asked = {"id": 1, "do": "register", "user": user}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())["ok"]

    def call(self, token, method, *path, body=None, query=None):
        """One call of the client API."""
        url = "/".join([self.url, "_matrix/client/v3",
                        *(urllib.parse.quote(part, safe="") for part in path)])
        if query:
            url += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, method=method)
        request.add_header("Authorization", f"Bearer {token}")
        if body is not None:
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request, timeout=WELCOME_SECONDS) as response:
            return json.load(response)


def build():
    """Builds the bot; gives Cargo's target folder."""
    print("building the bot", file=sys.stderr)
    if subprocess.run(["cargo", "build", "--quiet"], cwd=PROJECT, check=False).returncode:
        sys.exit("cargo build failed; what it said stands above.")
    metadata = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"],
        cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return Path(json.loads(metadata.stdout)["target_directory"])


def start_bot(target, folder, homeserver, account):
    """Starts the bot on a configuration in this folder; returns when it is ready."""
    config, log = folder / "config.yaml", folder / "log"
    # JSON is YAML.
    config.write_text(json.dumps({
        "homeserver": homeserver.url, "user": account["user_id"],
        "password": account["password"], "data": str(folder / "data"),
        "knowledge": str(PROJECT / "knowledge"),
        "access": {"invites_from": {"servers": [account["user_id"].split(":")[1]]}},
    }, indent=2) + "\n")
    bot = subprocess.Popen(
        [target / "debug" / "meldmaat", "run", "--config", config],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True)
    ready = threading.Event()

    def follow():
        with open(log, "w", encoding="utf-8") as file:
            for line in bot.stdout:
                print(line, end="", file=file, flush=True)
                if "ready" in line and "not ready" not in line:
                    ready.set()
        if not ready.is_set():
            print(log.read_text(), file=sys.stderr)
        ready.set()

    threading.Thread(target=follow, daemon=True).start()
    ready.wait()
    if bot.poll() is not None:
        sys.exit("The bot has ended; what it said stands above.")
    return bot


def make_room(homeserver, you, bot):
    """A room with the bot in it, encrypted from here on."""
    token = you["access_token"]
    room = homeserver.call(token, "POST", "createRoom", body={
        "name": "Wijkteam Noord", "preset": "private_chat", "invite": [bot["user_id"]],
    })["room_id"]
    # The bot says hello before the room is encrypted: you have no device yet that could read it.
    since, greeted = None, False
    while not greeted:
        query = {"timeout": 30_000, **({"since": since} if since else {})}
        news = homeserver.call(token, "GET", "sync", query=query)
        since = news["next_batch"]
        events = news["rooms"]["join"].get(room, {}) if "rooms" in news else {}
        greeted = any(
            event["type"] == "m.room.message" and event["sender"] == bot["user_id"]
            for event in events.get("timeline", {}).get("events", []))
    homeserver.call(
        token, "PUT", "rooms", room, "state", "m.room.encryption", "", body=ENCRYPTION)
    # This script's device has no keys; only Element's should be in your list.
    homeserver.call(token, "POST", "logout", body={})


def main():
    """Starts all of it, waits, stops all of it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--port", type=int, default=8008, help="of the homeserver")
    chosen = options.parse_args()
    target = build()
    python = environment.make(target / "e2e-venv")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    homeserver = bot = None
    with tempfile.TemporaryDirectory(prefix="meldmaat-tryout-") as folder:
        try:
            homeserver = Homeserver(python, chosen.port)
            account, you = homeserver.register("meldmaat"), homeserver.register("anna")
            bot = start_bot(target, Path(folder), homeserver, account)
            make_room(homeserver, you, account)
            print(TEXT.format(
                url=homeserver.url, user="anna", password=you["password"],
                bot=account["user_id"], config=f"{folder}/config.yaml", log=f"{folder}/log"),
                flush=True)
            bot.wait()
            print(f"The bot has ended. Its last words:\n{Path(folder, 'log').read_text()}")
        except KeyboardInterrupt:
            print("\nremoving everything")
        finally:
            if bot and bot.poll() is None:
                bot.terminate()
                bot.wait()
            if homeserver:
                homeserver.process.stdin.close()
                homeserver.process.wait()


if __name__ == "__main__":
    main()
