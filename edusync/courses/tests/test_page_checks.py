"""What the checklist finds in pages."""

from typing import Any

import pytest

from edusync.courses import services
from edusync.courses.models import Lesson
from edusync.courses.services.page_checks import check_pages
from edusync.courses.testing import make_course, make_file

pytestmark = pytest.mark.django_db


def found(lesson: Lesson, *blocks: dict[str, Any]) -> list[tuple[str, str]]:
    services.set_page_document(lesson=lesson, document={"blocks": list(blocks)})
    return [(finding.code, finding.block_id) for finding in check_pages(lesson.course)]


@pytest.fixture
def lesson(organization: Any) -> Lesson:
    course = make_course(modules=1, lessons=1)
    first: Lesson = Lesson.objects.filter(course=course).select_related("course", "module").first()
    return first


def test_pictures_need_words_also_inside_other_blocks(lesson: Lesson) -> None:
    bare = {"type": "image", "src": "https://example.org/x.png"}
    assert found(
        lesson,
        {**bare, "id": "p1", "alt": "A worm"},
        {"type": "toggle", "id": "t", "title": "T", "blocks": [{**bare, "id": "p2", "alt": " "}]},
        {**bare, "id": "p3", "is_decorative": True},
    ) == [("image-without-alt", "p2")]


def test_headings_go_down_one_rank_at_a_time(lesson: Lesson) -> None:
    ranks = [2, 3, 4, 2, 4, 2]
    blocks = [
        {"type": "heading", "id": f"h{place}", "level": rank, "text": "x"} for place, rank in enumerate(ranks)
    ]
    assert found(lesson, *blocks) == [("heading-skips", "h4")]
    assert found(lesson, {"type": "heading", "id": "h", "level": 3, "text": "x"}) == [("heading-skips", "h")]


def test_links_say_where_they_lead_and_lead_somewhere(lesson: Lesson) -> None:
    file = make_file()
    assert found(
        lesson,
        {"type": "text", "id": "a", "html": '<p>Click <a href="https://example.org">here</a>.</p>'},
        {"type": "text", "id": "b", "html": f'<p><a href="/learn/x/{lesson.pk}">The lesson on soil</a></p>'},
        {"type": "text", "id": "c", "html": '<p><a href="/learn/x/99999999">Soil again</a></p>'},
        {"type": "table", "id": "d", "rows": [[f'<a href="/files/{file.uuid}/x.pdf">The handout</a>']]},
        {"type": "link_card", "id": "e", "url": "/files/01890a5d-ac96-774b-bcce-b302099a8057/y.pdf"},
    ) == [("link-words-poor", "a"), ("link-broken", "c"), ("link-broken", "e")]


def test_versions_left_side_by_side_stop_publishing(lesson: Lesson) -> None:
    blocks = [
        {"type": "text", "id": "a", "html": "<p>one</p>"},
        {"type": "text", "id": "b", "html": "<p>two</p>", "conflict_of": "a"},
    ]
    assert found(lesson, *blocks) == [("words-in-conflict", "b")]
    (finding,) = check_pages(lesson.course)
    assert (finding.severity, finding.pointer) == ("error", f"/lessons/{lesson.pk}/blocks/b")


def test_the_draft_is_what_is_looked_at(lesson: Lesson) -> None:
    services.save_page(
        lesson=lesson,
        document={"blocks": [{"type": "image", "id": "p", "src": "https://example.org/x.png"}]},
        base_version=1,
        by_id=None,
    )
    assert [finding.code for finding in check_pages(lesson.course)] == ["image-without-alt"]


def test_the_check_costs_the_same_for_many_pages(
    organization: Any, django_assert_max_num_queries: Any
) -> None:
    course = make_course(modules=2, lessons=8)
    with django_assert_max_num_queries(3):
        assert list(check_pages(course)) == []
