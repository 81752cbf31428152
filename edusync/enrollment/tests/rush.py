"""A rush on one course: this process makes twenty others, each a learner with a connection of its own.

`python -m edusync.enrollment.tests.rush '<facts as JSON>'` prints what each of them saw as JSON. Facts:
`organization_id`, `course_id`, `learner_ids`, `plan` ("seats" or "line").
"""

from typing import Any

from edusync.kernel.testing_rush import PATIENCE_SECONDS, main_of_rush


def learn(number: int, facts: dict[str, Any], start: Any, answers: Any) -> None:
    """One learner's process: wait for all, act, tell."""
    from edusync.kernel.tenancy import organization_context

    seen: dict[str, Any] = {"number": number, "outcomes": [], "most": 0, "error": ""}
    try:
        with organization_context(facts["organization_id"]):
            start.wait(PATIENCE_SECONDS)
            for step in PLANS[facts["plan"]](number):
                seen["outcomes"].append(outcome(step, facts, facts["learner_ids"][number]))
                seen["most"] = max(seen["most"], seats(facts["course_id"]))
    except Exception as error:  # noqa: BLE001 - the test looks at it
        seen["error"] = repr(error)
    answers.put(seen)


def outcome(step: Any, facts: dict[str, Any], learner_id: int) -> str:
    """The code of the problem that a step met, or what it did."""
    from edusync.kernel.problems import Problem

    try:
        return str(step(facts["course_id"], learner_id))
    except Problem as problem:
        return problem.code


def seats(course_id: int) -> int:
    """Seats taken and kept free, as everybody can see at this moment."""
    from edusync.courses.models import Course

    row = Course.objects.values("seats_taken", "seats_offered").get(pk=course_id)
    return int(row["seats_taken"] + row["seats_offered"])


def enroll(course_id: int, learner_id: int) -> str:
    """Take a seat or join the line."""
    from edusync.enrollment.services import enroll_learner

    return str(enroll_learner(course_id=course_id, learner_id=learner_id).status)


def leave(course_id: int, learner_id: int) -> str:
    """Leave, whatever one has."""
    from edusync.enrollment.queries import enrollment_of
    from edusync.enrollment.services import withdraw

    row = enrollment_of(course_id=course_id, learner_id=learner_id)
    return str(withdraw(enrollment=row, by_id=learner_id).status) if row else "nothing"


def run_out(course_id: int, learner_id: int) -> str:
    """The clock jumps: all open offers are over, and the job that ends them runs."""
    import datetime

    from edusync.enrollment.models import WaitlistOffer
    from edusync.enrollment.services import lapse_due_offers
    from edusync.kernel import clock

    open_ids = list(WaitlistOffer.objects.filter(answer="open").values_list("pk", flat=True))
    past = clock.now() - datetime.timedelta(seconds=1)
    WaitlistOffer.objects.filter(pk__in=open_ids, answer="open").update(expires_at=past)
    return f"lapsed {lapse_due_offers()}"


def answer(course_id: int, learner_id: int) -> str:
    """Take the seat on offer, if there is one."""
    from edusync.enrollment.models import WaitlistOffer
    from edusync.enrollment.services import accept_offer, decline_offer

    offer = WaitlistOffer.objects.filter(
        course_id=course_id, entry__learner_id=learner_id, answer="open"
    ).first()
    if offer is None:
        return "no offer"
    act = decline_offer if learner_id % 5 == 0 else accept_offer
    return str(act(offer=offer, by_id=learner_id).status)


def for_seats(number: int) -> list[Any]:
    """Everybody wants a seat, once."""
    return [enroll]


def for_the_line(number: int) -> list[Any]:
    """Half of them leave and come back, some make offers run out, all answer what they are offered."""
    steps = [enroll, answer]
    if number % 2 == 0:
        steps = [enroll, leave, answer, enroll, answer]
    if number % 4 == 1:
        steps = [enroll, run_out, answer, run_out, answer]
    return steps


PLANS = {"seats": for_seats, "line": for_the_line}


if __name__ == "__main__":
    main_of_rush(learn, people="learner_ids")
