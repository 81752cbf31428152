"""Reports as pages without scripts."""

import csv
import io

import pypdf
import pytest
from lxml import html

from edusync.reports.engine.words import words_of
from edusync.reports.queries import DEFAULT_LIMIT
from edusync.reports.testing import make_course_figure

TITLE = words_of("course_completion", "en").title
PAGE = "/reports/course_completion/plain"


@pytest.fixture
def figures(organization):
    return [make_course_figure(f"Course {number}", enrolled=10 + number) for number in range(3)]


def shown(client, address=PAGE, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content
    return response, html.fromstring(response.content.decode())


def cells(page, row=0):
    return [" ".join(cell.text_content().split()) for cell in page.xpath("//tbody/tr")[row]]


def test_the_page_shows_picture_and_table(api, admin, figures):
    response, page = shown(api(admin))
    assert page.xpath("string(//h1)") == TITLE
    assert cells(page)[:3] == ["Course 2", "Draft", "12"]
    assert "25 %" in cells(page)
    assert page.xpath("//figure//*[local-name()='svg']/@aria-label")
    assert page.xpath("//nav//a[@aria-current='page']/text()") == [TITLE]
    assert page.xpath("//script | //*[@style] | //*[@onclick]") == []
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "no-store" in response.headers["Cache-Control"]


def test_columns_without_words_have_heads_made_of_their_names(api, admin, figures):
    _, page = shown(api(admin))
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//thead//th")]
    assert all(head[:1].isupper() and "_" not in head for head in heads)


def test_filters_stay_in_the_form_and_in_every_link(api, admin, figures):
    client = api(admin)
    _, page = shown(client, f"{PAGE}?minimum_enrolled=11&order=enrolled")
    assert [cells(page, row)[0] for row in range(2)] == ["Course 1", "Course 2"]
    assert page.xpath("//input[@name='minimum_enrolled']/@value") == ["11"]
    assert page.xpath("//input[@name='order']/@value") == ["enrolled"]
    files = [link for link in page.xpath("//a/@href") if "/plain/csv" in link]
    assert "minimum_enrolled=11" in files[0]
    assert page.xpath("//th[@aria-sort='ascending']//a/@href")[0].endswith("order=-enrolled")


def test_a_filter_that_makes_no_sense_is_told(api, admin, figures):
    _, page = shown(api(admin), f"{PAGE}?minimum_enrolled=many")
    assert page.xpath("//*[@role='alert']")
    assert len(page.xpath("//tbody/tr")) == 3


def test_an_empty_report_says_so(api, admin):
    _, page = shown(api(admin))
    assert "No rows match" in page.xpath("string(//*[@role='status'])")
    assert page.xpath("//table") == []


def test_long_reports_have_pages(api, admin, organization):
    for number in range(DEFAULT_LIMIT + 2):
        make_course_figure(f"Course {number:03}", enrolled=number)
    client = api(admin)
    _, page = shown(client)
    assert len(page.xpath("//tbody/tr")) == DEFAULT_LIMIT
    _, second = shown(client, PAGE + page.xpath("//a[@rel='next']/@href")[0])
    assert len(second.xpath("//tbody/tr")) == 2
    assert cells(second)[0] == "Course 001"
    _, again = shown(client, f"{PAGE}?after=nonsense")
    assert len(again.xpath("//tbody/tr")) == DEFAULT_LIMIT


def test_names_stay_text(api, admin, organization):
    make_course_figure("<script>alert(1)</script>", enrolled=5)
    response, page = shown(api(admin))
    assert cells(page)[0] == "<script>alert(1)</script>"
    assert b"<script" not in response.content


def test_visitors_sign_in_first(api):
    response = api().get(f"{PAGE}?order=enrolled")
    assert response.status_code == 302
    assert response.headers["Location"].endswith(
        "?next=%2Freports%2Fcourse_completion%2Fplain%3Forder%3Denrolled"
    )


@pytest.mark.parametrize("path", ["", "/csv", "/pdf"])
def test_what_one_may_not_see_is_not_there(api, learner, figures, path):
    _, page = shown(api(learner), PAGE + path, 404)
    assert page.xpath("string(//h1)") == "There is no such report"
    shown(api(learner), "/reports/nothing/plain" + path, 404)
    shown(api(learner), "/reports/plain", 404)


def test_the_way_in_leads_to_a_report(api, admin):
    client = api(admin)
    assert client.get("/reports/plain").headers["Location"].startswith("/reports/")
    chosen = client.get("/reports/plain?report=course_completion")
    assert chosen.headers["Location"] == PAGE


def test_rows_come_as_csv_and_pdf(api, admin, figures):
    client = api(admin)
    response = client.get(f"{PAGE}/csv?minimum_enrolled=11")
    content = b"".join(response.streaming_content)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Course 2", "Course 1"]
    assert "attachment" in response.headers["Content-Disposition"]
    response = client.get(f"{PAGE}/pdf")
    assert "Course 2" in pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


def test_the_page_speaks_the_readers_language(api, admin, figures):
    client = api(admin)
    client.patch("/api/v1/me/settings", {"language": "ta"})
    _, page = shown(client)
    assert page.xpath("/html/@lang") == ["ta"]
    assert page.xpath("string(//h1)") != TITLE


def test_nothing_is_changed_here(api, admin):
    assert api(admin).post(PAGE).status_code == 405


def test_the_page_costs_the_same_for_more_rows(api, admin, figures, django_assert_max_num_queries):
    client = api(admin)
    with django_assert_max_num_queries(14):
        shown(client)
    for number in range(10):
        make_course_figure(f"More {number}", enrolled=number)
    with django_assert_max_num_queries(14):
        shown(client)
