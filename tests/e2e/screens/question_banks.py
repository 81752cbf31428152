"""Screens of question banks."""

SCREENS = {
    "instructor": {
        "question-banks": "/teach/question-banks",
        "question-bank": "/teach/question-banks/1",
        "alike-questions": "/teach/question-banks/1/alike",
        "question-passages": "/teach/question-banks/1/passages",
        "new-bank-question": "/teach/question-banks/1/new",
    }
}
