"""Open streams, and the one reader that feeds them."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from django.db import DatabaseError, close_old_connections

from edusync.kernel import live
from edusync.kernel.live import Ticket
from edusync.kernel.models import LiveMessage

POLL_SECONDS = 0.5
# A row with a lower number may be committed after one with a higher: what is younger is read again.
OVERLAP_SECONDS = 5.0
QUEUE_LENGTH = 100
STREAMS_PER_PERSON = 8
MAX_STREAMS = 5000

T = TypeVar("T")

logger = structlog.get_logger(__name__)


class TooMany(Exception):
    """The listener has all the streams it can bear."""


class Stream:
    """What one open page has not been sent yet. Both ends live in the event loop."""

    __slots__ = ("_arrived", "_messages", "is_closed", "ticket")

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.is_closed = False
        self._messages: list[LiveMessage] = []
        self._arrived: asyncio.Future[None] | None = None

    def put(self, message: LiveMessage) -> None:
        """Add a message; a page that reads too slowly is cut off and catches up when it comes back."""
        if len(self._messages) >= QUEUE_LENGTH:
            self.close()
            return
        self._messages.append(message)
        self._wake()

    def close(self) -> None:
        """End the stream after what it holds."""
        self.is_closed = True
        self._wake()

    def _wake(self) -> None:
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(None)

    async def take(self, timeout: float) -> list[LiveMessage]:
        """Messages that came; an empty list after `timeout` seconds without any, or at the end."""
        if not self._messages and not self.is_closed:
            self._arrived = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived, timeout)
            self._arrived = None
        taken, self._messages = self._messages, []
        return taken


class Hub:
    """All streams of this process. One query every half second feeds them, however many there are."""

    def __init__(self) -> None:
        self._streams: dict[int, list[Stream]] = defaultdict(list)
        self._count = 0
        self._seen: dict[int, float] = {}
        self._low = 0
        self._reader: asyncio.Task[None] | None = None
        # One thread, hence one database connection.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="live-reader")

    @property
    def count(self) -> int:
        """How many streams are open."""
        return self._count

    async def start(self) -> None:
        """Begin to read, from now on."""
        self._low = await self.ask(live.newest_id)
        self._reader = asyncio.create_task(self._read_on(), name="live-reader")

    async def stop(self) -> None:
        """End the reader and every stream."""
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        for stream in [stream for streams in self._streams.values() for stream in streams]:
            stream.close()
        self._pool.shutdown(wait=False)

    async def ask(self, function: Callable[..., T], *arguments: object, **named: object) -> T:
        """Run a database function in the reader's thread."""

        def run() -> T:
            close_old_connections()
            return function(*arguments, **named)

        return await asyncio.get_running_loop().run_in_executor(self._pool, run)

    def open(self, ticket: Ticket) -> Stream:
        """A new stream. Raises TooMany. A person's oldest is closed when they have eight."""
        if self._count >= MAX_STREAMS:
            raise TooMany
        own = self._streams[ticket.user_id]
        if len(own) >= STREAMS_PER_PERSON:
            own[0].close()
            self.close(own[0])
            own = self._streams[ticket.user_id]
        stream = Stream(ticket)
        own.append(stream)
        self._count += 1
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream. Bears repetition."""
        own = self._streams.get(stream.ticket.user_id, [])
        if stream in own:
            own.remove(stream)
            self._count -= 1
        if not own:
            self._streams.pop(stream.ticket.user_id, None)

    async def _read_on(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self._read_all()
            except DatabaseError:
                logger.warning("live_reader_waits_for_the_database")

    async def _read_all(self) -> None:
        after: int | None = self._low
        while after is not None:
            rows = await self.ask(live.messages_since, after)
            self.deliver(rows, now=time.monotonic())
            after = rows[-1].pk if len(rows) >= live.PAGE else None

    def deliver(self, rows: Iterable[LiveMessage], *, now: float) -> None:
        """Hand new rows to their streams, each once; `now` is the monotonic clock in seconds."""
        for row in rows:
            if row.pk in self._seen:
                continue
            self._seen[row.pk] = now
            for stream in list(self._streams.get(row.user_id, ())):
                if stream.ticket.organization_id == row.organization_id:
                    stream.put(row)
        settled = [number for number, since in self._seen.items() if now - since > OVERLAP_SECONDS]
        if settled:
            self._low = max(self._low, *settled)
            for number in settled:
                del self._seen[number]
