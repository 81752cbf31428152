"""Counters of strict limits: nobody is counted for another, nobody counts twice as one."""

import threading

import pytest
from django.core.cache import cache, caches
from django.db import connection

from edusync.kernel.rate_limits import Limit, parse_limit, use
from edusync.kernel.rate_stores import FileStore, RedisStore, purge_counters, shared_store
from edusync.kernel.testing import run_redis

ENDS_AT = 1_800_000_060


@pytest.fixture(params=["configured", "redis"])
def store(request, db):
    """The store of this database engine, and that of a real Redis."""
    if request.param == "configured":
        yield shared_store()
        return
    with run_redis() as url:
        redis_store = RedisStore(url)
        yield redis_store
        redis_store.close()


def test_counts_up_within_a_window(store):
    assert [store.add("a", ENDS_AT) for _ in range(3)] == [1, 2, 3]


def test_a_new_window_begins_at_one(store):
    store.add("a", ENDS_AT)
    store.add("a", ENDS_AT)
    assert [store.add("a", ENDS_AT + 60) for _ in range(2)] == [1, 2]


def test_keys_are_counted_apart(store):
    store.add("a", ENDS_AT)
    assert store.add("b", ENDS_AT) == 1


def test_old_windows_are_forgotten(db):
    store = shared_store()
    store.add("a", 60)
    store.add("a", 60)
    purge_counters()
    assert store.add("a", 60) == 1


def test_processes_and_threads_share_a_file(tmp_path):
    seen = []

    def count():
        store = FileStore(tmp_path / "counters.sqlite3")
        seen.extend(store.add("a", ENDS_AT) for _ in range(25))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 101))


def test_redis_answers_for_all_who_name_it(settings):
    with run_redis() as url:
        settings.REDIS_URL = url
        settings.DATA_DIR = "/nowhere"
        assert [use(Limit("search", 2, 60), "a:1").is_over for _ in range(3)] == [False, False, True]
        shared_store().close()


def test_what_all_processes_must_see_is_in_the_table(db):
    cache.set("allauth:rl:login:1", [1.5], 60)
    cache.set("statistics", 3)
    assert caches["shared"].get("allauth:rl:login:1") == [1.5]
    assert caches["shared"].get("statistics") is None
    assert cache.get("allauth:rl:login:1") == [1.5]
    assert cache.add("allauth:rl:login:1", [], 60) is False
    assert cache.delete("allauth:rl:login:1") is True
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kernel_shared_value")
        assert cursor.fetchone()[0] == 0


def test_shared_counters_count(db):
    cache.add("sign-in-failures:x", 0, 60)
    assert [cache.incr("sign-in-failures:x") for _ in range(2)] == [1, 2]
    with pytest.raises(ValueError):
        cache.incr("sign-in-failures:y")


@pytest.mark.parametrize("rate", ["", "10", "0/m", "x/m", "10/w", "-1/m"])
def test_a_rate_must_be_like_120_a_minute(rate):
    with pytest.raises(ValueError):
        parse_limit("search", rate)
