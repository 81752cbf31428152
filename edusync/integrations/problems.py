"""What can go wrong while a foreign course is brought in."""

from edusync.kernel.problems import Problem


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
