"""Facts made up for tests, written past the services: many, odd and fast."""

import datetime
import random
import uuid
from decimal import Decimal
from typing import Any

from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.testing import make_quiz
from edusync.courses.models import Course, CourseStaff, CourseViewStat, SavedCourse
from edusync.courses.testing import lessons_of, make_course
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.grading.models import AttendanceRecord, AttendanceSession, Grade
from edusync.grading.testing import make_item
from edusync.progress.models import LearningDay, LearningSession, LessonProgress

UTC = datetime.UTC
START = datetime.datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
HELD = ("active", "paused", "suspended", "completed")
STATUSES = (
    "active",
    "active",
    "active",
    "completed",
    "paused",
    "suspended",
    "expired",
    "withdrawn",
    "waitlisted",
)


class World:
    """Some courses and people, and a clock that only goes on. The same seed makes the same facts."""

    def __init__(self, make_person: Any, *, seed: int, people: int = 5, courses: int = 3) -> None:
        self.random = random.Random(seed)
        self.now = START
        self.make_person = make_person
        self.people = [make_person(f"person{number}") for number in range(people)]
        self.teachers = [make_person(f"teacher{number}", roles=("instructor",)) for number in range(2)]
        self.courses = [make_course(f"Course {number}", modules=1, lessons=3) for number in range(courses)]
        self.quizzes = [make_quiz(course=course, questions=None) for course in self.courses]
        self.columns = [
            make_item(course, f"Essay {place}", is_posted=bool(place))
            for place, course in enumerate(self.courses)
        ]
        # Made at the clock's own time: then each run would look at every course.
        Course.objects.update(updated_at=START)
        for place, course in enumerate(self.courses):
            CourseStaff.objects.create(course=course, user=self.teachers[place % 2], duty="instructor")

    def pick(self, rows: Any) -> Any:
        """One of the rows, None of none."""
        found = sorted(rows, key=lambda row: row.pk)
        return self.random.choice(found) if found else None

    def past(self, days: int = 40) -> datetime.datetime:
        """An instant within the last days."""
        return self.now - datetime.timedelta(minutes=self.random.randrange(days * 1440))

    def step(self) -> None:
        """One thing happens, now or as a late report of something before."""
        self.now += datetime.timedelta(minutes=self.random.randrange(5, 2000))
        self.random.choice(ACTS)(self)

    def enroll(self) -> Enrollment | None:
        """Somebody comes into a course, in any state."""
        course, learner = self.pick(self.courses), self.pick(self.people)
        if Enrollment.objects.filter(course=course, learner=learner).exists():
            return None
        status = self.random.choice(STATUSES)
        enrolled_at = self.past()
        completed_at = None
        if status == "completed" or self.random.random() < 0.1:
            completed_at = enrolled_at + datetime.timedelta(minutes=self.random.randrange(-5, 60_000))
        row: Enrollment = Enrollment.objects.create(
            course=course,
            learner=learner,
            status="active" if status == "withdrawn" else status,
            enrolled_at=enrolled_at,
            completed_at=completed_at,
            last_access_at=self.random.choice([None, self.past()]),
            required_weight=7,
            done_weight=self.random.randrange(8),
            engagement_score=self.random.choice([None, Decimal("0.125"), Decimal("0.5"), Decimal("0.999")]),
        )
        if status == "withdrawn":
            self.leave(row)
        self.touch(row)
        return row

    def arrive(self) -> Enrollment:
        """Somebody new enrolls and has not begun."""
        learner = self.make_person(f"newcomer{self.random.getrandbits(40)}")
        row: Enrollment = Enrollment.objects.create(
            course=self.pick(self.courses), learner=learner, status="active", enrolled_at=self.now
        )
        self.touch(row)
        return row

    def leave(self, row: Enrollment | None = None) -> None:
        """Somebody leaves, as the service writes it."""
        row = row or self.pick(Enrollment.objects.filter(status__in=HELD, deleted_at=None))
        if row is None or row.status == "completed":
            return
        change = EnrollmentTransition.objects.create(
            enrollment=row, from_status=row.status, to_status="withdrawn"
        )
        EnrollmentTransition.objects.filter(pk=change.pk)
        Enrollment.objects.filter(pk=row.pk).update(status="withdrawn")
        self.touch(row)

    def touch(self, row: Enrollment) -> None:
        """Every service that changes an enrollment notes the instant."""
        Enrollment.objects.filter(pk=row.pk).update(updated_at=self.now)

    def complete(self) -> None:
        """Somebody completes a course."""
        row = self.pick(Enrollment.objects.filter(status="active", deleted_at=None))
        if row is not None:
            Enrollment.objects.filter(pk=row.pk).update(
                status="completed", completed_at=self.now, done_weight=7
            )
            self.touch(row)

    def certify(self) -> None:
        """A certificate is issued, or an issued one revoked."""
        row = self.pick(Enrollment.objects.filter(completed_at__isnull=False, deleted_at=None))
        if row is None:
            return
        known = Certificate.objects.filter(enrollment=row).first()
        if known is None:
            known = Certificate.objects.create(enrollment=row, due_at=self.now)
        state = "revoked" if known.state == "issued" else "issued"
        Certificate.objects.filter(pk=known.pk).update(
            state=state,
            issued_at=known.issued_at or self.past(10),
            revoked_at=self.now if state == "revoked" else None,
            code=known.code or uuid.UUID(int=self.random.getrandbits(128)).hex[:20],
            updated_at=self.now,
        )

    def learn(self) -> None:
        """A learning session, today or reported late; it may also grow or turn out to have begun earlier."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is None:
            return
        known = self.pick(LearningSession.objects.filter(enrollment=row))
        seconds = self.random.randrange(0, 4000)
        if known is not None and self.random.random() < 0.4:
            LearningSession.objects.filter(pk=known.pk).update(
                started_at=min(known.started_at, self.past(5)),
                last_seen_at=self.now,
                ended_at=None,
                seconds=known.seconds + seconds,
                focus_seconds=known.focus_seconds + seconds // 2,
            )
        else:
            LearningSession.objects.create(
                enrollment=row,
                client_id=uuid.UUID(int=self.random.getrandbits(128), version=4),
                started_at=self.past(30),
                last_seen_at=self.now,
                ended_at=self.random.choice([None, self.now]),
                seconds=seconds,
                focus_seconds=seconds // 3,
            )
        day, _ = LearningDay.unscoped.get_or_create(
            learner_id=row.learner_id,
            day=self.past(6).date(),
            defaults={"organization_id": row.organization_id},
        )
        LearningDay.unscoped.filter(pk=day.pk).update(seconds=day.seconds + seconds)
        Enrollment.objects.filter(pk=row.pk).update(last_access_at=self.now)

    def finish_lesson(self) -> None:
        """A lesson is completed, or a completed one is open again."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is None:
            return
        lesson = self.pick(lessons_of(row.course))
        known = LessonProgress.objects.filter(enrollment=row, lesson=lesson).first()
        if known is None:
            at = self.past(20)
            LessonProgress.objects.create(
                enrollment=row, lesson=lesson, state="completed", started_at=at, completed_at=at
            )
        elif known.state == "completed":
            LessonProgress.objects.filter(pk=known.pk).update(state="started", completed_at=None)
        self.touch(row)

    def answer(self) -> None:
        """A quiz is submitted."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is None:
            return
        quiz: Quiz = self.quizzes[self.courses.index(next(c for c in self.courses if c.pk == row.course_id))]
        number = QuizAttempt.objects.filter(enrollment=row, quiz=quiz).count() + 1
        points = self.random.choice([None, Decimal(0), Decimal("1.125"), Decimal("2.5"), Decimal(3)])
        QuizAttempt.objects.create(
            quiz=quiz,
            enrollment=row,
            edition=quiz.edition,
            number=number,
            state="submitted",
            started_at=self.now,
            submitted_at=self.now,
            points=points,
            max_points=Decimal(3),
        )

    def meet(self) -> None:
        """A learner is at a meeting or is not, or what was written of it changes; a meeting may be taken back."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is None:
            return
        known = self.pick(AttendanceRecord.objects.filter(enrollment=row))
        state = self.random.choice(["present", "late", "absent", "excused"])
        if known is not None and self.random.random() < 0.3:
            AttendanceRecord.objects.filter(pk=known.pk).update(state=state)
            return
        session = AttendanceSession.objects.create(
            course=row.course,
            kind=self.random.choice(["lecture", "lab"]),
            title=f"Meeting {self.random.getrandbits(40)}",
            starts_at=self.now,
            deleted_at=self.now if self.random.random() < 0.1 else None,
        )
        AttendanceRecord.objects.create(
            session=session, enrollment=row, state=state, checked_in_at=self.random.choice([None, self.now])
        )

    def mark(self) -> None:
        """A mark is given, changed, or excused."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is None:
            return
        item = self.columns[self.courses.index(next(c for c in self.courses if c.pk == row.course_id))]
        values = {
            "points": self.random.choice([None, Decimal(0), Decimal("3.125"), Decimal(10)]),
            "override_points": self.random.choice([None, None, Decimal("7.5")]),
            "state": self.random.choice(["graded", "missing", "excused"]),
            "updated_at": self.now,
        }
        if not Grade.objects.filter(item=item, enrollment=row).update(**values):
            Grade.objects.create(item=item, enrollment=row, max_points=Decimal(10), **values)

    def look(self) -> None:
        """A course page is opened."""
        stat, _ = CourseViewStat.objects.get_or_create(
            course=self.pick(self.courses), viewed_on=self.now.date()
        )
        CourseViewStat.objects.filter(pk=stat.pk).update(views=stat.views + 1)

    def save_or_drop(self) -> None:
        """A course is kept for later, or no longer."""
        course, person = self.pick(self.courses), self.pick(self.people)
        known = SavedCourse.objects.filter(course=course, user=person)
        if not known.delete()[0]:
            row = SavedCourse.objects.create(course=course, user=person)
            SavedCourse.objects.filter(pk=row.pk).update(created_at=self.past(60))

    def remove(self) -> None:
        """An enrollment is deleted."""
        row = self.pick(Enrollment.objects.filter(deleted_at=None))
        if row is not None and self.random.random() < 0.3:
            Enrollment.objects.filter(pk=row.pk).update(deleted_at=self.now)
            self.touch(row)

    def change_staff(self) -> None:
        """A teacher joins a course, or leaves it."""
        course, teacher = self.pick(self.courses), self.pick(self.teachers)
        known = CourseStaff.objects.filter(course=course, user=teacher)
        if not known.exists():
            CourseStaff.objects.create(course=course, user=teacher, duty="instructor")


ACTS = (
    World.enroll,
    World.enroll,
    World.enroll,
    World.leave,
    World.complete,
    World.certify,
    World.learn,
    World.learn,
    World.learn,
    World.finish_lesson,
    World.finish_lesson,
    World.answer,
    World.answer,
    World.meet,
    World.mark,
    World.look,
    World.save_or_drop,
    World.remove,
    World.change_staff,
)
