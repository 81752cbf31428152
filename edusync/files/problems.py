"""What can go wrong with stored files."""

from edusync.kernel.problems import Problem


class FileTooLarge(Problem):
    """Facts: `max_bytes`, the limit that was passed."""

    status = 413
    code = "file-too-large"
    title = "The file is larger than the site accepts."


class FileTypeRefused(Problem):
    """Facts: `media_type`, what the content was found to be."""

    status = 415
    code = "file-type-refused"
    title = "Files of this type are not accepted here."


class ImageUnreadable(Problem):
    """The content claims to be an image and cannot be decoded, or would need too much memory."""

    status = 422
    code = "image-unreadable"
    title = "The image is damaged or has too many pixels."


class FileInfected(Problem):
    """The scanner found something in the upload."""

    status = 422
    code = "file-infected"
    title = "The virus scanner refuses this file."


class ScannerUnavailable(Problem):
    """The scanner that the installation demands does not answer."""

    status = 503
    code = "scanner-unavailable"
    title = "Files cannot be checked at the moment. Please try again later."


class LinkOver(Problem):
    """A signed address was changed, or its time is over."""

    status = 404
    code = "link-over"
    title = "This link does not work any more. Ask for a new one."


class FileQuotaExceeded(Problem):
    """Facts: `whose` quota it is (`organization` or `person`), `used_bytes`, `max_bytes`."""

    status = 413
    code = "file-quota-exceeded"
    title = "There is no room left for this file."


class FileInUse(Problem):
    """Facts: `uses`, in how many places the file is used."""

    status = 409
    code = "file-in-use"
    title = "The file is used and cannot be deleted."


class FileKnown(Problem):
    """Facts: `uuid` and `name` of the file that has this content."""

    status = 409
    code = "file-known"
    title = "Another file has exactly this content already."


class FileQuarantined(Problem):
    """The scanner found something in a file that is stored already."""

    status = 409
    code = "file-quarantined"
    title = "The virus scanner refuses this file. It is locked away."


class UploadOutOfStep(Problem):
    """Facts: `received_bytes`, where the next piece must begin."""

    status = 409
    code = "upload-out-of-step"
    title = "This piece does not follow on what has arrived."


class CaptionsMalformed(Problem):
    """`errors` name the rows."""

    status = 422
    code = "captions-malformed"
    title = "The captions cannot be read."
