"""Where the time of one scenario goes: cProfile over requests by Django's own client."""

import cProfile
import pstats
import sys
from itertools import islice

from bench import measure


def main(code: str, requests: int, rows: int) -> None:
    measure.set_up_django()
    from django.test import Client

    from bench import facts, scenarios
    from bench.data import FULL, generate
    from bench.inside import send

    measure.prepare_database()
    generate(FULL)
    measure.refresh_statistics()
    known = facts.load()
    facts.open_sessions(known)
    scenario = scenarios.chosen([code])[0]
    asks = scenario.asks(known)
    client = Client()
    for ask in islice(asks, 10):
        send(client, ask, known, expected=scenario.status)
    profiler = cProfile.Profile()
    for ask in islice(asks, requests):
        profiler.enable()
        send(client, ask, known, expected=scenario.status)
        profiler.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler, stream=sys.stdout).sort_stats(order).print_stats(rows)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
