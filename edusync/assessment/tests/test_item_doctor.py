"""The item doctor counts each first attempt once, again when it is scored anew, and says what is wrong."""

import math

import pytest

from edusync.assessment.doctor.counting import (
    count_waiting,
    list_earlier_attempts,
    read_entries,
    waiting_count,
)
from edusync.assessment.doctor.reading import quiz_report
from edusync.assessment.doctor.sums import sums_of
from edusync.assessment.drafts import OptionDraft
from edusync.assessment.models import (
    ItemChoice,
    ItemGroupCount,
    ItemStatistic,
    ItemTally,
    QuestionOption,
    QuizAttempt,
    QuizStatistic,
)
from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.services.submitting import score_again
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, right_response
from edusync.enrollment.services import enroll_learner
from edusync.kernel.tasks import periodic_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(course, make_person):
    """Takes a quiz as somebody new: right where the pattern has a 1, the first option where it has a 0, else nothing."""

    def taken(quiz, pattern):
        person = make_person(f"taker-{QuizAttempt.objects.count()}")
        enrollment = enroll_learner(course_id=course.pk, learner_id=person.pk)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        for slot, mark in zip(sheet_of(attempt.edition).slots, pattern, strict=True):
            if mark == "1":
                save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))
            elif mark == "0":
                save_answer(attempt=attempt, slot_id=slot.id, response={"options": [slot.choices[0].id]})
        return submit_attempt(attempt=attempt)

    return taken


def walked(quiz):
    """The sums of all first attempts, read afresh."""
    ids = QuizAttempt.objects.filter(quiz=quiz, number=1, state="submitted").values_list("pk", flat=True)
    return sums_of(entry for entry, _ in read_entries(list(ids)).values())


def kept(quiz):
    """The same as the tables keep it."""
    statistic = QuizStatistic.objects.get(quiz=quiz)
    quiz_numbers = {name: getattr(statistic, name) for name in ("attempts", "total", "total_square", "best")}
    items = {}
    for row in ItemStatistic.objects.filter(quiz=quiz):
        names = ("answers", "empty", "right", "own", "own_square", "total", "total_square", "product", "best")
        choices = ItemChoice.objects.filter(item=row).exclude(count=0).values_list("name", "count", "total")
        groups = ItemGroupCount.objects.filter(item=row).exclude(answers=0)
        cells = groups.values_list("kind", "group_id", "stratum", "right", "answers")
        items[row.question_version_id] = (
            {name: getattr(row, name) for name in names},
            sorted(choices),
            sorted(cells),
            sum(row.times.values()),
        )
    return quiz_numbers, items


def expected(quiz):
    sums = walked(quiz)
    items = {
        version_id: (
            {name: one.numbers[name] for name in one.numbers},
            sorted((name, *found) for name, found in one.choices.items() if found[0]),
            sorted((*key, *cell) for key, cell in one.groups.items() if cell[1]),
            sum(one.times.values()),
        )
        for version_id, one in sums.items.items()
    }
    return dict(sums.numbers), items


def test_what_is_kept_equals_a_walk_over_all_answers(quiz, take):
    for pattern in ("111", "110", "0-1"):
        take(quiz, pattern)
    assert waiting_count(quiz.pk) == 3
    assert count_waiting() == 3
    assert kept(quiz) == expected(quiz)
    for pattern in ("000", "1-0"):
        take(quiz, pattern)
    assert count_waiting() == 2
    assert count_waiting() == 0
    assert kept(quiz) == expected(quiz)


def test_an_attempt_that_is_scored_anew_is_counted_anew(quiz, take):
    take(quiz, "111")
    attempt = take(quiz, "100")
    count_waiting()
    slot = sheet_of(attempt.edition).slots[1]
    chosen = slot.choices[0].id
    QuestionOption.objects.filter(pk=chosen).update(weight=1)
    from edusync.assessment import sheets

    sheets._kept.clear()
    score_again(QuizAttempt.objects.get(pk=attempt.pk))
    assert waiting_count(quiz.pk) == 1
    count_waiting()
    assert QuizStatistic.objects.get(quiz=quiz).total == 5000
    assert kept(quiz) == expected(quiz)
    sheets._kept.clear()


def test_only_first_attempts_count(quiz, enrollment):
    for _ in range(2):
        submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    count_waiting()
    assert QuizStatistic.objects.get(quiz=quiz).attempts == 1


def test_attempts_from_before_are_found_by_the_periodic_task(quiz, take):
    take(quiz, "110")
    ItemTally.objects.all().delete()
    assert list_earlier_attempts() == 1
    assert list_earlier_attempts() == 0
    periodic_jobs()["assessment.count_items"].run()
    assert QuizStatistic.objects.get(quiz=quiz).attempts == 1


def test_a_wrong_key_is_suspected_and_named(course, take):
    wrong_key = choice_draft("Wrong key", options=[OptionDraft("truly right"), OptionDraft("said right", 1)])
    quiz = make_quiz(course=course, questions=[wrong_key, *(choice_draft(f"Fine {n}") for n in (1, 2, 3))])
    for pattern in ["0111"] * 12 + ["1000"] * 8 + ["0110", "1100", "1001"]:
        take(quiz, pattern)
    count_waiting()
    report = quiz_report(quiz)
    worst = report.items[0]
    assert worst.question.title == "Wrong key"
    assert {"key_suspect", "negative_discrimination"} <= {one.code for one in worst.verdicts}
    (suspect,) = [one for one in worst.verdicts if one.code == "key_suspect"]
    assert worst.labels[suspect.subject] == "truly right"
    assert report.alpha is not None
    assert worst.alpha_without is not None
    assert worst.alpha_without > report.alpha
    assert math.isclose(sum(one.effective_weight or 0 for one in report.items), 1)
    fine = report.items[-1]
    assert [one.code for one in fine.verdicts if one.level == "bad"] == []


def test_few_answers_are_no_ground_for_a_verdict(quiz, take):
    take(quiz, "100")
    count_waiting()
    report = quiz_report(quiz)
    assert {one.code for item in report.items for one in item.verdicts} == {"few_answers"}


def test_the_report_reads_sums_only(quiz, take, django_assert_max_num_queries):
    for pattern in ("111", "010", "0-0", "100"):
        take(quiz, pattern)
    count_waiting()
    with django_assert_max_num_queries(8):
        quiz_report(quiz)
