"""What can go wrong with reports."""

from edusync.kernel.problems import Problem, ValidationProblem


class ReportFilterInvalid(ValidationProblem):
    """A filter or order that the report does not have, or a value that is none of it. `errors` name the field."""

    code = "report-filter-invalid"
    title = "The report cannot be filtered or sorted like that."


class ReportExportExpired(Problem):
    """The file was kept for a week and is gone. It can be made again."""

    status = 410
    code = "report-export-expired"
    title = "This file has expired. Ask for it again."


class ReportExportNotReady(Problem):
    """The file is not made yet, or could not be made."""

    status = 409
    code = "report-export-not-ready"
    title = "This file is not ready."


class ReportExportNotRetryable(Problem):
    """Only what failed or expired is made again."""

    status = 409
    code = "report-export-not-retryable"
    title = "This file is there or being made."


class ReportExportsTooMany(Problem):
    """So many files of the person are still being made. Facts: `most`."""

    status = 409
    code = "report-exports-too-many"
    title = "Several of your files are still being made. Wait for one of them."


class ReportExportFailed(Problem):
    """The file could not be made for a reason that is no fault of the person."""

    status = 500
    code = "report-export-failed"
    title = "The file could not be made. Try again."
