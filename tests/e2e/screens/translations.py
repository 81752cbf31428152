"""Screens of translations."""

from tests.e2e import acts

SCREENS = {
    "instructor": {
        "translations": f"/teach/{acts.SMALL_COURSE}/translations",
        "translation": f"/teach/{acts.SHOWCASE}/translations/ta",
        "translation-quiz": f"/teach/{acts.SMALL_COURSE}/translations/ta?part=lesson-15",
        "translation-right-to-left": f"/teach/{acts.SMALL_COURSE}/translations/ar",
    },
}
