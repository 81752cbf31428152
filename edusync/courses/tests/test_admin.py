"""Courses in the administration."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from edusync.courses.models import Category, Course, Module
from edusync.courses.testing import make_category, make_course, make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(admin: Any) -> Client:
    admin.is_staff = admin.is_superuser = True
    admin.save()
    client = Client()
    client.force_login(admin)
    return client


def course_form(**values: Any) -> dict[str, Any]:
    inlines = {
        f"{prefix}-{name}": "0"
        for prefix in ("staff", "modules")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    facts = {
        "title": "Soil",
        "level": "beginner",
        "language": "en",
        "estimated_minutes": "30",
        "access": "open",
    }
    return {**inlines, **facts, **values}


@pytest.mark.parametrize("model", ["course", "module", "category", "tag", "language"])
def test_lists_open(site: Client, model: str) -> None:
    make_category()
    make_course(tags=["garden"])
    assert site.get(reverse(f"admin:courses_{model}_changelist")).status_code == 200


def test_files_open_read_only(site: Client) -> None:
    file = make_file()
    assert site.get(reverse("admin:files_fileobject_changelist")).status_code == 200
    assert site.get(reverse("admin:files_fileobject_change", args=[file.pk])).status_code == 200
    assert site.get(reverse("admin:files_fileobject_add")).status_code == 403


def test_course_is_created_and_changed_by_the_services(site: Client, admin: Any) -> None:
    response = site.post(reverse("admin:courses_course_add"), course_form())
    assert response.status_code == 302, response.content[:2000]
    course = Course.objects.get()
    assert (course.slug, course.created_by_id) == ("soil", admin.pk)
    change = reverse("admin:courses_course_change", args=[course.pk])
    assert site.get(change).status_code == 200
    assert site.post(change, course_form(title="Ground", capacity="5")).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.capacity, course.row_version) == ("Ground", 5, 2)


def test_actions_change_the_state_or_tell_why_not(site: Client) -> None:
    empty, full = make_course("Empty", modules=0, status="draft"), make_course("Full", status="draft")
    data = {"action": "publish", "_selected_action": [empty.pk, full.pk]}
    page = site.post(reverse("admin:courses_course_changelist"), data, follow=True)
    assert "Add a module with a published lesson" in page.content.decode()
    assert dict(Course.objects.values_list("title", "status")) == {"Empty": "draft", "Full": "published"}
    site.post(
        reverse("admin:courses_course_changelist"), {"action": "archive", "_selected_action": [full.pk]}
    )
    assert Course.objects.get(pk=full.pk).status == "archived"


def test_module_is_changed_by_the_service(site: Client) -> None:
    course = make_course(modules=1, lessons=1)
    module = Module.objects.get(course=course)
    change = reverse("admin:courses_module_change", args=[module.pk])
    assert site.get(change).status_code == 200
    data = {"title": "Renamed", "summary": "", "position": "1", "is_published": "on"}
    inline = {
        f"lessons-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    assert site.post(change, {**data, **inline}).status_code == 302
    module.refresh_from_db()
    assert module.title == "Renamed"
    course.refresh_from_db()
    assert course.outline_version > 1


def test_category_is_made_in_the_organization(site: Client, organization: Any) -> None:
    data = {
        "name": "History",
        "slug": "history",
        "kind": "subject",
        "icon": "",
        "position": "0",
        "parent": "",
    }
    assert site.post(reverse("admin:courses_category_add"), data).status_code == 302
    assert Category.objects.get().organization_id == organization.pk
