"""The item doctor's counting, for other apps."""

from edusync.assessment.doctor.counting import count_waiting

__all__ = ["count_waiting"]
