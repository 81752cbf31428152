"""Screens of reports: the list, one of each kind of chart, filters, nothing found, files, schedules, dashboards, data sets."""

SCREENS = {
    "instructor": {
        "own-reports": "/reports",
        "own-report": "/reports/student_progress",
        "own-dashboard": "/reports/dashboards",
    },
    "admin": {
        "reports": "/reports",
        "report-bars": "/reports/course_completion",
        "report-lines": "/reports/active_students",
        "report-radar": "/reports/instructor_effectiveness",
        "report-filtered": "/reports/course_completion?minimum_enrolled=1&order=course",
        "report-nothing-found": "/reports/course_completion?title=nothing-is-called-so",
        "report-refused": "/reports/course_completion?minimum_enrolled=many",
        "report-unknown": "/reports/not_there",
        "report-files": "/reports/exports",
        "report-schedules": "/reports/schedules",
        "dashboard-organization": "/reports/dashboards",
        "dashboard-metrics": "/reports/dashboards?view=metrics",
        "research": "/reports/research",
        "report-studio": "/report-studio/new",
        "report-studio-unknown": "/report-studio/01990000-0000-7000-8000-000000000000",
        "report-plain": "/reports/course_completion/plain",
        "report-plain-empty": "/reports/course_completion/plain?title=nothing-is-called-so",
        "report-plain-unknown": "/reports/not-there/plain",
    },
    "learner": {
        "no-reports": "/reports",
        "no-schedules": "/reports/schedules",
        "no-studio": "/report-studio/new",
    },
}
