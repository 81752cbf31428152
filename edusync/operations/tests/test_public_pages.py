"""Pages for search engines: what they get, and what they never get."""

import json
import re
from typing import Any

import pytest

from edusync.courses.models import CourseReview
from edusync.courses.testing import make_category, make_course
from edusync.kernel.tenancy import organization_context
from edusync.operations.rest import crawling

pytestmark = pytest.mark.django_db
INDEX = """<!doctype html><html lang="en"><head><title>EduSync</title></head>
<body><div id="app"></div><noscript>Scripts, please.</noscript></body></html>"""
WORDS = {
    "/": {"kicker": "Free", "heading": "Learn <anything>", "lead": "In one place."},
    "/courses": {"heading": "All courses", "lead": "Find one."},
}
ROUTES = {
    "routes": [{"path": path} for path in ("/", "/courses", "/courses/:slug", "/sign-in")],
    "texts": {"en": "texts.js"},
    "firstTexts": {"en": WORDS},
}


@pytest.fixture(autouse=True)
def build(settings: Any, tmp_path: Any) -> None:
    settings.WEB_DIST = tmp_path
    settings.SITE_URL = "https://learn.example.org"
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "routes.json").write_text(json.dumps(ROUTES))


def page(client: Any, path: str) -> str:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200
    return response.content.decode()  # type: ignore[no-any-return]


def facts_in(text: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return [json.loads(item) for item in found]


def test_a_course_tells_search_engines_what_it_is(organization: Any, client: Any, make_person: Any) -> None:
    make_category()
    course = make_course(
        "Soil </script><script>alert(1)</script>",
        slug="soil",
        modules=1,
        lessons=2,
        categories=["science"],
        tagline='All "about" it',
        meta_keywords="earth, roots",
        estimated_minutes=90,
    )
    CourseReview.objects.create(course=course, author=make_person("rater"), stars=4)
    text = page(client, "/courses/soil")
    assert "<script>alert" not in text
    assert '<meta name="description" content="All &quot;about&quot; it">' in text
    assert '<meta name="keywords" content="earth, roots">' in text
    assert '<link rel="canonical" href="https://learn.example.org/courses/soil">' in text
    assert '<meta property="og:title"' in text
    assert "<li>Lesson 1.2</li>" in text.partition("<noscript>")[2]
    facts, trail = facts_in(text)
    assert (facts["@type"], facts["name"]) == ("Course", course.title)
    assert facts["aggregateRating"]["ratingValue"] == 4
    assert facts["hasCourseInstance"][0]["courseWorkload"] == "PT90M"
    assert [step["name"] for step in trail["itemListElement"]] == ["Courses", "Science", course.title]


@pytest.mark.parametrize("visibility", ["restricted", "private"])
def test_hidden_courses_are_in_no_page_and_no_site_map(
    organization: Any, client: Any, learner: Any, visibility: str
) -> None:
    make_course("Secret", modules=1, lessons=1, visibility=visibility)
    make_course("Draft secret", modules=1, lessons=1, status="draft")
    client.force_login(learner)
    for path in ("/", "/courses", "/courses/secret", "/courses/draft-secret"):
        assert "ecret" not in page(client, path)
    assert "noindex" in page(client, "/courses/secret")
    assert b"secret" not in client.get("/sitemap.xml").content


def test_catalog_and_landing_list_public_courses(organization: Any, client: Any) -> None:
    make_course("Soil", modules=1, lessons=1)
    for path in ("/", "/courses"):
        assert '<a href="/courses/soil">Soil</a>' in page(client, path)
    assert "soil" not in page(client, "/sign-in")


def test_each_organization_has_its_own_site_map(
    organization: Any, other_organization: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_course("Ours", modules=1, lessons=1)
    with organization_context(other_organization.pk):
        make_course("Theirs", modules=1, lessons=1)
    ours = client.get("/sitemap.xml").content.decode()
    assert "https://learn.example.org/courses/ours" in ours
    assert "theirs" not in ours


def test_long_site_maps_come_in_pages(
    organization: Any, client: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(crawling, "PAGE", 2)
    for number in range(5):
        make_course(f"Course {number}", modules=1, lessons=1)
    index = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"sitemap-(\d)", index) == ["1", "2", "3"]
    with django_assert_max_num_queries(3):
        second = client.get("/sitemap-2.xml").content.decode()
    assert re.findall(r"courses/(course-\d)", second) == ["course-2", "course-3"]
    for wrong in ("/sitemap-9.xml", "/sitemap-x.xml", "/sitemap-0.xml"):
        assert client.get(wrong).status_code == 404


def test_robots_stay_out_of_what_is_private(organization: Any, client: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /learn/" in text
    assert "Sitemap: https://learn.example.org/sitemap.xml" in text
