"""What a learner's cells come to: pure functions, no database.

Formula, for one learner. A cell earns the share `s = points / max_points`, put through its column's curve. Inside a
category the share is `sum(w * s) / sum(w)` over what counts, where `w` is the item's weight, times its points if the
book adds up by points. Extra credit stands above the line only. Of what counts the lowest and highest shares drop out as
the category says, but never the last one. The course is `sum(W * S) / sum(W)` over the categories that have a share.
"""

from edusync.grading.engine.book import Book, Category, Item, Mark, Mode
from edusync.grading.engine.curves import curved
from edusync.grading.engine.letters import Band, letter_of, rounded
from edusync.grading.engine.scoring import CategoryScore, CourseScore, Entry, score_course

__all__ = [
    "Band",
    "Book",
    "Category",
    "CategoryScore",
    "CourseScore",
    "Entry",
    "Item",
    "Mark",
    "Mode",
    "curved",
    "letter_of",
    "rounded",
    "score_course",
]
