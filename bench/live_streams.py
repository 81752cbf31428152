"""How many open pages one listener bears: `python -m bench.live_streams --streams 2000`.

Starts the listener of live news in a process of its own on a new database, opens the streams from this process, writes
messages and prints memory per stream, processor time while idle and the delay from commit to arrival.
"""

import argparse
import asyncio
import multiprocessing
import os
import resource
import socket
import statistics
import tempfile
import time
from pathlib import Path

POLL = 0.5


def main() -> None:
    """Read the options, prepare the database, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--messages", type=int, default=40)
    options = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("EDUSYNC_DATABASE_URL"):
            os.environ["EDUSYNC_DATA_DIR"] = folder
        os.environ |= {"EDUSYNC_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "edusync.config.settings"}
        measure(options.streams, options.messages)


def measure(streams: int, messages: int) -> None:
    """One listener, all streams, then single messages and one to everybody."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from edusync.communication.live.server import serve_streams
    from edusync.identity.services import ensure_default_organization

    call_command("migrate", verbosity=0)
    organization_id = ensure_default_organization().pk
    connections.close_all()
    port = free_port()
    listener = multiprocessing.get_context("fork").Process(
        target=serve_streams, kwargs={"host": "127.0.0.1", "port": port}, daemon=True
    )
    listener.start()
    try:
        asyncio.run(story(listener.pid or 0, port, organization_id, streams, messages))
    finally:
        listener.terminate()
        listener.join()


async def story(pid: int, port: int, organization_id: int, streams: int, messages: int) -> None:
    """Open, rest, tell one, tell all."""
    from edusync.kernel import live
    from edusync.kernel.tenancy import organization_context

    arrivals: dict[str, list[float]] = {}
    await wait_for(port)
    before = memory_kilobytes(pid)
    readers = []
    for person in range(1, streams + 1):
        ticket = live.make_ticket(user_id=person, organization_id=organization_id)
        readers.append(asyncio.create_task(read(port, ticket, arrivals)))
        if person % 100 == 0:
            await asyncio.sleep(0.05)
    await asyncio.sleep(3)
    after, cpu = memory_kilobytes(pid), cpu_seconds(pid)
    await asyncio.sleep(10)
    idle = (cpu_seconds(pid) - cpu) / 10

    def tell(people: list[int], name: str) -> float:
        with organization_context(organization_id):
            live.tell(people, "bench.news", {"name": name})
        return time.monotonic()

    delays = []
    for number in range(messages):
        sent = await asyncio.to_thread(tell, [1 + number % streams], f"one-{number}")
        await asyncio.sleep(POLL + 0.4)
        delays += [moment - sent for moment in arrivals.get(f"one-{number}", [])]
    sent = await asyncio.to_thread(tell, list(range(1, streams + 1)), "all")
    await asyncio.sleep(4)
    everybody = [moment - sent for moment in arrivals.get("all", [])]
    print(f"streams open                     {streams}")
    print(f"memory of the listener           {before / 1024:.0f} MB empty, {after / 1024:.0f} MB with all")
    print(f"memory per stream                {(after - before) / streams:.1f} kB")
    print(f"processor while nothing happens  {idle * 100:.1f} % of one core")
    print(f"single messages                  {len(delays)} of {messages} came")
    print(
        f"delay                            median {statistics.median(delays):.2f} s, longest {max(delays):.2f} s"
    )
    print(
        f"one to everybody                 {len(everybody)} of {streams} came, the last after {max(everybody):.2f} s"
    )
    for reader in readers:
        reader.cancel()


async def read(port: int, ticket: str, arrivals: dict[str, list[float]]) -> None:
    """One page: note when each message comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live?ticket={ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    async for line in reader:
        if b'"name":"' in line:
            name = line.partition(b'"name":"')[2].partition(b'"')[0].decode()
            arrivals.setdefault(name, []).append(time.monotonic())


async def wait_for(port: int) -> None:
    """Until the listener answers."""
    for _ in range(200):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit("the listener did not start")


def memory_kilobytes(pid: int) -> int:
    """Private memory of a process: what it shares with its parent costs nothing."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
