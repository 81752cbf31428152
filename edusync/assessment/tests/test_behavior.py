"""Ways of writing compared: invariance, planted cheaters are found, honest classes are left alone."""

import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.behavior.comparing import FEWEST_PEOPLE, LARGEST_SHARE, Answer, Writer, compare
from edusync.assessment.behavior.distance import chi_square_quantile, distances
from edusync.assessment.behavior.paces import Paces
from edusync.assessment.behavior.person_fit import person_fit

QUESTIONS = 24


def honest_class(seed, people=60):
    """Answers as the lognormal model and the Rasch model give them, with the ordinary accidents of a morning."""
    dice = random.Random(seed)
    hardness = [dice.gauss(0, 1.2) for _ in range(QUESTIONS)]
    writers = []
    for _ in range(people):
        ability, pace = dice.gauss(0, 1), dice.gauss(0, 0.35)
        answers = []
        for number in range(QUESTIONS):
            is_right = dice.random() < 1 / (1 + math.exp(hardness[number] - ability))
            seconds = math.exp(3.4 + 0.3 * hardness[number] - pace + dice.gauss(0, 0.45))
            answers.append(Answer(number, number + 1, seconds, is_right))
        measures = {
            "away_share": dice.choice([0, 0, 0, 0, dice.uniform(0, 0.06)]),
            "pastes": float(dice.choice([0] * 12 + [1])),
            "devices": float(dice.choice([0] * 30 + [1])),
        }
        writers.append(Writer(answers, measures))
    return writers, hardness


def cheater(hardness, *, seed=1):
    """Weak, but right on the hard questions in three seconds, after pasting from elsewhere."""
    dice = random.Random(seed)
    answers = []
    for number, hard in enumerate(hardness):
        known = hard > 0.5
        is_right = known or dice.random() < 0.4
        seconds = 3.0 if known else math.exp(3.6 + dice.gauss(0, 0.4))
        answers.append(Answer(number, number + 1, seconds, is_right))
    return Writer(answers, {"away_share": 0.15, "pastes": 4.0})


@pytest.mark.parametrize("seed", range(5))
def test_planted_cheaters_are_marked_with_the_answers_that_show_it(seed):
    writers, hardness = honest_class(seed)
    planted = [cheater(hardness, seed=1), cheater(hardness, seed=2)]
    found = compare([*writers, *planted])
    assert all(one.is_marked for one in found[-2:])
    fast = [answer for answer in found[-1].answers if answer["is_fast"]]
    assert fast
    assert all(answer["seconds"] == 3.0 and answer["usual"] > 10 for answer in fast)
    assert sum(one["share"] for one in found[-1].measures) <= 1.01


def test_honest_classes_are_left_alone_but_for_one_in_fifty():
    marked = people = 0
    for seed in range(30):
        found = compare(honest_class(seed)[0])
        assert sum(one.is_marked for one in found) <= len(found) * LARGEST_SHARE
        marked, people = marked + sum(one.is_marked for one in found), people + len(found)
    assert marked / people <= 0.02


def test_too_few_are_not_compared():
    assert compare(honest_class(1, people=FEWEST_PEOPLE - 1)[0]) == []
    assert len(compare(honest_class(1, people=FEWEST_PEOPLE)[0])) == FEWEST_PEOPLE


@pytest.mark.parametrize("factor", [0.5, 2.0, 3.0])
def test_being_slow_or_quick_throughout_changes_nothing(factor):
    writers, _ = honest_class(3)
    slow = [Answer(a.question, a.number, (a.seconds or 0) * factor, a.is_right) for a in writers[0].answers]
    before, after = compare(writers), compare([Writer(slow, writers[0].measures), *writers[1:]])
    assert after[0].squared == pytest.approx(before[0].squared, abs=1e-6)


def test_slow_answers_of_somebody_with_more_time_are_no_reason():
    writers, _ = honest_class(4)
    answers = [
        Answer(a.question, a.number, (a.seconds or 0) * (15 if a.number % 3 == 0 else 1), a.is_right)
        for a in writers[0].answers
    ]
    plain = compare([Writer(answers), *writers[1:]])[0]
    allowed = compare([Writer(answers, has_more_time=True), *writers[1:]])[0]
    assert "slow_answers" in {one["name"] for one in plain.measures}
    assert "slow_answers" not in {one["name"] for one in allowed.measures}
    assert allowed.squared < plain.squared
    assert all(one["is_fast"] for one in allowed.answers)


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_people_and_the_names_of_questions_mean_nothing(dice):
    writers, _ = honest_class(5, people=25)
    order = list(range(25))
    dice.shuffle(order)
    renamed = [
        Writer(
            [Answer(900 - a.question, a.number, a.seconds, a.is_right) for a in writers[n].answers],
            writers[n].measures,
        )
        for n in order
    ]
    before, after = compare(writers), compare(renamed)
    for place, number in enumerate(order):
        assert after[place].squared == pytest.approx(before[number].squared, abs=1e-6)
        assert after[place].is_marked == before[number].is_marked


@given(st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=5, max_size=25))
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_distance_add_up_and_are_never_below_zero(rows):
    for one in distances(rows, [0.5, 0.5, 0.5]):
        assert one.squared == pytest.approx(sum(one.parts))
        assert one.squared >= 0
        assert math.isfinite(one.squared)


def test_paces_find_the_time_of_a_question_and_the_residual_of_an_answer():
    people = [
        {question: 10.0 * (question + 1) * (1 + person / 10) for question in range(6)} for person in range(21)
    ]
    people[0][5] = 1.0
    paces = Paces(people)
    assert paces.usual_seconds(2) / paces.usual_seconds(0) == pytest.approx(3)
    assert paces.residuals[0][5] < -5
    assert all(abs(z) < 1e-6 for z in paces.residuals[7].values())


def test_person_fit_is_one_for_guttman_patterns_and_low_for_the_reverse():
    ladder = [{question: question < score for question in range(8)} for score in range(1, 8)]
    fits = person_fit(
        [*ladder * 3, {question: question >= 4 for question in range(8)}, dict.fromkeys(range(8), True)]
    )
    assert statistics.fmean(one for one in fits[:21] if one is not None) > 0.8
    assert fits[21] is not None
    assert fits[21] < -0.5
    assert fits[22] is None


def test_quantiles_of_chi_square_are_near_the_tables():
    assert chi_square_quantile(0.95, 8) == pytest.approx(15.507, rel=0.005)
    assert chi_square_quantile(0.99, 3) == pytest.approx(11.345, rel=0.01)
