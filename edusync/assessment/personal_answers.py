"""What assessment keeps about single answers: how a person judged them, and what practice told at once."""

from edusync.assessment.export_veil import veil_levels
from edusync.kernel.personal_data import clear, declare, table

declare(
    table(
        "assessment.AnswerLevel",
        "answer__attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="answer__attempt__organization_id",
        columns={"comment": clear("learning")},
        also_exported=("criterion__title", "answer__attempt__number", "answer__slot__position"),
        veil=veil_levels,
    ),
    table(
        "assessment.AnswerCheck",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        # What was told at once: practice only.
        columns={"response": clear("learning")},
        also_exported=("attempt__number", "slot__position"),
    ),
)
