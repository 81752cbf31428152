"""Questions, quizzes, attempts and their scoring."""
