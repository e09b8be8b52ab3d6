"""Who talks to the bot in the end-to-end stories? Colleagues, on matrix-nio with encryption.

An independent client: another language and other crypto than the bot's. One process plays all
colleagues (starting Python is what costs); it reads one JSON line per request on stdin, in any
order, and answers each with one line:

    {"id": 1, "who": "@anna:wijk.test", "do": "login", "homeserver", "device_id", "access_token"}
    {"do": "request", "method", "path": [segments, {query}], "body"}  any client API call
    {"do": "room", "room", "seconds"}        returns when this client has synced the joined room
    {"do": "send", "room", "type", "content"}  encrypted when the room is -> {"event_id"}
    {"do": "withhold", "room", "content"}    sends a message whose key nobody gets -> {"event_id"}
    {"do": "release", "room"}                hands the withheld key over after all
    {"do": "events", "room", "from", "seconds"}  what this client saw in the room, decrypted, from
                                             that index on; waits until there is something
    {"do": "verify", "user"}                 checks the signatures of the user's devices
    {"do": "download", "content"}            the file of a message, decrypted if need be -> {"text", "base64"}

Each client keeps everything it ever saw, so that a test never subscribes too late and needs no
pause anywhere.
"""

import asyncio
import base64
import json
import logging
import sys
import urllib.parse
import uuid

from nio import AsyncClient, AsyncClientConfig, SyncResponse
from nio.crypto import decrypt_attachment
from nio.store import SqliteMemoryStore
from signedjson.key import decode_verify_key_bytes
from signedjson.sign import SignatureVerifyException, verify_signed_json
from unpaddedbase64 import decode_base64

POLL_MILLISECONDS = 30_000
FILTER = {"presence": {"not_types": ["*"]}, "room": {
    "timeline": {"limit": 100}, "ephemeral": {"not_types": ["*"]}}}


class Colleague:
    """One account on one device, and what it has seen."""

    def __init__(self, asked):
        config = AsyncClientConfig(
            store=SqliteMemoryStore, encryption_enabled=True, request_timeout=120)
        self.client = AsyncClient(
            asked["homeserver"], asked["who"], store_path="/", config=config)
        self.client.restore_login(asked["who"], asked["device_id"], asked["access_token"])
        self.seen = {}  # room -> events, in the order in which they came
        self.news = asyncio.Condition()
        self.keys = asyncio.Lock()  # one at a time asks for and hands out keys
        self.withheld = {}
        self.failure = None
        self.loop = None

    async def start(self):
        """The first sync, then the loop."""
        await self.sync_once(0)
        self.loop = asyncio.create_task(self.sync_for_ever())

    async def sync_for_ever(self):
        """Syncs until the process ends; a failure is reported to whoever waits."""
        try:
            while True:
                await self.sync_once(POLL_MILLISECONDS)
        except Exception as error:  # noqa: BLE001 — must reach the test, whatever it is
            async with self.news:
                self.failure = f"sync stopped: {error!r}"
                self.news.notify_all()

    async def sync_once(self, milliseconds):
        """One sync, what it brought into the log, and the keys it asks for."""
        response = await self.client.sync(milliseconds, FILTER)
        if not isinstance(response, SyncResponse):
            raise RuntimeError(str(response))
        async with self.keys:
            await self.tend_keys()
        async with self.news:
            for room, info in response.rooms.join.items():
                for event in [*info.state, *info.timeline.events]:
                    self.keep(room, event)
            for room, info in response.rooms.leave.items():
                for event in info.timeline.events:
                    self.keep(room, event)
            for room, info in response.rooms.invite.items():
                for event in info.invite_state:
                    self.keep(room, event)
            self.news.notify_all()

    def keep(self, room, event):
        """Adds one event, in one shape whatever the room version; says whether it was encrypted."""
        kept = {**event.source, "was_encrypted": getattr(event, "decrypted", False)}
        if "redacts" in kept.get("content", {}):
            kept["redacts"] = kept["content"]["redacts"]
        self.seen.setdefault(room, []).append(kept)

    async def tend_keys(self):
        """Uploads, asks for and claims what is due."""
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()
        if self.client.should_claim_keys:
            await self.client.keys_claim(self.client.get_users_for_key_claiming())
        await self.client.send_to_device_messages()

    async def wait(self, condition, seconds):
        """Waits until the condition holds on what was seen; gives whether it does."""
        async with self.news:
            try:
                await asyncio.wait_for(
                    self.news.wait_for(lambda: self.failure or condition()), seconds)
            except asyncio.TimeoutError:
                return False
        if self.failure:
            raise RuntimeError(self.failure)
        return True

    async def request(self, asked):
        """Any call of the client API."""
        path = list(asked["path"])
        query = path.pop() if path and isinstance(path[-1], dict) else {}
        url = "/" + "/".join(urllib.parse.quote(part, safe="") for part in path)
        if query:
            url += "?" + urllib.parse.urlencode(query)
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        body = json.dumps(asked["body"]) if asked.get("body") is not None else None
        response = await self.client.send(asked["method"], url, body, headers)
        text = await response.text()
        if response.status >= 400:
            raise RuntimeError(f"{asked['method']} {url}: {response.status} {text}")
        return json.loads(text)

    async def room(self, asked):
        """Waits for a joined room."""
        if not await self.wait(lambda: asked["room"] in self.client.rooms, asked["seconds"]):
            raise RuntimeError("the room did not appear in sync")
        return {}

    async def send(self, asked):
        """Sends an event; to every device in an encrypted room, trusted or not."""
        async with self.keys:
            await self.tend_keys()
            sent = await self.client.room_send(
                asked["room"], asked["type"], asked["content"], ignore_unverified_devices=True)
        if not hasattr(sent, "event_id"):
            raise RuntimeError(str(sent))
        return {"event_id": sent.event_id}

    async def withhold(self, asked):
        """Encrypts with a fresh key and keeps that key back."""
        olm, room = self.client.olm, asked["room"]
        async with self.keys:
            await self.tend_keys()
            missing = self.client.get_missing_sessions(room)
            if missing:
                await self.client.keys_claim(missing)
            olm.create_outbound_group_session(room)
            # Made before the message: a key handed out later would start after it.
            self.withheld[room] = list(olm.share_group_session_parallel(
                room, list(self.client.rooms[room].users), ignore_unverified_devices=True))
            olm.outbound_group_sessions[room].shared = True
            encrypted = olm.group_encrypt(
                room, {"type": "m.room.message", "content": asked["content"]})
            # The next message gets a key of its own again.
            del olm.outbound_group_sessions[room]
        path = ["_matrix", "client", "v3", "rooms", room, "send", "m.room.encrypted",
                uuid.uuid4().hex]
        return await self.request({"method": "PUT", "path": path, "body": encrypted})

    async def release(self, asked):
        """Sends the key that was kept back."""
        for _, messages in self.withheld.pop(asked["room"]):
            path = ["_matrix", "client", "v3", "sendToDevice", "m.room.encrypted",
                    uuid.uuid4().hex]
            await self.request({"method": "PUT", "path": path, "body": messages})
        return {}

    async def events(self, asked):
        """What was seen from an index on; empty when nothing came in time."""
        room, start = asked["room"], asked["from"]
        await self.wait(lambda: len(self.seen.get(room, [])) > start, asked["seconds"])
        return {"events": self.seen.get(room, [])[start:]}

    async def download(self, asked):
        """Fetches the file that a message holds; of an encrypted room it is decrypted here."""
        file = asked["content"].get("file")
        source = urllib.parse.urlparse(file["url"] if file else asked["content"]["url"])
        url = f"/_matrix/client/v1/media/download/{source.netloc}{source.path}"
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        response = await self.client.send("GET", url, None, headers)
        found = await response.read()
        if response.status >= 400:
            raise RuntimeError(f"{url}: {response.status} {found!r}")
        if file:
            found = decrypt_attachment(
                found, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
        return {"text": found.decode(errors="replace"), "base64": base64.b64encode(found).decode()}

    async def verify(self, asked):
        """Checks master -> self-signing -> device as the specification says, on raw answers."""
        user = asked["user"]
        found = await self.request({
            "method": "POST", "path": ["_matrix", "client", "v3", "keys", "query"],
            "body": {"device_keys": {user: []}}})
        master = found.get("master_keys", {}).get(user)
        signing = found.get("self_signing_keys", {}).get(user)
        if not master or not signing:
            return {"identity": None, "devices": {
                device: False for device in found["device_keys"].get(user, {})}}
        return {
            "identity": only_key(master) if signed_by(signing, user, master) else None,
            "devices": {
                device: signed_by(keys, user, signing)
                for device, keys in found["device_keys"].get(user, {}).items()},
        }


def only_key(key):
    """The public part of a cross-signing key, which holds exactly one."""
    return next(iter(key["keys"].values()))


def signed_by(signed, user, signer):
    """Whether a cross-signing key of the user signed this object."""
    name, public = next(iter(signer["keys"].items()))
    version = name.split(":", 1)[1]
    key = decode_verify_key_bytes(f"ed25519:{version}", decode_base64(public))
    # `unsigned` is not part of what is signed; the server adds to it.
    bare = {field: value for field, value in signed.items() if field != "unsigned"}
    try:
        verify_signed_json(bare, user, key)
    except SignatureVerifyException:
        return False
    return True


async def serve():
    """Answers stdin until it closes."""
    colleagues = {}
    running = set()

    async def answer(asked):
        try:
            if asked["do"] == "login":
                colleague = Colleague(asked)
                await colleague.start()
                colleagues[asked["who"]] = colleague
                result = {}
            else:
                result = await getattr(colleagues[asked["who"]], asked["do"])(asked)
            reply = {"id": asked["id"], "ok": result}
        except Exception as error:  # noqa: BLE001 — whatever it is, the test must see it
            reply = {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)

    reader = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print(json.dumps({"ready": True}), flush=True)
    while line := await reader.readline():
        task = asyncio.create_task(answer(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # What matters comes back as an answer.
    asyncio.run(serve())
