"""The category tree and tags: moved, merged, deleted, and never a ring."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from edusync.courses.models import Category, Course, CourseCategory, Tag
from edusync.courses.services import taxonomy
from edusync.courses.testing import make_category, make_course
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


def names_of(course: Course) -> list[tuple[str, bool]]:
    rows = CourseCategory.objects.filter(course=course).order_by("category__name")
    return list(rows.values_list("category__name", "is_primary"))


def test_a_tree_is_built_and_moved(api: Api, admin: Any) -> None:
    client = api(admin)
    made = [
        client.post("/api/v1/categories", {"name": name, "icon": "atom"}).json()
        for name in ("Science", "Arts", "Physics")
    ]
    science, arts, physics = (row["id"] for row in made)
    assert [row["position"] for row in made] == [0, 1, 2]
    moved = client.put(f"/api/v1/categories/{physics}/place", {"parent_id": science, "position": 0}).json()
    assert moved["parent_id"] == science
    problem = client.problem(
        client.put(f"/api/v1/categories/{science}/place", {"parent_id": physics, "position": 0}),
        409,
        "category-tree",
    )
    assert problem["reason"] == "ring"
    client.put(f"/api/v1/categories/{arts}/place", {"parent_id": None, "position": 0})
    order = [
        row["name"]
        for row in client.get("/api/v1/categories/managed").json()["results"]
        if not row["parent_id"]
    ]
    assert order == ["Arts", "Science"]
    client.problem(client.post("/api/v1/categories", {"name": "arts"}), 409, "sibling-name-taken")
    changed = client.patch(
        f"/api/v1/categories/{arts}", {"name": "Art", "kind": "department", "description": "Fine"}
    )
    assert changed.json()["kind"] == "department"
    assert changed.json()["description"] == "Fine"
    client.problem(client.patch(f"/api/v1/categories/{arts}", {"slug": "science"}), 409, "sibling-name-taken")


def test_the_tree_is_six_levels_deep_at_most(organization: Any) -> None:
    parent_id = None
    for level in range(6):
        parent_id = taxonomy.create_category(name=f"Level {level}", parent_id=parent_id, by_id=None).pk
    with pytest.raises(taxonomy.CategoryTreeConflict):
        taxonomy.create_category(name="Too deep", parent_id=parent_id, by_id=None)
    root = Category.objects.get(name="Level 0")
    above = taxonomy.create_category(name="Above", by_id=None)
    with pytest.raises(taxonomy.CategoryTreeConflict):
        taxonomy.move_category(category=root, parent_id=above.pk, position=0, by_id=None)


def test_the_database_refuses_rings_and_foreign_parents(organization: Any, other_organization: Any) -> None:
    top = make_category("Top", "top")
    below = make_category("Below", "below", parent=top)
    foreign = Category.unscoped.create(name="Theirs", slug="theirs", organization=other_organization)
    for parent in (below.pk, top.pk, foreign.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            Category.objects.filter(pk=top.pk).update(parent_id=parent)
    with pytest.raises(DatabaseError), transaction.atomic():
        Category.objects.create(name="Odd", slug="odd", parent_id=foreign.pk)


def test_merging_moves_courses_once_and_keeps_the_primary_one(organization: Any, admin: Any) -> None:
    old, new = make_category("Old", "old"), make_category("New", "new")
    child = make_category("Child", "child", parent=old)
    both = make_course("Both", modules=1, lessons=1, categories=["old", "new"])
    one = make_course("One", modules=1, lessons=1, categories=["old"])
    taxonomy.merge_categories(category=old, into=new, by_id=admin.pk)
    assert names_of(both) == [("New", True)]
    assert names_of(one) == [("New", True)]
    child.refresh_from_db()
    assert child.parent_id == new.pk
    assert not Category.objects.filter(pk=old.pk, deleted_at=None).exists()


def test_a_full_category_asks_where_its_courses_go(api: Api, admin: Any) -> None:
    old, new = make_category("Old", "old"), make_category("New", "new")
    course = make_course("One", modules=1, lessons=1, categories=["old"])
    client = api(admin)
    problem = client.problem(client.delete(f"/api/v1/categories/{old.pk}"), 409, "category-not-empty")
    assert problem["course_count"] == 1
    assert client.delete(f"/api/v1/categories/{old.pk}?move_to={new.pk}").status_code == 204
    assert names_of(course) == [("New", True)]
    client.problem(client.delete(f"/api/v1/categories/{old.pk}"), 404)


def test_tags_are_renamed_merged_and_deleted(api: Api, admin: Any, learner: Any) -> None:
    both = make_course("Both", modules=1, lessons=1, tags=["garden", "gardening"])
    one = make_course("One", modules=1, lessons=1, tags=["gardening"])
    client = api(admin)
    tags = {row["name"]: row for row in client.get("/api/v1/tags/managed").json()["results"]}
    assert tags["gardening"]["course_count"] == 2
    path = f"/api/v1/tags/{tags['gardening']['id']}"
    client.problem(client.patch(path, {"name": "Garden"}), 409, "sibling-name-taken")
    assert client.patch(path, {"name": "Growing"}).json()["slug"] == "growing"
    merged = client.post(f"{path}/merge", {"into_id": tags["garden"]["id"]}).json()
    assert merged["course_count"] == 2
    assert Tag.objects.count() == 1
    assert [list(course.tag_links.values_list("tag__name", flat=True)) for course in (both, one)] == [
        ["garden"]
    ] * 2
    assert client.delete(f"/api/v1/tags/{tags['garden']['id']}").status_code == 204
    assert not Tag.objects.exists()
    api(learner).problem(api(learner).get("/api/v1/tags/managed"), 403)


@pytest.mark.parametrize("path", ["/api/v1/categories/managed", "/api/v1/tags/managed"])
def test_lists_cost_the_same_whatever_the_rows(
    api: Api, admin: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        make_category(f"Category {number}", f"category-{number}")
    make_course("One", modules=1, lessons=1, tags=[f"tag {number}" for number in range(20)])
    client = api(admin)
    with django_assert_max_num_queries(3):
        assert client.get(path).status_code == 200


def test_featured_courses_must_be_published(api: Api, admin: Any, instructor: Any) -> None:
    draft = make_course("Draft", status="draft")
    client = api(admin)
    problem = client.problem(client.put("/api/v1/catalog/featured", {"ids": [draft.pk]}), 422)
    assert problem["errors"][0]["pointer"] == "/ids/0"
    api(instructor).problem(api(instructor).put("/api/v1/catalog/featured", {"ids": []}), 403)
