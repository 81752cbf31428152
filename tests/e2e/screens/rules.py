"""Screens of rules, prerequisites and copies."""

from tests.e2e import acts

SCREENS = {
    "instructor": {
        "rules": f"/teach/{acts.SHOWCASE}/rules",
        "rules-set": "/teach/spreadsheets-you-can-trust/rules",
        "copies": f"/teach/{acts.SHOWCASE}/copies",
    },
    "admin": {"prerequisites": "/manage/prerequisites"},
}
