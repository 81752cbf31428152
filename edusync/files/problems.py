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
