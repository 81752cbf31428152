"""Copies, templates, and copies that follow a blueprint."""

from collections.abc import Callable
from typing import Any

import pytest

from edusync.courses import services
from edusync.courses.models import AvailabilityRule, BlueprintLink, Course, CourseCopy, Lesson, Module
from edusync.courses.problems import NothingToSync, SyncOutdated
from edusync.courses.services import copies, rules
from edusync.courses.services.blueprints import preview_sync, set_locked_parts, sync_copy, undo_sync
from edusync.courses.services.copies import CopyOptions, request_copy
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.courses.testing import lessons_of, make_course, page_document
from edusync.kernel.testing import ApiClient, run_worker

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


@pytest.fixture
def owner(make_person: Callable[..., Any]) -> Any:
    return make_person("olga", roles=("instructor",))


@pytest.fixture
def source(owner: Any) -> Course:
    course = make_course("Botany", created_by_id=owner.pk, modules=2, lessons=2)
    lessons = lessons_of(course)
    rules.set_rule(target=lessons[1], tree={"type": "lesson-done", "lesson_id": lessons[0].pk})
    date = {"type": "date", "from": "2026-03-01T00:00:00Z"}
    rules.set_rule(target=Module.objects.filter(course=course).order_by("position")[1], tree=date)
    return course


def copied(source: Course, owner: Any, **options: Any) -> Course:
    copy = request_copy(source=source, options=CopyOptions(title="Botany 2", **options), by_id=owner.pk)
    assert copy.result is not None
    return copy.result


def edit(lesson: Lesson, text: str) -> None:
    lesson = Lesson.objects.select_related("page", "module").get(pk=lesson.pk)
    services.update_lesson(lesson=lesson, detail={"document": page_document(text)})


def text_of(lesson: Lesson) -> str:
    page = Lesson.objects.select_related("page").get(pk=lesson.pk).page
    return str((page.draft or page.document)["blocks"][1]["html"])


def codes(link: BlueprintLink) -> list[str]:
    return [step["code"] for step in preview_sync(link)["steps"]]


class TestCopies:
    """A copy has all that is taught and nobody who learns."""

    def test_content_rules_and_origin_come_along(self, source: Course, owner: Any) -> None:
        first = make_course("First", modules=1, lessons=1)
        set_prerequisites(course=source, wanted=[(first.pk, 70)])
        copy = copied(source, owner, shift_days=10, language="ta")
        assert (copy.status, copy.cloned_from_id, copy.language_id) == ("draft", source.pk, "ta")
        old, new = lessons_of(source), lessons_of(copy)
        assert [lesson.origin_uuid for lesson in new] == [lesson.uuid for lesson in old]
        assert AvailabilityRule.objects.get(lesson=new[1]).tree["of"][0]["lesson_id"] == new[0].pk
        module = AvailabilityRule.objects.get(course=copy, module__isnull=False)
        assert module.tree["of"][0]["from"] == "2026-03-11T00:00:00Z"
        assert [row.required_course_id for row in copy.prerequisites.all()] == [first.pk]

    def test_without_rules(self, source: Course, owner: Any) -> None:
        assert not AvailabilityRule.objects.filter(course=copied(source, owner, has_rules=False)).exists()

    def test_deleting_the_source_for_good_sets_the_reference_null(self, source: Course, owner: Any) -> None:
        copy = copied(source, owner)
        field = Course._meta.get_field("cloned_from")
        assert field.remote_field.on_delete.__name__ == "SET_NULL"
        bare = make_course("Bare", status="draft", modules=0)
        Course.objects.filter(pk=copy.pk).update(cloned_from=bare)
        bare.staff.all().delete()
        Course.unscoped.filter(pk=bare.pk).delete()
        copy.refresh_from_db()
        assert copy.cloned_from_id is None

    def test_large_courses_are_copied_by_the_worker(
        self, api: Api, source: Course, owner: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copies, "LARGE_LESSONS", 2)
        client = api(owner)
        body = client.post(f"/api/v1/courses/{source.slug}/copies", {"title": "Big"}).json()
        path = f"/api/v1/course-copies/{body['uuid']}"
        assert (body["state"], client.get(path).json()["state"]) == ("waiting", "waiting")
        run_worker()
        done = client.get(path).json()
        assert (done["state"], done["course"]["title"]) == ("done", "Big")
        copies.run_copy(CourseCopy.objects.get().pk)
        assert Course.objects.filter(title="Big").count() == 1

    def test_templates(self, api: Api, source: Course, owner: Any, make_person: Any) -> None:
        template = copied(source, owner)
        client = api(owner)
        path = f"/api/v1/courses/{template.slug}/template"
        assert client.put(path, {"is_template": True}).status_code == 204
        client.problem(
            client.put(f"/api/v1/courses/{source.slug}/template", {"is_template": True}), 409, "course-state"
        )
        other = api(make_person("otto", roles=("instructor",)))
        found = other.get("/api/v1/course-templates").json()["results"]
        assert [row["slug"] for row in found] == [template.slug]
        made = other.post(f"/api/v1/courses/{template.slug}/copies", {"title": "Mine"})
        assert made.status_code == 201
        assert not Course.objects.get(title="Mine").is_template

    @pytest.mark.parametrize(("who", "status"), [("learner", 403), ("stranger", 403), ("outsider", 403)])
    def test_others_may_not_copy(
        self, api: Api, request: pytest.FixtureRequest, source: Course, who: str, status: int
    ) -> None:
        client = api(request.getfixturevalue(who))
        response = client.post(f"/api/v1/courses/{source.slug}/copies", {"title": "x"})
        assert response.status_code in (status, 404)

    def test_the_list_costs_the_same_for_any_number(
        self, api: Api, source: Course, owner: Any, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(4):
            copied(source, owner, follows=True)
        client, path = api(owner), f"/api/v1/courses/{source.slug}/copies"
        client.get(path)
        with django_assert_max_num_queries(5):
            rows = client.get(path).json()["results"]
        assert len(rows) == 4
        assert rows[0]["link"]["is_in_line"] is True


@pytest.fixture
def link(source: Course, owner: Any) -> BlueprintLink:
    copy = copied(source, owner, follows=True)
    return BlueprintLink.objects.get(copy=copy)


def twin(link: BlueprintLink, lesson: Lesson) -> Lesson:
    return Lesson.objects.get(course_id=link.copy_id, origin_uuid=lesson.uuid)


class TestBlueprint:
    """Changes follow; what the copy's teachers did stays unless it is locked."""

    def test_a_fresh_copy_is_in_line(self, link: BlueprintLink, owner: Any) -> None:
        assert codes(link) == []
        with pytest.raises(NothingToSync):
            sync_copy(link=link, by_id=owner.pk)

    def test_changes_additions_and_removals_follow(
        self, link: BlueprintLink, source: Course, owner: Any
    ) -> None:
        lessons = lessons_of(source)
        services.update_lesson(lesson=lessons[0], title="Soil, better")
        edit(lessons[2], "New words.")
        services.publish_course(course=Course.objects.get(pk=source.pk), by_id=owner.pk)
        added = services.add_lesson(
            module=lessons[0].module, kind="page", title="Added", detail={"document": page_document("Fresh.")}
        )
        removed = twin(link, lessons[3])
        services.delete_lesson(lesson=lessons[3])
        assert sorted(codes(link)) == ["lesson-added", "lesson-changed", "lesson-changed", "lesson-removed"]
        sync_copy(link=link, by_id=owner.pk)
        assert twin(link, lessons[0]).title == "Soil, better"
        assert text_of(twin(link, lessons[2])) == "<p>New words.</p>"
        assert text_of(twin(link, added)) == "<p>Fresh.</p>"
        removed.refresh_from_db()
        assert (removed.is_published, removed.deleted_at) == (False, None)
        link.refresh_from_db()
        assert codes(link) == []

    def test_local_changes_are_reported_and_stay(
        self, link: BlueprintLink, source: Course, owner: Any
    ) -> None:
        lesson = lessons_of(source)[0]
        services.update_lesson(lesson=twin(link, lesson), title="Our soil")
        assert codes(link) == []
        services.update_lesson(lesson=lesson, title="Their soil")
        services.update_lesson(lesson=lessons_of(source)[1], title="Their water")
        assert codes(link) == ["lesson-kept", "lesson-changed"]
        sync_copy(link=link, by_id=owner.pk)
        assert twin(link, lesson).title == "Our soil"
        assert twin(link, lessons_of(source)[1]).title == "Their water"
        # Still ours the next time.
        link.refresh_from_db()
        services.update_lesson(lesson=lessons_of(source)[0], title="Their other soil")
        assert codes(link) == ["lesson-kept"]

    def test_locked_parts_are_brought_back(self, link: BlueprintLink, source: Course, owner: Any) -> None:
        lesson = lessons_of(source)[0]
        services.update_lesson(lesson=twin(link, lesson), title="Our soil")
        link = set_locked_parts(link=link, parts=["settings"], by_id=owner.pk)
        assert codes(link) == ["lesson-overwritten"]
        sync_copy(link=link, by_id=owner.pk)
        assert twin(link, lesson).title == lesson.title

    def test_own_lessons_and_removals_of_the_copy_stay(
        self, link: BlueprintLink, source: Course, owner: Any
    ) -> None:
        lessons = lessons_of(source)
        module = twin(link, lessons[0]).module
        own = services.add_lesson(module=module, kind="page", title="Ours")
        services.delete_lesson(lesson=twin(link, lessons[1]))
        services.update_lesson(lesson=lessons[0], title="Changed")
        assert codes(link) == ["lesson-changed", "lesson-stays-removed"]
        sync_copy(link=link, by_id=owner.pk)
        own.refresh_from_db()
        assert (own.is_published, own.deleted_at) == (True, None)
        assert twin(link, lessons[1]).deleted_at is not None

    def test_undo_puts_the_copy_back_and_the_changes_can_come_again(
        self, link: BlueprintLink, source: Course, owner: Any
    ) -> None:
        lesson = lessons_of(source)[0]
        services.update_lesson(lesson=lesson, title="Changed")
        services.add_lesson(module=lesson.module, kind="page", title="Added")
        sync = sync_copy(link=link, by_id=owner.pk)
        undo_sync(sync=sync, by_id=owner.pk)
        assert twin(link, lesson).title == lesson.__class__.objects.get(pk=lesson.pk).title.replace(
            "Changed", "Lesson 1.1"
        )
        with pytest.raises(SyncOutdated):
            undo_sync(sync=sync, by_id=owner.pk)
        link.refresh_from_db()
        assert sorted(codes(link)) == ["lesson-added", "lesson-changed"]

    def test_rules_follow_until_the_copy_changes_them(
        self, link: BlueprintLink, source: Course, owner: Any
    ) -> None:
        lessons = lessons_of(source)
        rules.set_rule(target=lessons[2], tree={"type": "lesson-done", "lesson_id": lessons[0].pk})
        assert codes(link) == ["rules-changed"]
        sync_copy(link=link, by_id=owner.pk)
        tree = AvailabilityRule.objects.get(lesson=twin(link, lessons[2])).tree
        assert tree["of"][0]["lesson_id"] == twin(link, lessons[0]).pk
        link.refresh_from_db()
        rules.clear_rule(target=twin(link, lessons[2]))
        rules.clear_rule(target=lessons[1])
        assert codes(link) == ["rules-kept"]

    def test_over_http(self, api: Api, link: BlueprintLink, source: Course, owner: Any, learner: Any) -> None:
        client, path = api(owner), f"/api/v1/blueprint-links/{link.pk}"
        client.problem(client.post(f"{path}/syncs", {}), 409, "nothing-to-sync")
        services.update_lesson(lesson=lessons_of(source)[0], title="Changed")
        preview = client.get(f"{path}/preview").json()
        assert (preview["changes_anything"], len(preview["entries"])) == (True, 1)
        assert client.post(f"{path}/syncs", {}).status_code == 201
        [sync] = client.get(f"{path}/syncs").json()["results"]
        assert sync["changes"][0]["code"] == "lesson-changed"
        assert client.post(f"{path}/syncs/{sync['id']}/undo", {}).status_code == 204
        assert client.patch(path, {"locked_parts": ["content"]}).json()["locked_parts"] == ["content"]
        copy = Course.objects.get(pk=link.copy_id)
        assert client.get(f"/api/v1/courses/{copy.slug}/copying").json()["blueprint"]["id"] == link.pk
        client_of_learner = api(learner)
        client_of_learner.problem(client_of_learner.get(f"{path}/preview"), 404)
        assert client.delete(path).status_code == 204
