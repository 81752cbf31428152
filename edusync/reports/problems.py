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


class ReportScheduleInvalid(ValidationProblem):
    """A weekly schedule needs a weekday, a monthly one a day from 1 to 28. `errors` name the field."""

    code = "report-schedule-invalid"
    title = "The report cannot be sent at these times."


class ReportReceiverInvalid(ValidationProblem):
    """Receivers must be people of the organization who may see the report. `errors` name who is not."""

    code = "report-receiver-invalid"
    title = "Somebody on the list may not see this report."


class ReportSchedulesTooMany(Problem):
    """A person has only so many schedules. Facts: `most`."""

    status = 409
    code = "report-schedules-too-many"
    title = "You have as many reports sent regularly as you may. Remove one of them first."


class ReportScheduleRunning(Problem):
    """The files of the last run are still being made."""

    status = 409
    code = "report-schedule-running"
    title = "This report is being made and sent right now."


class ReportMailFailed(Problem):
    """The mail server did not take the mail. It is tried again."""

    status = 502
    code = "report-mail-failed"
    title = "The mail with the report could not be sent."
