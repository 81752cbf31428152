"""The screens of ./dev look: those of the browser tests, and those whose address only a filled site knows."""

import dataclasses

from tests.e2e.screens import screens


@dataclasses.dataclass(frozen=True)
class Screen:
    """One address to look at. Words in braces are filled with what the demo school has.

    `person` is the first half of an address of the demo school, or nothing for a visitor. `press` is how the name of a
    button begins that is pressed first; where it is far down, the tour's picture begins a little above it.
    """

    name: str
    path: str
    person: str = ""
    press: str = ""


FILLED = (
    Screen("verify-code", "/verify/{certificate}"),
    Screen("player-page", "/learn/{course}/{page}", "learner"),
    Screen("player-video", "/learn/{course}/{video}", "learner"),
    Screen("player-document", "/learn/{course}/{document}", "learner"),
    Screen("player-link", "/learn/{course}/{link}", "learner"),
    Screen("player-quiz", "/learn/{course}/{quiz}", "learner"),
    Screen("player-locked", "/learn/spreadsheets-you-can-trust/{locked}", "learner"),
    Screen("import-report", "/teach/import/{import}", "instructor"),
    Screen("mark-by-rubric", "/teach/safe-at-the-workbench/quizzes/9/marking/{essay}", "instructor"),
    Screen("exam-live", "/teach/safe-at-the-workbench/exams/2", "instructor", press="To look at"),
    Screen("exam-candidate", "/teach/safe-at-the-workbench/exams/2/candidates/{candidate}", "instructor"),
    Screen("exam-lines", "/teach/safe-at-the-workbench/exams/2/settings", "instructor", press="3 waiting"),
    Screen("report-gradebook", "/reports/gradebook", "admin"),
    Screen("report-attendance", "/reports/attendance", "admin"),
    Screen("django-admin", "/admin/", "admin"),
)
# Shown on a phone, too, where the tour shows a screen once more.
PHONE = frozenset(
    {
        "landing", "catalog", "course", "sign-in", "my-learning", "player-page", "player-quiz", "player-video",
        "certificates", "teach", "studio-outline", "page-editor", "quiz-editor", "draft-review", "people",
        "exam-line", "exam-live", "exam-candidate", "course-grades", "children-shared", "marking",
    }
)  # fmt: skip

# Tested and looked at, but no stop of the tour: the same screen once more, with an address that leads nowhere.
ASIDE = frozenset(
    {
        "join", "search-one-kind", "search-nothing", "no-schedules", "no-studio", "flag-unknown", "report-filtered",
        "report-nothing-found", "report-refused", "report-unknown", "report-studio-unknown", "report-plain-empty",
        "report-plain-unknown",
    }
)  # fmt: skip


def all_screens() -> list[Screen]:
    """Visitors first, then learners, those who teach, and those who run the place."""
    tested = [
        Screen(name.replace(" ", "-"), path, "" if person == "visitor" else person)
        for person, pages in screens().items()
        for name, path in pages.items()
    ]
    order = ["", "learner", "learner22", "learner20", "guardian", "instructor", "tomas", "admin"]
    found = {screen.name: screen for screen in (*tested, *FILLED)}
    return sorted(found.values(), key=lambda screen: [*order, screen.person].index(screen.person))
