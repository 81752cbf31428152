"""Screens of review, team and the queue of reviewers."""

from tests.e2e.acts import SMALL_COURSE

SCREENS = {
    "instructor": {
        "course-review": f"/teach/{SMALL_COURSE}/review",
        "course-team": f"/teach/{SMALL_COURSE}/team",
        "draft-review": "/teach/bread-explained/review",
    },
    "admin": {
        "course-reviews": "/manage/course-reviews",
        "course-review-to-decide": "/teach/bread-explained/review",
        "course-reviews-all": "/manage/course-reviews?status=all",
    },
}
