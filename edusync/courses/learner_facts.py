"""What the apps above know of one learner: courses asks through these registered providers and imports none of them.

`enrollment` registers who is enrolled, `progress` what was done, `assessment` the detail of quiz lessons, `grading`
grades, each in its `AppConfig.ready`. With nobody registered the answer is "not enrolled, nothing done".
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from edusync.courses.rules import ALL_SHOWN, NO_GRADES, GradeFacts, RuleFacts, RuleNeeds, ShownScores
from edusync.courses.translation import Place

NO_RULE_FACTS = RuleFacts()
OPEN_STATUSES = frozenset({"active", "completed"})


@dataclasses.dataclass(frozen=True, slots=True)
class EnrollmentFacts:
    """One learner's live enrollment (the latest attempt) in one course. `percent` is 0 to 100."""

    id: int
    status: str
    percent: int
    last_lesson_id: int | None = None

    @property
    def opens_content(self) -> bool:
        """Whether lessons may be read with it: a withdrawn or suspended enrollment keeps them closed."""
        return self.status in OPEN_STATUSES


@dataclasses.dataclass(frozen=True, slots=True)
class OutlineFacts:
    """Enrollment and state of each touched lesson: `states[lesson_id]` is "started" or "completed".

    `rule_facts` are filled where the rules of the course need them.
    """

    enrollment: EnrollmentFacts | None = None
    states: Mapping[int, str] = dataclasses.field(default_factory=dict)
    rule_facts: RuleFacts = NO_RULE_FACTS


@dataclasses.dataclass(frozen=True, slots=True)
class LessonProgressFacts:
    """What the learner did in one lesson. Times in seconds, `watched_share` 0 to 100."""

    state: str
    position_seconds: int
    watched_share: int
    seconds: int
    completed_at: datetime | None
    # Watched stretches of a film, [from, to] in seconds.
    watched: Sequence[Sequence[float]] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class LessonFacts:
    """Enrollment and progress as one lesson needs them. `progress` is None on a lesson never opened."""

    enrollment: EnrollmentFacts | None = None
    progress: LessonProgressFacts | None = None
    rule_facts: RuleFacts = NO_RULE_FACTS


class EnrollmentProvider(Protocol):
    """Implemented by the enrollment app."""

    def enrollments_of(self, *, course_ids: Sequence[int], user_id: int) -> Mapping[int, EnrollmentFacts]:
        """Live enrollments of the person by course id, in ONE query. Withdrawn ones are included with their status."""
        ...

    def enrolled_course_ids(self, *, user_id: int) -> Any:
        """Ids of the courses whose content the person may open, as a queryset for `id__in`: no query by itself."""
        ...


class ProgressProvider(Protocol):
    """Implemented by the progress app. Each method costs ONE query (enrollment LEFT JOIN lesson progress).

    `needs` says what the rules of the course ask for; the query then brings that along.
    """

    def outline_facts(self, *, course_id: int, user_id: int, needs: RuleNeeds | None = None) -> OutlineFacts:
        """Enrollment of the person in the course, and the states of its lessons."""
        ...

    def lesson_facts(
        self, *, course_id: int, lesson_id: int, user_id: int, needs: RuleNeeds | None = None
    ) -> LessonFacts:
        """Enrollment of the person in the course, and the progress in this lesson."""
        ...

    def rule_facts_of(self, *, needs: Mapping[int, RuleNeeds], user_id: int) -> Mapping[int, RuleFacts]:
        """What the rules of several courses ask about the person, by course id; courses not taken may be missing."""
        ...


class LessonDetailProvider(Protocol):
    """Implemented by the app that owns the detail of a lesson kind (assessment: quiz)."""

    def lesson_detail(
        self,
        *,
        lesson_id: int,
        user_id: int | None,
        enrollment: EnrollmentFacts | None,
        texts: Mapping[Place, str] | None = None,
    ) -> dict[str, Any] | None:
        """JSON value of the kind's key in the lesson view, in at most TWO queries; None when the detail is missing.

        `texts` stand in place of the source's in the language that is read.
        """
        ...


class GradeProvider(Protocol):
    """Implemented by the grading app: grades as the person sees them, never what is not posted."""

    def course_percents(self, *, user_id: int) -> Mapping[int, float]:
        """What posted marks come to now by course id, of the latest attempt at each, in a fixed number of queries."""
        ...

    def lesson_percents(self, *, user_id: int) -> Mapping[int, float]:
        """Posted marks by lesson id, of the latest attempt at each course, in a fixed number of queries."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class WithheldScore:
    """A score that is kept back from a learner: the best they were told, now or before, and the best told now."""

    counted: float | None = None
    told: float | None = None


class ScoreProvider(Protocol):
    """Implemented by the app whose work may keep its score back (assessment: quizzes)."""

    def withheld_scores(self, *, user_id: int) -> Mapping[int, WithheldScore]:
        """The lessons in which a score of the person, 0 to 100, is kept back from them now, by id; in a fixed number
        of queries.
        """
        ...


def at_most(known: float | None, best: float) -> float | None:
    """What is known, and no more than what counts as the best; None stays None."""
    return None if known is None else min(known, best)


@dataclasses.dataclass(frozen=True)
class OwnScores:
    """What of a person's scores they may know, read once and only when a rule asks."""

    provider: ScoreProvider
    user_id: int

    @cached_property
    def _withheld(self) -> Mapping[int, WithheldScore]:
        return self.provider.withheld_scores(user_id=self.user_id)

    def is_withheld(self, lesson_id: int) -> bool:
        """Whether a score in the lesson is kept back."""
        return lesson_id in self._withheld

    def counted(self, lesson_id: int, best: float) -> float | None:
        """Of the best score what the person was ever told."""
        found = self._withheld.get(lesson_id)
        return best if found is None else at_most(found.counted, best)

    def told(self, lesson_id: int, best: float) -> float | None:
        """Of the best score what the person may be told now."""
        found = self._withheld.get(lesson_id)
        return best if found is None else at_most(found.told, best)


@dataclasses.dataclass(frozen=True)
class OwnGrades:
    """A person's grades, read once and only when a rule asks."""

    provider: GradeProvider
    user_id: int

    @cached_property
    def _courses(self) -> Mapping[int, float]:
        return self.provider.course_percents(user_id=self.user_id)

    @cached_property
    def _lessons(self) -> Mapping[int, float]:
        return self.provider.lesson_percents(user_id=self.user_id)

    def of_course(self, course_id: int) -> float | None:
        """What the posted marks of a course come to."""
        return self._courses.get(course_id)

    def of_lesson(self, lesson_id: int) -> float | None:
        """The posted mark of a lesson."""
        return self._lessons.get(lesson_id)


class _NobodyEnrolled:
    """Answers when no app above is installed."""

    def enrollments_of(self, *, course_ids: Sequence[int], user_id: int) -> Mapping[int, EnrollmentFacts]:
        return {}

    def enrolled_course_ids(self, *, user_id: int) -> Any:
        return ()

    def outline_facts(self, *, course_id: int, user_id: int, needs: RuleNeeds | None = None) -> OutlineFacts:
        return OutlineFacts()

    def lesson_facts(
        self, *, course_id: int, lesson_id: int, user_id: int, needs: RuleNeeds | None = None
    ) -> LessonFacts:
        return LessonFacts()

    def rule_facts_of(self, *, needs: Mapping[int, RuleNeeds], user_id: int) -> Mapping[int, RuleFacts]:
        return {}


_nobody = _NobodyEnrolled()
_enrollments: EnrollmentProvider = _nobody
_progress: ProgressProvider = _nobody
_grades: GradeProvider | None = None
_scores: ScoreProvider | None = None
_details: dict[str, LessonDetailProvider] = {}


def register_enrollments(provider: EnrollmentProvider) -> None:
    """Take the enrollment app's answers from now on."""
    global _enrollments
    _enrollments = provider


def register_progress(provider: ProgressProvider) -> None:
    """Take the progress app's answers from now on."""
    global _progress
    _progress = provider


def register_grade_provider(provider: GradeProvider) -> None:
    """Take the grading app's answers from now on."""
    global _grades
    _grades = provider


def register_score_provider(provider: ScoreProvider) -> None:
    """Take the answers of the app that scores from now on."""
    global _scores
    _scores = provider


def shown_scores_of(user_id: int | None) -> ShownScores:
    """What of the person's scores they may know, asked for when it is needed."""
    return ALL_SHOWN if user_id is None or _scores is None else OwnScores(_scores, user_id)


def lessons_with_withheld_scores(user_id: int) -> frozenset[int]:
    """Ids of the lessons in which a score is kept back from the person now."""
    return frozenset() if _scores is None else frozenset(_scores.withheld_scores(user_id=user_id))


def grades_of(user_id: int | None) -> GradeFacts:
    """The person's grades, asked for when they are needed; none for a guest."""
    return NO_GRADES if user_id is None or _grades is None else OwnGrades(_grades, user_id)


def register_lesson_detail(kind: str, provider: LessonDetailProvider) -> None:
    """Let another app fill the detail of lessons of `kind` ("quiz")."""
    _details[kind] = provider


def enrollments_of(*, course_ids: Sequence[int], user_id: int | None) -> Mapping[int, EnrollmentFacts]:
    """Live enrollments by course id; empty for a guest."""
    if user_id is None or not course_ids:
        return {}
    return _enrollments.enrollments_of(course_ids=course_ids, user_id=user_id)


def enrolled_course_ids(*, user_id: int | None) -> Any:
    """Ids of the courses whose content the person may open, for `id__in`; empty for a guest."""
    return () if user_id is None else _enrollments.enrolled_course_ids(user_id=user_id)


def outline_facts(*, course_id: int, user_id: int | None, needs: RuleNeeds | None = None) -> OutlineFacts:
    """Enrollment and lesson states in one course, and what its rules need; empty for a guest."""
    if user_id is None:
        return OutlineFacts()
    found = _progress.outline_facts(course_id=course_id, user_id=user_id, needs=needs)
    if not needs:
        return found
    return dataclasses.replace(found, rule_facts=_as_told(found.rule_facts, user_id))


def rule_facts_of(*, needs: Mapping[int, RuleNeeds], user_id: int | None) -> Mapping[int, RuleFacts]:
    """What the rules of several courses ask about the person, by course id, in one query; nothing for a guest."""
    if user_id is None or not needs:
        return {}
    grades, shown = grades_of(user_id), shown_scores_of(user_id)
    found = _progress.rule_facts_of(needs=needs, user_id=user_id)
    return {
        course_id: dataclasses.replace(facts, grades=grades, shown=shown)
        for course_id, facts in found.items()
    }


def _as_told(facts: RuleFacts, user_id: int) -> RuleFacts:
    return dataclasses.replace(facts, grades=grades_of(user_id), shown=shown_scores_of(user_id))


def lesson_facts(
    *, course_id: int, lesson_id: int, user_id: int | None, needs: RuleNeeds | None = None
) -> LessonFacts:
    """Enrollment and progress in one lesson, and what the rules before it need; empty for a guest."""
    if user_id is None:
        return LessonFacts()
    found = _progress.lesson_facts(course_id=course_id, lesson_id=lesson_id, user_id=user_id, needs=needs)
    if not needs:
        return found
    return dataclasses.replace(found, rule_facts=_as_told(found.rule_facts, user_id))


def lesson_detail(
    kind: str,
    *,
    lesson_id: int,
    user_id: int | None,
    enrollment: EnrollmentFacts | None,
    texts: Mapping[Place, str] | None = None,
) -> dict[str, Any] | None:
    """Detail of a lesson whose kind another app owns; None when nobody does."""
    provider = _details.get(kind)
    if provider is None:
        return None
    return provider.lesson_detail(lesson_id=lesson_id, user_id=user_id, enrollment=enrollment, texts=texts)
