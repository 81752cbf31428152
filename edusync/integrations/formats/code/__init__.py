"""Course as code: a folder of Markdown and YAML that holds a whole course, with the names of everything in it.

`course.yaml` (facts, who gets in, parts such as rules), `overview.md`, `modules/NN-title/module.yaml`, a lesson each in
`NN-title.md` (pages) or `NN-title.yaml` (all else), `files.yaml` with the contents in `files/`, and `.edusync.yaml`, which
says what the course was when it was pulled.
"""

from edusync.integrations.formats.code.reading import CodeFolder, is_code, read_code, read_code_course
from edusync.integrations.formats.code.writing import STATE_FILE, code_texts, file_paths

__all__ = ["STATE_FILE", "CodeFolder", "code_texts", "file_paths", "is_code", "read_code", "read_code_course"]
