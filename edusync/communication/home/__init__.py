"""The learner's home: where to go on, what is due, what the week brings."""
