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


class ResearchNotAgreed(Problem):
    """Nobody has agreed to the purpose `research`, or the organization does not ask for it."""

    status = 409
    code = "research-not-agreed"
    title = "Nobody has agreed to research yet, so there is nobody whose data may be given away."


class ResearchGroupsTooSmall(Problem):
    """Every group is smaller than asked for: nothing would be left."""

    status = 409
    code = "research-groups-too-small"
    title = "So few people agreed that nobody would be hidden among others. No data set is made."


class ResearchExportRunning(Problem):
    """A data set of the same person is being made."""

    status = 409
    code = "research-export-running"
    title = "A data set of yours is still being made."


class ResearchExportExpired(Problem):
    """The file was kept for a week and is gone."""

    status = 410
    code = "research-export-expired"
    title = "This data set has expired. Make a new one."


class ResearchExportNotReady(Problem):
    """The file is not made yet, or could not be made."""

    status = 409
    code = "research-export-not-ready"
    title = "This data set is not ready."


class ResearchExportFailed(Problem):
    """The file could not be made for a reason that is no fault of the person."""

    status = 500
    code = "research-export-failed"
    title = "The data set could not be made. Try again."


class ReportStatementRefused(ValidationProblem):
    """A statement of the studio that the language does not allow. Facts: `reason`, `word`, `line`, `column`."""

    code = "report-statement-refused"
    title = "This statement cannot be used."


class ReportStatementTooSlow(Problem):
    """The statement was stopped. Facts: `seconds`."""

    status = 422
    code = "report-statement-too-slow"
    title = "This takes too long. Read fewer rows or relations."


class ReportStatementFailed(Problem):
    """The database could not compute it: a number out of range, or values that do not fit together."""

    status = 422
    code = "report-statement-failed"
    title = "The database could not compute this. Look at the calculations in it."


class ReportStatementTooManyRows(Problem):
    """More rows than a report of the studio has in a file. Facts: `most`."""

    status = 422
    code = "report-statement-too-many-rows"
    title = "These are too many rows for one file. Group them, filter them or set a LIMIT."


class ReportDefinitionNameTaken(Problem):
    """The person has another report of that name."""

    status = 409
    code = "report-definition-name-taken"
    title = "You have another report of that name."


class ReportDefinitionInUse(Problem):
    """The report is sent regularly; that has to end before it can go."""

    status = 409
    code = "report-definition-in-use"
    title = "This report is sent by mail regularly. End that first."


class ReportChartInvalid(ValidationProblem):
    """A chart that names columns which the statement does not give. `errors` name them."""

    code = "report-chart-invalid"
    title = "The chart cannot be drawn of these columns."
