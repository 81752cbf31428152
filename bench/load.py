"""Load on a running server: wrk for reads, a small client with a fixed number of requests for writes."""

import asyncio
import dataclasses
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.facts import CSRF, Facts
from bench.scenarios import Ask

# A wrk thread walks through this many requests again and again.
ROTATION = 400
SCRIPT = """
local requests = {}
for line in io.lines("%s") do
  local path, cookie = line:match("([^\\t]*)\\t(.*)")
  requests[#requests + 1] = wrk.format("GET", path, {["Host"] = "127.0.0.1", ["Cookie"] = cookie})
end
local place = 0
request = function()
  place = place %% #requests + 1
  return requests[place]
end
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """What the generator saw."""

    requests: int
    seconds: float
    failures: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def cookie_of(ask: Ask, facts: Facts) -> str:
    return f"csrftoken={CSRF}" if ask.user is None else facts.cookies[ask.user]


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def run_wrk(port: int, asks: Sequence[Ask], facts: Facts, *, connections: int, seconds: int) -> Load:
    """Reads for some seconds over so many connections."""
    with tempfile.TemporaryDirectory() as folder:
        listing, script = Path(folder, "requests"), Path(folder, "script.lua")
        listing.write_text("".join(f"{ask.path}\t{cookie_of(ask, facts)}\n" for ask in asks))
        script.write_text(SCRIPT % listing)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=10s", "-s", str(script)]
        output = subprocess.run(
            [*command, f"http://127.0.0.1:{port}/"],
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 60,
        ).stdout
    done = int(re.search(r"(\d+) requests in", output)[1])  # type: ignore[index]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    broken = re.search(r"Socket errors: .*", output)
    failures = (int(refused[1]) if refused else 0) + sum(
        map(int, re.findall(r"\d+", broken[0] if broken else ""))
    )
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]
    return Load(done, done / rate if rate else 0.0, failures)


def run_client(
    port: int, asks: Sequence[Ask], facts: Facts, *, connections: int, expected: int = 200
) -> Load:
    """Each request once, over so many connections."""
    return asyncio.run(_client(port, asks, facts, connections, expected))


async def _client(port: int, asks: Sequence[Ask], facts: Facts, connections: int, expected: int) -> Load:
    waiting = iter(asks)
    failures = 0

    async def work() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for ask in waiting:
            writer.write(wire(ask, facts))
            status = await read_answer(reader)
            failures += status != expected
        writer.close()

    began = time.perf_counter()
    await asyncio.wait_for(asyncio.gather(*(work() for _ in range(connections))), timeout=300)
    return Load(len(asks), time.perf_counter() - began, failures)


def wire(ask: Ask, facts: Facts) -> bytes:
    """The request as it goes over the connection."""
    head = (
        f"{ask.method} {ask.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie_of(ask, facts)}\r\n"
        f"X-CSRFToken: {CSRF}\r\nContent-Type: application/json\r\nContent-Length: {len(ask.content)}\r\n\r\n"
    )
    return head.encode() + ask.content


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Read one whole answer; its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = re.search(r"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
    elif "transfer-encoding: chunked" in head:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status
