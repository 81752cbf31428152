"""ASGI application of the listener: `GET /live?ticket=…&after=…` is a stream, everything else is not found.

The ticket (a minute old at most, from `POST /api/v1/live/tickets`) says who reads; there are no cookies, so any origin
may connect. A stream ends by itself after some minutes and the page comes back with a new ticket: whoever has signed
out or lost access gets none.
"""

import asyncio
import json
import random
import resource
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from edusync.communication.live.hub import MAX_STREAMS, Hub, Stream, TooMany
from edusync.kernel import live
from edusync.kernel.models import LiveMessage

PATH = "/live"
BEAT_SECONDS = 25.0
LIFETIME_SECONDS = 600.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Listener:
    """The ASGI callable."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] != "GET" or scope["path"] != PATH:
            await refuse(send, 404)
            return
        asked = {key: values[0] for key, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        try:
            stream = self.hub.open(live.read_ticket(asked.get("ticket", "")))
        except live.BadTicket:
            await refuse(send, 401)
            return
        except TooMany:
            await refuse(send, 503)
            return
        after = asked.get("after", "")
        try:
            await self.feed(stream, int(after) if after.isdecimal() else None, receive, send)
        finally:
            self.hub.close(stream)

    async def feed(self, stream: Stream, after: int | None, receive: Receive, send: Send) -> None:
        """Send what was missed, then what comes, until the page goes or the time is over."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send(part(b"retry: 3000\n: open\n\n"))
        sent: set[int] = set()
        if after is not None:
            for message in await self.hub.ask(live.messages_for, stream.ticket, after=after):
                sent.add(message["id"])
                await send(part(as_event(message)))
        gone = asyncio.ensure_future(until_gone(receive))
        gone.add_done_callback(lambda _task: stream.close())
        try:
            await self.go_on(stream, sent, send)
        finally:
            gone.cancel()

    async def go_on(self, stream: Stream, sent: set[int], send: Send) -> None:
        """Messages as they come, a comment now and then, an end."""
        # Not all at once: after a restart every page comes back in the same second.
        ends = time.monotonic() + LIFETIME_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load
        while not stream.is_closed and (left := ends - time.monotonic()) > 0:
            rows: list[LiveMessage] = await stream.take(min(BEAT_SECONDS, left))
            text = b"".join(as_event(live.as_json(row)) for row in rows if row.pk not in sent)
            await send(part(text or b": beat\n\n"))
        await send({"type": "http.response.body", "body": b"event: renew\ndata: {}\n\n", "more_body": False})


async def until_gone(receive: Receive) -> None:
    """Return when the page has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


def part(body: bytes) -> dict[str, Any]:
    """A piece of the stream."""
    return {"type": "http.response.body", "body": body, "more_body": True}


def as_event(message: dict[str, Any]) -> bytes:
    """A message in the format of server-sent events."""
    return f"id: {message['id']}\ndata: {json.dumps(message, separators=(',', ':'))}\n\n".encode()


async def refuse(send: Send, status: int) -> None:
    """Answer without a stream."""
    headers = [
        (b"content-length", b"0"),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def serve_streams(*, host: str, port: int) -> None:
    """Serve until SIGTERM, in this process alone."""
    allow_many_files()
    asyncio.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    listener = Listener()
    await listener.hub.start()
    server = Server(
        listener,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        backlog=1024,
        # Each stream is a request that does not end.
        backpressure=MAX_STREAMS + 100,
        log_access=False,
        log_level=LogLevels.error,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    try:
        await server.serve()
    finally:
        await listener.hub.stop()


def allow_many_files() -> None:
    """Raise the soft limit of open files to the hard one: each stream is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
