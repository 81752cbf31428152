"""Who sees and may do what; whatever is allowed must be visible."""

import pytest

from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.policy import AttemptPolicy, QuizPolicy
from edusync.assessment.services import start_attempt, submit_attempt
from edusync.courses.services import assign_staff
from edusync.enrollment.services import withdraw
from edusync.identity.standing import person_with_standing
from edusync.kernel.policy import ANONYMOUS, Actor, Permission

pytestmark = pytest.mark.django_db
ACTORS = ("learner", "stranger", "instructor", "admin", "outsider")


def actor_for(user):
    person = person_with_standing(user.pk)
    standing = person.standing
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
    )


@pytest.fixture
def attempt(quiz, enrollment):
    return start_attempt(quiz=quiz, enrollment=enrollment)


@pytest.mark.parametrize("name", ACTORS)
def test_whatever_is_allowed_is_visible(request, attempt, name):
    actor = actor_for(request.getfixturevalue(name))
    for policy, row in ((QuizPolicy(), attempt.quiz), (AttemptPolicy(), attempt)):
        allowed = [str(permission) for permission in Permission if policy.allows(actor, permission, row)]
        assert not allowed or policy.sees(actor, row), (row, allowed)


def test_visitors_see_nothing(attempt):
    assert not QuizPolicy().visible(Quiz.objects.all(), ANONYMOUS).exists()
    assert not AttemptPolicy().visible(QuizAttempt.objects.all(), ANONYMOUS).exists()
    assert not AttemptPolicy().own(QuizAttempt.objects.all(), ANONYMOUS).exists()
    assert not QuizPolicy().allows(ANONYMOUS, Permission.ATTEMPT_TAKE, attempt.quiz)
    assert not AttemptPolicy().allows(ANONYMOUS, Permission.ATTEMPT_READ, attempt)


def test_a_learner_sees_the_quiz_only_while_enrolled(learner, attempt, enrollment):
    actor = actor_for(learner)
    assert QuizPolicy().sees(actor, attempt.quiz)
    withdraw(enrollment=enrollment, by_id=None)
    assert not QuizPolicy().sees(actor, attempt.quiz)
    assert AttemptPolicy().sees(actor, attempt)


def test_another_instructor_sees_nothing_until_on_the_staff(make_person, attempt, course):
    other = make_person("olga", roles=("instructor",))
    assert not AttemptPolicy().sees(actor_for(other), attempt)
    assert not QuizPolicy().allows(actor_for(other), Permission.QUIZ_MANAGE, attempt.quiz)
    assign_staff(course=course, user_id=other.pk)
    assert AttemptPolicy().allows(actor_for(other), Permission.ATTEMPT_READ, attempt)
    assert QuizPolicy().allows(actor_for(other), Permission.QUIZ_MANAGE, attempt.quiz)


def test_actions_end_with_the_attempt(learner, attempt):
    actor = actor_for(learner)
    assert AttemptPolicy().actions(actor, attempt) == ["assessment:attempt:take"]
    assert AttemptPolicy().actions(actor, submit_attempt(attempt=attempt)) == []
