"""Passages in snapshots of courses: each question says the one it is shown with, copies share one of their own."""

from typing import Any

from edusync.assessment.models import QuestionBank, Stimulus
from edusync.assessment.services.passages import cleaned_content, create_passage
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_TITLE = 200


class PassageWriter:
    """Passages of one bank, found by what they say, else made: questions that shared one go on sharing it."""

    def __init__(self, bank: QuestionBank) -> None:
        self.bank = bank
        self._by_title: dict[str, list[Stimulus]] = {}

    def passage_id(self, said: Any) -> int | None:
        """The id of the passage that says this; None where nothing is said. Raises ValidationProblem."""
        if said is None:
            return None
        if not isinstance(said, dict) or not isinstance(said.get("content"), dict):
            error = FieldError("/questions", "not-a-passage", "A passage has a title and content.")
            raise ValidationProblem(errors=[error])
        title = str(said.get("title") or "")[:MAX_TITLE]
        content = cleaned_content(self.bank, said["content"])
        known = self._known(title)
        found = next((one for one in known if one.content == content), None)
        if found is None:
            found = create_passage(bank=self.bank, title=title, content=content, by_id=None)
            known.append(found)
        return int(found.pk)

    def _known(self, title: str) -> list[Stimulus]:
        if title not in self._by_title:
            rows = Stimulus.objects.filter(bank=self.bank, title=title).order_by("id")
            self._by_title[title] = list(rows)
        return self._by_title[title]
