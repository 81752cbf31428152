"""Problems of OLX to question drafts, graded as the source defines; what cannot be graded here is told."""

from edusync.integrations.formats.olx.problems.read import read_problem

__all__ = ["read_problem"]
