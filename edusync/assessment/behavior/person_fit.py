"""Person fit: whether somebody is right where the class is right.

HT (K. Sijtsma and R. R. Meijer, A method for investigating the intersection of item response functions in Mokken's
nonparametric IRT model, Applied Psychological Measurement 16, 1992, pages 149-157): the covariance of a person's
answers with everybody else's, over the largest it could be with their scores. 1 is perfect agreement; near or below 0,
hard questions are right and easy ones wrong. Among 36 statistics it found cheating best in G. Karabatsos, Comparing
the aberrant response detection performance of thirty-six person-fit statistics, Applied Measurement in Education 16,
2003, pages 277-298. It needs no model of abilities, and nothing fitted.

Where candidates drew different questions, each is compared with those who had the same question.
"""

from collections.abc import Mapping, Sequence

Answers = Mapping[int, bool]
FEWEST_ANSWERS = 5


def person_fit(people: Sequence[Answers]) -> list[float | None]:
    """HT of everybody; None where all or nothing is right, or too little was answered."""
    right: dict[int, int] = {}
    asked: dict[int, int] = {}
    for answers in people:
        for question, is_right in answers.items():
            asked[question] = asked.get(question, 0) + 1
            right[question] = right.get(question, 0) + is_right
    shares = [sum(answers.values()) / len(answers) if answers else 0.0 for answers in people]
    tallied = _tally(shares)
    return [_fit(answers, shares[number], right, asked, tallied) for number, answers in enumerate(people)]


def _tally(shares: Sequence[float]) -> dict[float, int]:
    found: dict[float, int] = {}
    for share in shares:
        found[share] = found.get(share, 0) + 1
    return found


def _fit(
    answers: Answers,
    share: float,
    right: Mapping[int, int],
    asked: Mapping[int, int],
    tallied: dict[float, int],
) -> float | None:
    # How often each question was right among the others.
    others = {
        question: (right[question] - is_right) / (asked[question] - 1)
        for question, is_right in answers.items()
        if asked[question] > 1
    }
    if len(others) < FEWEST_ANSWERS or share in (0.0, 1.0):
        return None
    middle = sum(others.values()) / len(others)
    observed = sum((answers[question] - share) * (value - middle) for question, value in others.items())
    people = sum(tallied.values()) - 1
    largest = sum(
        min(share, other) * (1 - max(share, other)) * (count - (other == share))
        for other, count in tallied.items()
    )
    return None if largest <= 0 or people < 1 else (observed / len(others)) / (largest / people)
