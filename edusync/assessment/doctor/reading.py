"""The item doctor's report on a quiz: figures, answers, verdicts. Reads sums only, however many answered."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from edusync.assessment.doctor import figures, timing
from edusync.assessment.doctor.answer_names import WRITTEN, written_text
from edusync.assessment.doctor.verdicts import (
    LEAST_ANSWERS,
    LEAST_GROUP,
    ChoiceFigures,
    Findings,
    Verdict,
    trouble,
    verdicts_on,
)
from edusync.assessment.models import (
    ItemChoice,
    ItemGroupCount,
    ItemStatistic,
    Question,
    QuestionFlag,
    QuestionOption,
    QuestionVersion,
    Quiz,
    QuizSlot,
    QuizStatistic,
)
from edusync.courses.blocks import inline_text
from edusync.enrollment.queries.grouping import names_of_groups

SHOWN_CHOICES = 12
# A written answer of fewer people might tell who wrote it.
LEAST_SHOWN = 3


@dataclasses.dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group of learners that finds an item harder (`delta` below 0) or easier than others who are as good."""

    name: str
    answers: int
    delta: float
    odds_ratio: float
    chi_squared: float
    level: str


@dataclasses.dataclass(frozen=True, slots=True)
class ItemReport:
    """One wording in one quiz."""

    question: Question
    version: QuestionVersion
    is_asked: bool
    answers: int
    empty: int
    facility: float | None
    discrimination: float | None
    corrected: float | None
    nominal_weight: float | None
    effective_weight: float | None
    alpha_without: float | None
    seconds: float | None
    fast: int
    slow: int
    choices: list[ChoiceFigures]
    labels: dict[str, str]
    groups: list[GroupFigures]
    verdicts: list[Verdict]
    trouble: int
    open_flags: int


@dataclasses.dataclass(frozen=True, slots=True)
class QuizReport:
    """The whole quiz; `alpha` None where learners were not all asked the same."""

    attempts: int
    counted_at: datetime.datetime | None
    mean_percent: float | None
    deviation_percent: float | None
    alpha: float | None
    standard_error_percent: float | None
    items: list[ItemReport]


def quiz_report(quiz: Quiz) -> QuizReport:
    """Everything the doctor knows about the quiz, items with most trouble first. Eleven queries, however many items."""
    statistic = QuizStatistic.objects.filter(quiz=quiz).first()
    rows = list(
        ItemStatistic.objects.filter(quiz=quiz, answers__gt=0)
        .select_related("question_version__question")
        .order_by("id")
    )
    if statistic is None or not rows:
        return QuizReport(0, statistic and statistic.counted_at, None, None, None, None, [])
    numbers = [numbers_of(row) for row in rows]
    alpha = figures.alpha(numbers, statistic.attempts)
    items = _Items(quiz, rows, numbers, statistic, alpha).reports()
    return QuizReport(
        attempts=statistic.attempts,
        counted_at=statistic.counted_at,
        **_of_quiz(statistic, alpha),
        alpha=alpha,
        items=sorted(items, key=lambda item: (-item.trouble, item.version.pk)),
    )


def _of_quiz(statistic: QuizStatistic, alpha: float | None) -> dict[str, float | None]:
    """Mean, deviation and standard error of measurement, SD·√(1−α), in percent of what the quiz is worth."""
    if not statistic.best:
        return {"mean_percent": None, "deviation_percent": None, "standard_error_percent": None}
    worth = statistic.best / statistic.attempts
    spread = (
        figures.variance(statistic.attempts, statistic.total, statistic.total_square) ** 0.5 / worth * 100
    )
    error = spread * max(0.0, 1 - alpha) ** 0.5 if alpha is not None else None
    mean = statistic.total / statistic.best * 100
    return {"mean_percent": mean, "deviation_percent": spread, "standard_error_percent": error}


def numbers_of(row: ItemStatistic) -> figures.ItemNumbers:
    """The sums of a row."""
    names = [field.name for field in dataclasses.fields(figures.ItemNumbers)]
    return figures.ItemNumbers(**{name: getattr(row, name) for name in names})


class _Items:
    """Reads what lies below the items, once for all of them."""

    def __init__(
        self,
        quiz: Quiz,
        rows: Sequence[ItemStatistic],
        numbers: Sequence[figures.ItemNumbers],
        statistic: QuizStatistic,
        alpha: float | None,
    ) -> None:
        self.rows, self.numbers, self.alpha = rows, numbers, alpha
        self.weights = figures.effective_weights(numbers)
        self.alphas = figures.alphas_without(numbers, statistic.attempts)
        self.best = sum(one.best for one in numbers)
        # Of one attempt.
        self.worth = statistic.best / statistic.attempts if statistic.attempts else 0
        self.medians = [timing.quantile(row.times, 0.5) for row in rows]
        self.choices = _choices([row.pk for row in rows])
        self.options = _options([row.question_version_id for row in rows])
        self.strata = _strata([row.pk for row in rows])
        self.names = names_of_groups({key for found in self.strata.values() for key in found} - {("all", 0)})
        slots = QuizSlot.objects.filter(quiz=quiz, edition=quiz.edition)
        self.asked = set(slots.values_list("question_version_id", flat=True))
        self.flags = _flags([row.question_version_id for row in rows])

    def reports(self) -> list[ItemReport]:
        """One for each row."""
        return [self._report(place) for place in range(len(self.rows))]

    def _report(self, place: int) -> ItemReport:
        row, numbers = self.rows[place], self.numbers[place]
        version = row.question_version
        choices = self._choices(row, numbers)
        groups = self._groups(row)
        fast, slow = timing.outliers(row.times)
        median = self.medians[place]
        seconds = None if median is None else timing.seconds_of(median)
        others = [one for one in self.medians if one is not None]
        corrected = figures.corrected_discrimination(numbers)
        verdicts = verdicts_on(
            Findings(
                answers=row.answers,
                empty=row.empty,
                facility=figures.facility(numbers),
                corrected=corrected,
                alpha=self.alpha,
                alpha_without=self.alphas[place],
                is_slow=timing.is_far_above(median, others),
                seconds=seconds,
                choices=choices,
                groups=[(one.name, one.delta, one.level) for one in groups if one.level != "A"],
            )
        )
        return ItemReport(
            question=version.question,
            version=version,
            is_asked=version.pk in self.asked,
            answers=row.answers,
            empty=row.empty,
            facility=figures.facility(numbers),
            discrimination=figures.discrimination(numbers),
            corrected=corrected,
            nominal_weight=numbers.best / self.best if self.best else None,
            effective_weight=self.weights[place],
            alpha_without=self.alphas[place],
            seconds=seconds,
            fast=fast,
            slow=slow,
            choices=choices,
            labels=self._labels(row, choices),
            groups=groups,
            verdicts=verdicts,
            trouble=trouble(verdicts) + 4 * min(self.flags.get(version.pk, 0), 5),
            open_flags=self.flags.get(version.pk, 0),
        )

    def _choices(self, row: ItemStatistic, numbers: figures.ItemNumbers) -> list[ChoiceFigures]:
        """Answers by how often they were given; options that nobody chose as well."""
        kind = row.question_version.question.kind
        options = self.options.get(row.question_version_id, {})
        found = {name: values for name, values in self.choices.get(row.pk, {}).items() if values[0] > 0}
        for option in options:
            found.setdefault(option, (0, 0))
        keys = right_names(kind, row.question_version.settings, options)
        made = [
            ChoiceFigures(
                name=name,
                count=count,
                share=count / row.answers,
                discrimination=figures.choice_discrimination(numbers, count, total),
                mean=total / count / self.worth if count and self.worth else 0.0,
                is_key=None if keys is None else name in keys,
            )
            for name, (count, total) in found.items()
            if kind not in WRITTEN or count >= LEAST_SHOWN
        ]
        return sorted(made, key=lambda one: (-one.count, one.name))[:SHOWN_CHOICES]

    def _labels(self, row: ItemStatistic, choices: Sequence[ChoiceFigures]) -> dict[str, str]:
        options = self.options.get(row.question_version_id, {})
        if row.question_version.question.kind in WRITTEN:
            return {one.name: written_text(one.name) for one in choices}
        words = {
            **part_words(row.question_version.settings),
            **{pk: html for pk, (html, _) in options.items()},
        }
        return {one.name: _label(one.name, words) for one in choices}

    def _groups(self, row: ItemStatistic) -> list[GroupFigures]:
        strata = self.strata.get(row.pk, {})
        everybody = strata.get(("all", 0), {})
        found = []
        for key, cells in strata.items():
            answers = sum(count for _, count in cells.values())
            is_large = answers >= LEAST_GROUP and row.answers - answers >= LEAST_GROUP
            if key not in self.names or not is_large or row.answers < LEAST_ANSWERS:
                continue
            difference = figures.mantel_haenszel(figures.cells_of(everybody, cells))
            if difference is not None:
                found.append(GroupFigures(self.names[key], answers, **dataclasses.asdict(difference)))
        return sorted(found, key=lambda one: -abs(one.delta))


def _choices(item_ids: list[int]) -> dict[int, dict[str, tuple[int, int]]]:
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = ItemChoice.objects.filter(item_id__in=item_ids).order_by("item_id", "-count", "id")
    for item_id, name, count, total in rows.values_list("item_id", "name", "count", "total"):
        found[item_id][name] = (count, total)
    return found


def _options(version_ids: list[int]) -> dict[int, dict[str, tuple[str, float]]]:
    """Words and weight of the options, by wording and by id as a name."""
    found: dict[int, dict[str, tuple[str, float]]] = defaultdict(dict)
    rows = QuestionOption.objects.filter(version_id__in=version_ids).order_by("version_id", "position")
    for version_id, pk, html, weight in rows.values_list("version_id", "pk", "html", "weight"):
        found[version_id][str(pk)] = (inline_text(html)[:200], float(weight))
    return found


def _strata(item_ids: list[int]) -> dict[int, dict[tuple[str, int], dict[int, tuple[int, int]]]]:
    found: dict[int, dict[tuple[str, int], dict[int, tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    rows = ItemGroupCount.objects.filter(item_id__in=item_ids, answers__gt=0).order_by("item_id", "id")
    for item_id, kind, group_id, stratum, right, answers in rows.values_list(
        "item_id", "kind", "group_id", "stratum", "right", "answers"
    ):
        found[item_id][(kind, group_id)][stratum] = (right, answers)
    return found


def _flags(version_ids: list[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = QuestionFlag.objects.filter(question_version_id__in=version_ids, state=QuestionFlag.State.OPEN)
    for version_id in rows.values_list("question_version_id", flat=True):
        found[version_id] += 1
    return found


def right_names(
    kind: str, settings: dict[str, Any], options: dict[str, tuple[str, float]]
) -> set[str] | None:
    """Names of answers that are right; None where no answer is right by itself or that cannot be told."""
    if options:
        best = max((weight for _, weight in options.values()), default=0)
        is_one = kind != "multiple_choice"
        return {
            name for name, (_, weight) in options.items() if weight > 0 and (weight == best or not is_one)
        }
    if kind == "true_false":
        return {"true" if settings.get("is_true") else "false"}
    if kind == "matching":
        return {f"{pair['key']}>{pair['match_key']}" for pair in settings.get("pairs", [])}
    if kind == "gap_select":
        words = settings.get("words", [])
        return {
            f"{number}>{words[gap['word'] - 1]['key']}"
            for number, gap in enumerate(settings.get("gaps", []), 1)
        }
    return None


def part_words(settings: dict[str, Any]) -> dict[str, str]:
    """Words of the parts of a question that answers name by key."""
    words: dict[str, str] = {}
    for pair in settings.get("pairs") or []:
        words[str(pair.get("key"))] = inline_text(str(pair.get("prompt") or ""))
        words[str(pair.get("match_key"))] = inline_text(str(pair.get("match") or ""))
    for name in ("distractors", "words"):
        for part in settings.get(name) or []:
            if isinstance(part, dict):
                words[str(part.get("key"))] = inline_text(str(part.get("html") or ""))
    return words


def _label(name: str, words: dict[str, str]) -> str:
    """The answer in words: `prompt → match` for parts."""
    part, mark, given = name.partition(">")
    if not mark:
        return words.get(name, name)
    return f"{words.get(part, part)} → {words.get(given, given)}"
