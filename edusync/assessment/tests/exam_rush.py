"""A rush on one sitting: this process makes others, each a candidate with a connection of its own.

`python -m edusync.assessment.tests.exam_rush '<facts as JSON>'` prints what each of them saw as JSON. Facts: `database`,
`organization_id`, `sitting_id`, `enrollment_ids`.
"""

import json
import multiprocessing
import sys
from typing import Any

PATIENCE_SECONDS = 90


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


def main(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Start all processes, let them go at once, and collect what they saw."""
    import django

    django.setup()
    from django.db import connections

    settings = connections["default"].settings_dict
    settings.update(facts["database"])
    if connections["default"].vendor == "sqlite":
        settings["OPTIONS"]["timeout"] = 2 * PATIENCE_SECONDS
    forks = multiprocessing.get_context("fork")
    many = len(facts["enrollment_ids"])
    start, answers = forks.Barrier(many), forks.SimpleQueue()
    processes = [forks.Process(target=come, args=(n, facts, start, answers)) for n in range(many)]
    for process in processes:
        process.start()
    seen = [answers.get() for _ in processes]
    for process in processes:
        process.join(PATIENCE_SECONDS)
    return sorted(seen, key=lambda one: int(one["number"]))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))) + "\n")
