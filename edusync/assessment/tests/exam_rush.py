"""A rush on one sitting: this process makes others, each a candidate with a connection of its own.

`python -m edusync.assessment.tests.exam_rush '<facts as JSON>'` prints what each of them saw as JSON. Facts:
`organization_id`, `sitting_id`, `enrollment_ids`.
"""

from typing import Any

from edusync.kernel.testing_rush import PATIENCE_SECONDS, main_of_rush


def come(number: int, facts: dict[str, Any], start: Any, answers: Any) -> None:
    """One candidate's process: register or wait, take what is offered, and every second one gives up again."""
    from edusync.assessment.models import ExamSitting
    from edusync.assessment.services import exams
    from edusync.enrollment.models import Enrollment
    from edusync.kernel.problems import Problem
    from edusync.kernel.tenancy import organization_context

    seen: dict[str, Any] = {"number": number, "outcomes": [], "most": 0, "error": ""}
    try:
        with organization_context(facts["organization_id"]):
            sitting = ExamSitting.objects.select_related("exam").get(pk=facts["sitting_id"])
            me: dict[str, Any] = {
                "exam": sitting.exam,
                "enrollment": Enrollment.objects.get(pk=facts["enrollment_ids"][number]),
            }
            steps = [
                lambda: exams.register(**me, sitting=sitting),
                lambda: exams.join_line(**me, sitting=sitting),
                lambda: exams.take_offer(**me),
            ]
            if number % 2:
                steps += [
                    lambda: exams.cancel_registration(**me),
                    lambda: exams.leave_line(**me),
                    lambda: exams.join_line(**me, sitting=sitting),
                    lambda: exams.take_offer(**me),
                ]
            start.wait(PATIENCE_SECONDS)
            for step in steps:
                try:
                    step()
                    seen["outcomes"].append("done")
                except Problem as problem:
                    seen["outcomes"].append(problem.code)
                taken = ExamSitting.objects.values_list("seats_taken", flat=True).get(pk=sitting.pk)
                seen["most"] = max(seen["most"], taken)
    except Exception as error:  # noqa: BLE001 - the test looks at it
        seen["error"] = repr(error)
    answers.put(seen)


if __name__ == "__main__":
    main_of_rush(come, people="enrollment_ids")
