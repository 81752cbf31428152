"""What can go wrong while a foreign course is brought in."""

import dataclasses
from collections.abc import Sequence

from edusync.kernel.problems import FieldError, Problem


class ImportRefused(Problem):
    """Any reason for which a source is not imported at all."""

    status = 422
    code = "import-refused"
    title = "This course package cannot be imported."


class NotAnArchive(ImportRefused):
    """The upload is neither zip nor tar."""

    code = "import-not-an-archive"
    title = "This is neither a zip file nor a tar.gz file."


class BrokenArchive(ImportRefused):
    """The archive cannot be read to its end."""

    code = "import-broken-archive"
    title = "The archive is damaged."


class EncryptedArchive(ImportRefused):
    """The archive asks for a password."""

    code = "import-encrypted-archive"
    title = "The archive is protected by a password."


class UnsafePath(ImportRefused):
    """A name in the archive leads out of it, or cannot be a file name."""

    code = "import-unsafe-path"
    title = "A file name in the package is not allowed."


class LinkInside(ImportRefused):
    """The package holds a symbolic link, hard link or device."""

    code = "import-link-inside"
    title = "The package holds a link or device. Only plain files and folders are imported."


class DuplicateName(ImportRefused):
    """Two files of the archive have the same name."""

    code = "import-duplicate-name"
    title = "Two files in the package have the same name."


class PackageTooLarge(ImportRefused):
    """The package, or what it unpacks to, is over a limit."""

    status = 413
    code = "import-too-large"
    title = "The package is too large, or unpacks to too much."


class BrokenXml(ImportRefused):
    """An XML file of the package is not well formed."""

    code = "import-broken-xml"
    title = "An XML file in the package is not well formed."


class ForbiddenXml(ImportRefused):
    """An XML file declares a document type or entities."""

    code = "import-forbidden-xml"
    title = "An XML file in the package declares a document type or entities. This is not allowed."


class BrokenData(ImportRefused):
    """A JSON or YAML file that the import needs cannot be read."""

    code = "import-broken-data"
    title = "A data file in the package cannot be read."


class UnknownFormat(ImportRefused):
    """No known course format was recognized."""

    code = "import-unknown-format"
    title = "No course was found in the package."


class EmptyCourse(ImportRefused):
    """The package is of a known format but has no lesson that can be imported."""

    code = "import-empty-course"
    title = "The package has no lesson that can be imported."


class ImportDuplicate(Problem):
    """The same source was imported before, and no copy was asked for."""

    status = 409
    code = "import-duplicate"
    title = "This course was imported before. Ask for a copy to import it again."


class ImportNotRepeatable(Problem):
    """Only a failed or dry import whose package is still there can run again."""

    status = 409
    code = "import-not-repeatable"
    title = "This import cannot run again."


class ImportCrashed(Problem):
    """Something failed that is not the source's fault. The log tells more under the job's number."""

    status = 500
    code = "import-crashed"
    title = "The import stopped because of an error on our side. Nothing was imported."


class ExportCrashed(Problem):
    """Writing a file failed for no fault of the course. The log tells more under the job's number."""

    status = 500
    code = "export-crashed"
    title = "The file could not be written because of an error on our side. Try again."


class TableRefused(Problem):
    """Any reason for which a list of people is not read at all. Facts: `file` inside a package, `line`."""

    status = 422
    code = "people-import-refused"
    title = "This file cannot be read as a list of people."


class EmptyTable(TableRefused):
    """Nothing but blanks."""

    code = "people-import-empty"
    title = "The file is empty."


class NoRows(TableRefused):
    """A head and nothing below it."""

    code = "people-import-no-rows"
    title = "The file has headings but no row below them."


class NotText(TableRefused):
    """A picture, a program, text in an unknown encoding."""

    code = "people-import-not-text"
    title = "The file is not a text file."


class IsSpreadsheet(TableRefused):
    """Excel or OpenDocument."""

    code = "people-import-is-spreadsheet"
    title = "This is a spreadsheet, not a CSV file."


class TableBroken(TableRefused):
    """Quotation marks that do not fit together."""

    code = "people-import-broken"
    title = "The file has a quotation mark in a wrong place."


class TableTooLarge(TableRefused):
    """Bytes, rows, columns or a cell over a limit."""

    status = 413
    code = "people-import-too-large"
    title = "The file is over a limit."


class DuplicateColumn(TableRefused):
    """Two columns of one name."""

    code = "people-import-duplicate-column"
    title = "Two columns have the same heading."


class RosterRefused(TableRefused):
    """A zip file that is no complete OneRoster package. Facts: `file`."""

    code = "people-import-roster-refused"
    title = "This zip file is not a OneRoster package that can be read."


class ImportStepRefused(Problem):
    """The job is not in a state for this step. Facts: `state`."""

    status = 409
    code = "people-import-wrong-step"
    title = "This import is not at that step."


@dataclasses.dataclass(frozen=True, slots=True)
class CodeFault:
    """What is wrong in a folder of a course as code. `line` counts from 1."""

    path: str
    line: int
    detail: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.detail}"


class CodeRefused(ImportRefused):
    """A folder of a course as code has faults. `errors` name file and line of each."""

    code = "code-refused"
    title = "The folder of the course has mistakes. Nothing was changed."

    def __init__(self, *, faults: Sequence[CodeFault]) -> None:
        self.faults = tuple(faults)
        errors = [
            FieldError(pointer=f"/{one.path}:{one.line}", code="bad-code", detail=one.detail)
            for one in faults
        ]
        told = [dataclasses.asdict(one) for one in faults]
        super().__init__(str(faults[0]) if faults else "", errors=errors)
        self.facts["faults"] = told


class CodeConflict(Problem):
    """The course changed since it was pulled. Facts: `changes`, what differs, in words."""

    status = 409
    code = "code-conflict"
    title = "The course was changed since this folder was pulled."


class OtherCourse(Problem):
    """The folder was pulled from another course."""

    status = 409
    code = "code-other-course"
    title = "This folder belongs to another course."


class UnknownExport(Problem):
    """No exporter of that code is installed."""

    status = 404
    code = "export-unknown"
    title = "There is no such kind of export."


class BackupRefused(ImportRefused):
    """A backup archive is damaged, incomplete or of a version this site does not read."""

    code = "import-backup-refused"
    title = "This is not a backup that this site can restore."
