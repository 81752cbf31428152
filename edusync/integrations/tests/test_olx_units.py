"""Single blocks in a course of one unit: films, pages, and odd structures."""

import pytest

from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.olx import read_olx
from edusync.integrations.problems import EmptyCourse
from edusync.integrations.testing import folder_of
from edusync.integrations.tests.olx_sample import SRT

COURSE = """<course url_name="r" org="o" course="c" display_name="C"><chapter display_name="M"><sequential display_name="S">
<vertical display_name="U" url_name="u">{}</vertical></sequential></chapter></course>"""
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40


@pytest.fixture
def read(tmp_path):
    def read_it(blocks, files=()):
        place = folder_of({"course.xml": COURSE.format(blocks), **dict(files)}, tmp_path / "c")
        with opened_package(place) as folder:
            return read_olx(folder)

    return read_it


def losses(course, path):
    return set(course.ledger.find(path).losses)


@pytest.mark.parametrize(
    ("attributes", "provider", "external_id"),
    [
        ('youtube_id_1_0="abcdefghijk"', "youtube", "abcdefghijk"),
        ('youtube="1.50:xxxxxxxxxxx,1.0:abcdefghijk"', "youtube", "abcdefghijk"),
        ('youtube="0.75:abcdefghijk"', "youtube", "abcdefghijk"),
        ('html5_sources="[&quot;https://x.org/a.mp4&quot;]"', "url", "https://x.org/a.mp4"),
        ('source="//x.org/a.mp4"', "url", "https://x.org/a.mp4"),
        ('html5_sources="[&quot;/static/f.mp4&quot;]"', "file", ""),
        ('html5_sources="not json" youtube="bad id" source="/static/f.mp4"', "file", ""),
    ],
)
def test_where_a_film_is(read, attributes, provider, external_id):
    course = read(f'<video url_name="v" {attributes}/>', {"static/f.mp4": MP4})
    (lesson,) = course.lessons()
    assert (lesson.kind, lesson.title) == ("video", "U")
    assert (lesson.video.provider, lesson.video.external_id) == (provider, external_id)
    assert lesson.video.file_key == ("static/f.mp4" if provider == "file" else "")


def test_a_film_without_place_is_skipped(read):
    course = read('<video url_name="v" display_name="V"/><html url_name="h"><p>x</p></html>')
    assert losses(course, "course.xml#video/v") == {"no-film"}


@pytest.mark.parametrize("content", ["", "no cues", '{"start": 1}'])
def test_captions_that_cannot_be_read_are_told(read, content):
    transcripts = 'transcripts="{&quot;en&quot;: &quot;a.srt&quot;, &quot;fr&quot;: &quot;b.sjson&quot;}"'
    course = read(
        f'<video url_name="v" youtube_id_1_0="abcdefghijk" {transcripts}/>',
        {"static/a.srt": content, "static/b.sjson": content},
    )
    assert next(course.lessons()).video.captions == []
    assert losses(course, "course.xml#video/v") == {"captions-missing-en", "captions-missing-fr"}


def test_the_transcript_is_that_of_the_main_language(read):
    course = read(
        '<video url_name="v" youtube_id_1_0="abcdefghijk" transcripts="{&quot;de&quot;: &quot;a.srt&quot;}"/>',
        {"static/a.srt": SRT},
    )
    video = next(course.lessons()).video
    assert [(track.language, track.label) for track in video.captions] == [("de", "Deutsch")]
    assert video.transcript == "Hello there\nSecond line"


def test_papers_beside_a_lone_film_are_told(read):
    course = read(
        '<video url_name="v" youtube_id_1_0="abcdefghijk" handout="/static/p.pdf"/>',
        {"static/p.pdf": b"%PDF-1.4"},
    )
    assert losses(course, "course.xml#video/v") == {"handout"}


def test_a_page_may_be_written_in_the_unit_or_beside_it(read):
    course = read(
        '<html url_name="a"><h2>A</h2></html><html url_name="b" filename="deep/b"/><html url_name="c:d"/>',
        {
            "html/deep/b.html": "<p>B</p>",
            "html/c/d.xml": "<html display_name='D'><p>D</p></html>",
        },
    )
    (lesson,) = course.lessons()
    assert [block.get("text") or block["html"] for block in lesson.document["blocks"]] == [
        "A",
        "<p>B</p>",
        "<p>D</p>",
    ]


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ('<html url_name="h" display_name="H"></html>', "empty"),
        ('<html url_name="h"/>', "missing-definition"),
        ('<html url_name="h"><script>x()</script></html>', "script-removed"),
        ('<word_cloud url_name="h" display_name="W"/>', "word_cloud-not-supported"),
        ('<library_content url_name="h"/>', "nothing-inside"),
        ('<problem url_name="h"/>', "missing-definition"),
    ],
)
def test_what_shows_nothing_is_skipped_with_its_reason(read, blocks, code):
    course = read(blocks + "<html><p>x</p></html>")
    tag = blocks[1:].split(" ")[0]
    assert losses(course, f"course.xml#{tag}/h") == {code}
    with pytest.raises(EmptyCourse):
        read(blocks)


def test_blocks_outside_units_find_a_place(read, tmp_path):
    odd = """<course url_name="r" display_name="C"><html url_name="loose"/><chapter display_name="M">
    <vertical display_name="V"><html><p>in a chapter</p></html></vertical><sequential display_name="S">
    <html display_name="H"><p>in a sequential</p></html></sequential></chapter></course>"""
    place = folder_of({"course.xml": odd}, tmp_path / "odd")
    with opened_package(place) as folder:
        course = read_olx(folder)
    assert [(lesson.title, lesson.group_title) for lesson in course.lessons()] == [("V", ""), ("H", "S")]
    assert losses(course, "course.xml#html/loose") == {"html-not-supported"}


def test_keys_of_lessons_differ_even_without_names(read, tmp_path):
    units = "<vertical display_name='U'><html><p>x</p></html></vertical>" * 2
    odd = f"<course url_name='r'><chapter><sequential>{units}</sequential></chapter></course>"
    with opened_package(folder_of({"course.xml": odd}, tmp_path / "odd")) as folder:
        course = read_olx(folder)
    keys = [lesson.key for lesson in course.lessons()]
    assert len(set(keys)) == len(keys) == 2
