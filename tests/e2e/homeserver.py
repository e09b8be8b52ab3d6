"""Which homeserver do the end-to-end stories talk to? A throw-away Synapse of their own.

Run with the Python of the environment that `environment.py` makes:

    python homeserver.py [--real-limits] [--port N]

Prints one JSON line when it listens: {"url": ..., "name": ...}. From then on it answers one JSON
line per line on stdin:

    {"id": 1, "do": "register", "user": "anna", "admin": false}
        -> {"id": 1, "ok": {"user_id", "device_id", "access_token", "password"}}
    {"id": 2, "do": "request", "method": "GET", "path": ["_synapse", ...], "body": {...}}
        -> {"id": 2, "ok": {...}}, asked with an administrator's token

When stdin closes, whatever the reason, Synapse is stopped and its folder is removed.
"""

import argparse
import base64
import ctypes
import hashlib
import hmac
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

NAME = "wijk.test"
START_SECONDS = 90
UNLIMITED = {"per_second": 10000, "burst_count": 10000}


def free_port():
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def relaxed_limits(real_limits):
    """Settings under which a test is not slowed down; of messages only if that is asked for."""
    return {
        **({} if real_limits else {"rc_message": UNLIMITED}),
        "rc_registration": UNLIMITED,
        "rc_admin_redaction": UNLIMITED,
        "rc_login": {kind: UNLIMITED for kind in ("address", "account", "failed_attempts")},
        "rc_joins": {"local": UNLIMITED, "remote": UNLIMITED},
        "rc_joins_per_room": UNLIMITED,
        "rc_invites": {k: UNLIMITED for k in ("per_room", "per_user", "per_issuer")},
        "rc_room_creation": UNLIMITED,
    }


def settings(folder, port, secret, real_limits):
    """The whole configuration of Synapse."""
    key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {key}\n")
    (folder / "log.json").write_text(json.dumps({
        "version": 1,
        "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
        "handlers": {"out": {
            "class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        # The loggers that say when it listens; everything else only when it goes wrong.
        "loggers": {"synapse.app": {"level": "INFO"}, "synapse.util.httpresourcetree": {
            "level": "WARNING"}},
        "root": {"level": "WARNING", "handlers": ["out"]},
    }))
    return {
        "server_name": NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "pid_file": str(folder / "pid"),
        "listeners": [{
            "port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False,
            "resources": [{"names": ["client"], "compress": False}]}],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "log_config": str(folder / "log.json"),
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": secret,
        "macaroon_secret_key": secrets.token_hex(16),
        "form_secret": secrets.token_hex(16),
        "report_stats": False,
        "presence": {"enabled": False},
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "bcrypt_rounds": 4,
        "experimental_features": {"msc4222_enabled": True},
        **relaxed_limits(real_limits),
    }


def die_with_parent():
    """Asks Linux to kill this process when its parent dies, however that happens."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except (OSError, AttributeError):
        pass  # Not Linux: then only an orderly end takes Synapse along.


class Homeserver:
    """A running Synapse."""

    def __init__(self, real_limits=False, port=None):
        self.folder = Path(tempfile.mkdtemp(prefix="meldmaat-synapse-"))
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.secret = secrets.token_hex(16)
        self.admin = None
        self.last_lines = []
        config = self.folder / "homeserver.yaml"
        # JSON is YAML.
        config.write_text(json.dumps(
            settings(self.folder, self.port, self.secret, real_limits)))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "synapse.app.homeserver", "-c", str(config)],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, preexec_fn=die_with_parent)

    def wait_until_listening(self):
        """Returns when it accepts requests; raises with its last words when it never does."""
        listening = threading.Event()

        def read():
            for line in self.process.stdout:
                self.last_lines = [*self.last_lines[-40:], line]
                if "now listening on TCP port" in line:
                    listening.set()
            self.ended = True
            listening.set()

        self.ended = False
        threading.Thread(target=read, daemon=True).start()
        if not listening.wait(START_SECONDS) or self.ended:
            raise RuntimeError("Synapse did not start:\n" + "".join(self.last_lines))
        self.admin = self.register("beheer", admin=True)["access_token"]

    def call(self, method, path, body=None, token=None):
        """One request; `path` is a list of segments, the last may be a dict of query values."""
        query = ""
        if path and isinstance(path[-1], dict):
            query = "?" + urllib.parse.urlencode(path[-1])
            path = path[:-1]
        url = "/".join([self.url, *(urllib.parse.quote(part, safe="") for part in path)]) + query
        request = urllib.request.Request(url, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {url}: {error.code} {error.read().decode()}") from None

    def register(self, user, admin=False):
        """Makes an account through the shared secret; no login needed."""
        path = ["_synapse", "admin", "v1", "register"]
        nonce = self.call("GET", path)["nonce"]
        password = secrets.token_urlsafe(12)
        text = "\0".join([nonce, user, password, "admin" if admin else "notadmin"])
        mac = hmac.new(self.secret.encode(), text.encode(), hashlib.sha1).hexdigest()
        made = self.call("POST", path, {
            "nonce": nonce, "username": user, "password": password, "admin": admin, "mac": mac})
        keep = ("user_id", "device_id", "access_token")
        return {"password": password, **{key: made[key] for key in keep}}

    def answer(self, asked):
        """Does what one line of stdin asks for."""
        if asked["do"] == "register":
            return self.register(asked["user"], asked.get("admin", False))
        if asked["do"] == "request":
            return self.call(asked["method"], asked["path"], asked.get("body"), self.admin)
        raise RuntimeError(f"unknown: {asked['do']}")

    def stop(self):
        """Ends Synapse and leaves nothing behind."""
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    """Starts, says so, serves stdin until it closes, cleans up."""
    options = argparse.ArgumentParser()
    options.add_argument("--real-limits", action="store_true")
    options.add_argument("--port", type=int)
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = Homeserver(chosen.real_limits, chosen.port)
    try:
        server.wait_until_listening()
        print(json.dumps({"url": server.url, "name": NAME}), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer = {"id": asked["id"], "ok": server.answer(asked)}
            except Exception as error:  # noqa: BLE001 — whatever it is, the test must see it
                answer = {"id": asked["id"], "error": str(error)}
            print(json.dumps(answer), flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
