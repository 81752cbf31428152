"""Response times: each question takes its time, each person has a pace, and what is left over may stand out.

The lognormal model: ln T of person j on question i = beta_i - tau_j + e, e with the spread 1/alpha_i (W. J. van der
Linden, A lognormal model for response times on test items, Journal of Educational and Behavioral Statistics 31, 2006,
pages 181-204). Intensities beta and paces tau are fitted by Tukey's median polish and spreads by the median absolute
deviation, so that a few odd answers, or odd people, do not move what they are measured by.

Who is slow throughout has a small tau and ordinary residuals: more time changes nothing here.
"""

import math
import statistics
from collections.abc import Mapping, Sequence

Times = Mapping[int, float]
POLISHES = 8
# A question with fewer times has no pace to compare with.
FEWEST_TIMES = 20
# A person with fewer has no pace of their own.
FEWEST_ANSWERS = 5
# Shorter is below what a click takes; and the spread of ln T is never taken for smaller than this.
SHORTEST_SECONDS = 0.5
SMALLEST_SPREAD = 0.25
TO_SPREAD = 1.4826


class Paces:
    """A fitted class. `residuals[j][i]` is standardized, negative where person j was fast on question i."""

    def __init__(self, people: Sequence[Times]) -> None:
        """Fit seconds by question, one mapping per person."""
        counts: dict[int, int] = {}
        for times in people:
            for question in times:
                counts[question] = counts.get(question, 0) + 1
        known = {question for question, count in counts.items() if count >= FEWEST_TIMES}
        self._logs = [_logs(times, known) for times in people]
        self.intensity = dict.fromkeys(known, 0.0)
        self._pace = [0.0] * len(people)
        # Everybody's own pace first: who is slower throughout begins where everybody begins.
        self._set_paces()
        for _ in range(POLISHES):
            self._polish()
        self.spread = self._spreads()
        self.residuals = [
            {
                question: (value - self.intensity[question] + self._pace[number]) / self.spread[question]
                for question, value in logs.items()
            }
            for number, logs in enumerate(self._logs)
        ]

    def _polish(self) -> None:
        columns: dict[int, list[float]] = {}
        for number, logs in enumerate(self._logs):
            for question, value in logs.items():
                columns.setdefault(question, []).append(value + self._pace[number])
        self.intensity = {question: statistics.median(values) for question, values in columns.items()}
        self._set_paces()

    def _set_paces(self) -> None:
        for number, logs in enumerate(self._logs):
            if logs:
                gaps = [self.intensity[question] - value for question, value in logs.items()]
                self._pace[number] = statistics.median(gaps)

    def _spreads(self) -> dict[int, float]:
        gaps: dict[int, list[float]] = {}
        for number, logs in enumerate(self._logs):
            for question, value in logs.items():
                gap = value - self.intensity[question] + self._pace[number]
                gaps.setdefault(question, []).append(abs(gap))
        return {
            question: max(SMALLEST_SPREAD, TO_SPREAD * statistics.median(values))
            for question, values in gaps.items()
        }

    def usual_seconds(self, question: int) -> float:
        """What the question takes somebody of the middle pace."""
        paces = [pace for pace, logs in zip(self._pace, self._logs, strict=True) if logs]
        return math.exp(self.intensity[question] - statistics.median(paces))


def _logs(times: Times, known: set[int]) -> dict[int, float]:
    logs = {
        question: math.log(max(seconds, SHORTEST_SECONDS))
        for question, seconds in times.items()
        if question in known
    }
    return logs if len(logs) >= FEWEST_ANSWERS else {}
