"""What exams notice: the kinds of events, which of them are signals, and which thresholds may be set."""

from typing import Any

# Told by the candidate's page. What is typed, copied or pasted is never told, only that it happened.
BROWSER_SIGNALS = ("focus_lost", "full_screen_left", "paste", "copy", "offline", "second_page")
BROWSER_NOTES = ("focus_back", "full_screen_back", "full_screen_refused")
BROWSER_KINDS = frozenset((*BROWSER_SIGNALS, *BROWSER_NOTES))
# Found by the server.
SERVER_SIGNALS = ("second_device", "fast_answer", "similar_answers")
SIGNALS = (*BROWSER_SIGNALS, *SERVER_SIGNALS)
# What the candidate is told on the page, whoever it comes from.
NOTICES = ("warning", "message", "time_added", "let_in", "admitted", "ask_again")
# A page that was silent for longer than this is shown as away, in seconds.
SILENT_SECONDS = 90
MOST_OF_A_KIND = 1000
# Harpp and Hogan (1993): as many same wrong answers as different answers.
SIMILAR_INDEX = 1.0
# Fewer same wrong answers than this say nothing.
SIMILAR_ERRORS = 4


def clean_thresholds(value: Any) -> dict[str, int]:
    """Thresholds by kind of signal; what is not a signal or not a count is left out."""
    if not isinstance(value, dict):
        return {}
    return {
        kind: int(value[kind])
        for kind in SIGNALS
        if isinstance(value.get(kind), int) and 1 <= value[kind] <= MOST_OF_A_KIND
    }


def wants_review(counts: dict[str, int], review_after: dict[str, int]) -> bool:
    """Whether the signals of a session ask a person to look at it."""
    return any(counts.get(kind, 0) >= limit for kind, limit in clean_thresholds(review_after).items())
