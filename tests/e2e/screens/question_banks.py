"""Screens of question banks."""

SCREENS = {
    "instructor": {
        "question-banks": "/teach/question-banks",
        "question-bank": "/teach/question-banks/1",
        "new-bank-question": "/teach/question-banks/1/new",
    }
}
