"""How the courses and people of the data sets are called; known without a database."""

FRAPPE = "bench-frappe"
MOODLE_M = "bench-moodle-m"
MOODLE_S = "bench-moodle-s"
PRACTICE = "bench-practice"
CLASS = "bench-class"
PASSWORD = "benchmark horse 42"
# Lessons at the end of the Frappe-like course that stay undone for everybody, so that there is something to complete.
PAGES_LEFT = 25
