"""What the rules of several courses ask of a learner, answered by one query."""

import pytest

from edusync.courses.learner_facts import RuleNeeds, outline_facts, rule_facts_of
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import Group, GroupMember
from edusync.progress.services import complete_lesson

pytestmark = pytest.mark.django_db


def test_each_course_has_the_answer_it_has_alone(learner, stranger, organization, django_assert_num_queries):
    group = Group.objects.create(organization=organization, name="Class 7b")
    GroupMember.objects.create(organization=organization, group=group, user=learner)
    enrollments = [
        make_enrollment(learner, make_course(f"Course {n}", modules=1, lessons=2)) for n in range(3)
    ]
    other = make_course("Not taken", modules=1, lessons=1)
    for enrollment in enrollments[:2]:
        complete_lesson(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0], method="manual")
    make_enrollment(stranger, other)
    needs = {
        one.course_id: RuleNeeds(
            tuple(lesson.pk for lesson in lessons_of(one.course)), (group.pk,), (other.pk,)
        )
        for one in enrollments
    }
    needs[other.pk] = RuleNeeds()
    with django_assert_num_queries(1):
        found = rule_facts_of(needs=needs, user_id=learner.pk)
    alone = {
        course_id: outline_facts(course_id=course_id, user_id=learner.pk, needs=need).rule_facts
        for course_id, need in needs.items()
        if course_id != other.pk
    }
    assert found == alone
    assert [len(found[one.course_id].states) for one in enrollments] == [1, 1, 0]
    assert all(facts.group_ids == {group.pk} for facts in found.values())


def test_nobody_is_asked_about_nothing(learner, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rule_facts_of(needs={}, user_id=learner.pk) == {}
        assert rule_facts_of(needs={1: RuleNeeds((1,))}, user_id=None) == {}
