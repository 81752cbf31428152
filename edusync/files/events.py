"""What the files app announces."""

import dataclasses

from edusync.kernel.events import event


@event("files.file_quarantined")
@dataclasses.dataclass(frozen=True)
class FileQuarantined:
    """The scanner found something in a file that is stored: nobody can open it any more. `found` is what, in its words."""

    file_id: int
    name: str
    found: str
