"""Screens of question banks."""

SCREENS = {
    "instructor": {
        "question-banks": "/teach/question-banks",
        "question-bank": "/teach/question-banks/1",
        "new-bank-question": "/teach/question-banks/1/new",
        "alike-questions": "/teach/question-banks/1/alike",
        "question-passages": "/teach/question-banks/6/passages",
    }
}
