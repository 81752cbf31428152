"""The workloads: what is asked, what the best peer needs for it, what EduSync may need at most.

Peers' figures: one 2-core Debian 12 machine, load generator on the same cores (Moodle 4.5.6, Frappe LMS 2.40, Kolibri 0.19.5).
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle, product

from bench.facts import Facts


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """One request. `user` is the place of the person in the list of sessions, None for a visitor."""

    path: str
    user: int | None = None
    method: str = "GET"
    body: dict[str, object] | None = None

    @property
    def content(self) -> bytes:
        return b"" if self.body is None else json.dumps(self.body, separators=(",", ":")).encode()


@dataclasses.dataclass(frozen=True, slots=True)
class Budget:
    """Upper limits per request; `kilobytes` of the plain body. None: no limit stated."""

    milliseconds: float
    queries: int | None = None
    kilobytes: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """A workload. `asks` yields requests: endlessly for reads, each only once for writes."""

    code: str
    title: str
    peer: str
    budget: Budget
    asks: Callable[[Facts], Iterator[Ask]]
    is_write: bool = False
    status: int = 200


SESSIONS = 40


def _by_everybody(path: Callable[[Facts], str]) -> Callable[[Facts], Iterator[Ask]]:
    """The same address for the people of the sessions in turn."""

    def asks(facts: Facts) -> Iterator[Ask]:
        address = path(facts)
        for user in cycle(range(min(SESSIONS, len(facts.learners)))):
            yield Ask(address, user)

    return asks


def _by_author(path: Callable[[Facts], str]) -> Callable[[Facts], Iterator[Ask]]:
    """The same address for the instructor who has a session."""
    return lambda facts: cycle([Ask(path(facts), facts.author)])


def _visitors(path: str) -> Callable[[Facts], Iterator[Ask]]:
    return lambda _facts: cycle([Ask(path)])


def _lessons(facts: Facts) -> Iterator[Ask]:
    """Every learner pages through the course."""
    people = range(min(SESSIONS, len(facts.learners)))
    for lesson_id, user in cycle(product(facts.frappe_lessons, people)):
        yield Ask(f"/api/v1/lessons/{lesson_id}", user)


def _progress(facts: Facts) -> Iterator[Ask]:
    body: dict[str, object] = {"seconds": 30}
    people = range(min(SESSIONS, len(facts.learners)))
    for lesson_id, user in cycle(product(facts.frappe_lessons, people)):
        yield Ask(f"/api/v1/lessons/{lesson_id}/progress", user, "POST", body)


def _beats(facts: Facts) -> Iterator[Ask]:
    """Signs of life as the player sends them: numbered, each person in a sitting of their own."""
    people = range(min(SESSIONS, len(facts.learners)))
    for number, (lesson_id, user) in enumerate(cycle(product(facts.frappe_lessons, people))):
        session = {
            "client_id": f"{user + 1:032x}",
            "sequence": number + 1,
            "focus_seconds": 20,
            "interactions": 3,
        }
        body: dict[str, object] = {"seconds": 30, "session": session}
        yield Ask(f"/api/v1/lessons/{lesson_id}/progress", user, "POST", body)


def _completions(facts: Facts) -> Iterator[Ask]:
    for lesson_id, user in product(facts.open_lessons, range(len(facts.learners))):
        yield Ask(f"/api/v1/lessons/{lesson_id}/complete", user, "POST", {})


def _submissions(facts: Facts) -> Iterator[Ask]:
    for user, uuid in facts.attempts:
        yield Ask(f"/api/v1/attempts/{uuid}/submit", user, "POST", {})


def _sign_ins(facts: Facts) -> Iterator[Ask]:
    for email in cycle(facts.emails[:SESSIONS]):
        yield Ask(
            "/_allauth/browser/v1/auth/login", None, "POST", {"email": email, "password": facts.password}
        )


def _autosaves(facts: Facts) -> Iterator[Ask]:
    """An author writes a page of sixty blocks, one more word each time."""
    words = "The soil is alive, and whoever digs in it finds more than worms. " * 4
    blocks = [{"id": f"b{place}", "type": "text", "html": f"<p>{words}</p>"} for place in range(60)]
    lesson_id, version = facts.authored[0]
    for number in count():
        blocks[7] = {"id": "b7", "type": "text", "html": f"<p>{words}{number}</p>"}
        body: dict[str, object] = {
            "document": {"version": 1, "blocks": list(blocks)},
            "base_version": version + number,
        }
        yield Ask(f"/api/v1/lessons/{lesson_id}/page", facts.author, "PUT", body)


ALL: Sequence[Scenario] = (
    Scenario(
        "W1",
        "sign-in page, guest",
        "Frappe 13 ms, 13 queries; Kolibri 19 ms; Moodle 13 ms",
        Budget(1, 0),
        _visitors("/sign-in"),
    ),
    Scenario(
        "W2",
        "who am I, signed in",
        "Frappe 4.3 ms, 5 queries, 741 rps at c=8",
        Budget(1.2, 2),
        _by_everybody(lambda _facts: "/api/v1/me"),
    ),
    Scenario(
        "W3",
        "sign-in with a real hash (without the hash itself)",
        "Kolibri 80 ms; Frappe 50 ms (with the hash)",
        Budget(8),
        _sign_ins,
        is_write=True,
    ),
    Scenario(
        "W4",
        "catalog, 30 cards with own progress, 50 courses",
        "Frappe 42 ms, 97 queries, 39 rps",
        Budget(3, 5),
        _by_everybody(lambda _facts: "/api/v1/courses?limit=30"),
    ),
    Scenario(
        "W5",
        "outline 10 × 5 lessons with own progress, 1,000 enrolled",
        "Frappe HEAD 9 ms, 8 queries, 253 rps; 2.40: 64 ms, 126 queries, 222 kB",
        Budget(2, 4, 15),
        _by_everybody(lambda facts: f"/api/v1/courses/{facts.frappe}/outline"),
    ),
    Scenario(
        "W5s",
        "outline of 65 activities",
        "Moodle 110 ms, 28 queries, 617 kB",
        Budget(2.5, 4, 20),
        _by_everybody(lambda facts: f"/api/v1/courses/{facts.moodle_s}/outline"),
    ),
    Scenario(
        "W5m",
        "outline of 308 activities",
        "Moodle 300 ms, 28 queries, 2.6 MB",
        Budget(5, 4, 70),
        _by_everybody(lambda facts: f"/api/v1/courses/{facts.moodle_m}/outline"),
    ),
    Scenario(
        "W6",
        "lesson with previous and next",
        "Frappe 10.5 ms, 18 queries, 197 rps; Moodle 53 ms",
        Budget(2.5, 6),
        _lessons,
    ),
    Scenario(
        "W7",
        "save progress",
        "Moodle 15 ms, 123 rps; Frappe 29 ms, 48 queries, 80 rps",
        Budget(4, 8),
        _progress,
        is_write=True,
    ),
    Scenario(
        "W7h",
        "heartbeat with its learning session",
        "as W7",
        Budget(4, 8),
        _beats,
        is_write=True,
    ),
    Scenario(
        "W7c",
        "mark a lesson complete, the first time",
        "as W7",
        Budget(4, 8),
        _completions,
        is_write=True,
    ),
    Scenario(
        "W8",
        "submit a 10-question quiz, scored by the server",
        "Frappe 28 ms, 44 queries, 83 rps; Moodle whole attempt 8.7/s",
        Budget(6, 10),
        _submissions,
        is_write=True,
    ),
    Scenario(
        "W9",
        "learner dashboard",
        "Kolibri 36 ms, 24 rps; Moodle 95 ms, 39 queries",
        Budget(4, 8),
        _by_everybody(lambda _facts: "/api/v1/home"),
    ),
    Scenario(
        "W9l",
        "list of one's courses, all with the lesson to go on with",
        "as W9",
        Budget(4, 8),
        _by_everybody(lambda _facts: "/api/v1/my/learning"),
    ),
    Scenario(
        "W11",
        "how a class gets on: 250 learners × 13 lessons",
        "Kolibri 39 ms without logs",
        Budget(8, 6),
        _by_author(lambda facts: f"/api/v1/courses/{facts.small_class}/insights"),
    ),
    Scenario(
        "W11a",
        "who of the class needs attention, first page of 30",
        "as W11",
        Budget(8, 6),
        _by_author(lambda facts: f"/api/v1/courses/{facts.small_class}/attention"),
    ),
    Scenario(
        "W11m",
        "how a course of 308 activities gets on: 1,000 learners, 100,000 facts",
        "none of the peers counts this at once",
        Budget(400, 6),
        _by_author(lambda facts: f"/api/v1/courses/{facts.moodle_m}/insights"),
    ),
    Scenario(
        "W19",
        "queue of 250 submissions to mark, first page of 30",
        "none of the peers was measured",
        Budget(12, 8),
        _by_author(lambda facts: f"/api/v1/assignments/{facts.pile}/submissions"),
    ),
    Scenario(
        "W19w",
        "what waits for an instructor, 250 submissions among it",
        "none of the peers was measured",
        Budget(8, 10),
        _by_author(lambda _facts: "/api/v1/teaching/waiting"),
    ),
    Scenario(
        "W19s",
        "one submission in the fast grader",
        "none of the peers was measured",
        Budget(8, 11),
        _by_author(lambda facts: f"/api/v1/submissions/{facts.submission}"),
    ),
    Scenario(
        "W18",
        "page autosave, 60 blocks, of a published course",
        "none of the peers saves pages while they are written",
        Budget(25, 8),
        _autosaves,
        is_write=True,
    ),
)


def chosen(codes: Sequence[str]) -> list[Scenario]:
    """The scenarios named, all when none is. W13 and W14 are no requests and left out."""
    return [scenario for scenario in ALL if not codes or scenario.code in codes]
