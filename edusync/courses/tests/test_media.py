"""Films, documents and link lists: captions, transcripts, chapters, files in order, checks, and what deletion leaves."""

from typing import Any

import pytest
from django.db import connection

from edusync.courses import services
from edusync.courses.checklist import run_checklist
from edusync.courses.models import CaptionTrack, Course, Document, Lesson, SearchDocument, Video
from edusync.courses.models.content import DocumentFile, LinkItem
from edusync.courses.services.captions import save_captions
from edusync.courses.services.link_checks import check_links, state_of
from edusync.courses.snapshots import build_from_snapshot, take_snapshot
from edusync.courses.testing import CLIP, PDF, lessons_of, make_course, make_file, png
from edusync.files.cues import Cue
from edusync.files.models import FileLink, FileObject, Transcript
from edusync.files.services import replace_links
from edusync.kernel.problems import PreconditionFailed, ValidationProblem

pytestmark = pytest.mark.django_db
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello loops\n\n00:03.000 --> 00:04.000\nGoodbye\n"


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    return make_course("Films", modules=1, lessons=1, created_by_id=instructor.pk)


def add(course: Course, kind: str, detail: dict[str, Any] | None = None, title: str = "Media") -> Lesson:
    module = lessons_of(course)[0].module
    return services.add_lesson(module=module, kind=kind, title=title, detail=detail or {})


@pytest.fixture
def film(course: Course) -> Lesson:
    detail = {"provider": "file", "file": make_file(CLIP, "film.mp4"), "duration_seconds": 60}
    return add(course, "video", detail, "Film")


class TestCaptions:
    def path(self, lesson: Lesson, language: str = "en") -> str:
        return f"/api/v1/lessons/{lesson.pk}/captions/{language}"

    def test_a_file_becomes_captions_transcript_and_words_to_search(
        self, api: Any, film: Lesson, instructor: Any
    ) -> None:
        body = api(instructor).put(self.path(film), {"label": "English", "text": VTT}).json()
        assert body["cues"] == [
            {"start_ms": 1000, "end_ms": 2000, "text": "Hello loops"},
            {"start_ms": 3000, "end_ms": 4000, "text": "Goodbye"},
        ]
        assert Transcript.objects.get(place="lesson", place_id=film.pk).text == "Hello loops\nGoodbye"
        assert "Hello loops" in SearchDocument.objects.get(lesson=film).body
        track = CaptionTrack.objects.get(video_id=film.pk)
        assert FileLink.objects.filter(file=track.file, place="lesson", place_id=film.pk).exists()

    def test_subrip_is_taken_too(self, api: Any, film: Lesson, instructor: Any) -> None:
        text = "1\n00:00:01,000 --> 00:00:02,500\nமுதல் வரி\n"
        body = api(instructor).put(self.path(film, "ta"), {"text": text}).json()
        assert body["cues"] == [{"start_ms": 1000, "end_ms": 2500, "text": "முதல் வரி"}]

    def test_bad_rows_and_lines_are_named(self, api: Any, film: Lesson, instructor: Any) -> None:
        client = api(instructor)
        rows = [{"start_ms": 0, "end_ms": 5, "text": "a"}, {"start_ms": 9, "end_ms": 5, "text": "b"}]
        problem = client.problem(client.put(self.path(film), {"cues": rows}), 422, "captions-malformed")
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
            ("/cues/1", "end-before-start")
        ]
        text = "WEBVTT\n\n00:01 -> 00:02\nx"
        problem = client.problem(client.put(self.path(film), {"text": text}), 422, "captions-malformed")
        assert problem["errors"][0]["pointer"] == "/text/3"
        late = [{"start_ms": 70_000, "end_ms": 71_000, "text": "too late"}]
        problem = client.problem(client.put(self.path(film), {"cues": late}), 422, "captions-malformed")
        assert problem["errors"][0]["code"] == "beyond-end"
        assert not CaptionTrack.objects.exists()

    def test_who_writes_on_an_old_base_is_told(self, film: Lesson) -> None:
        first = save_captions(
            lesson=film, language="en", label="", cues=[Cue(0, 9, "a")], base="", by_id=None
        )
        base = first.file.sha256
        save_captions(lesson=film, language="en", label="", cues=[Cue(0, 9, "b")], base=base, by_id=None)
        with pytest.raises(PreconditionFailed):
            save_captions(lesson=film, language="en", label="", cues=[Cue(0, 9, "c")], base=base, by_id=None)

    def test_who_may_read_and_write(
        self, api: Any, film: Lesson, learner: Any, instructor: Any, outsider: Any
    ) -> None:
        client = api(instructor)
        assert client.put(self.path(film), {"text": VTT}).status_code == 200
        assert api(learner).get(self.path(film)).status_code == 403
        assert api(learner).put(self.path(film), {"text": VTT}).status_code in {403, 404}
        assert api(outsider).get(self.path(film)).status_code == 404
        assert client.get(self.path(film, "de")).status_code == 404
        assert client.delete(self.path(film)).status_code == 204
        assert client.get(self.path(film)).status_code == 404
        assert not Transcript.objects.exists()

    def test_tracks_of_imports_have_transcripts(self, course: Course) -> None:
        track = {"language": "en", "label": "English", "file": make_file(VTT.encode(), "en.vtt")}
        damaged = {"language": "ta", "label": "", "file": make_file(b"no captions", "ta.vtt")}
        lesson = add(
            course,
            "video",
            {"provider": "file", "file": make_file(CLIP, "film.mp4"), "captions": [track, damaged]},
        )
        texts = dict(Transcript.objects.filter(place_id=lesson.pk).values_list("language", "text"))
        assert texts == {"en": "Hello loops\nGoodbye", "ta": ""}


class TestFilms:
    def test_chapters_are_put_in_order_and_checked(self, film: Lesson) -> None:
        chapters = [{"start_seconds": 30, "title": "End"}, {"start_seconds": 0, "title": " Start "}]
        services.update_lesson(lesson=film, detail={"chapters": chapters, "is_seek_locked": True})
        video = Video.objects.get(lesson=film)
        assert video.chapters == [
            {"start_seconds": 0, "title": "Start"},
            {"start_seconds": 30, "title": "End"},
        ]
        assert video.is_seek_locked
        film.refresh_from_db()
        for bad, pointer in (
            ([{"start_seconds": 60, "title": "Late"}], "/detail/chapters/0/start_seconds"),
            ([{"start_seconds": 0, "title": ""}], "/detail/chapters/0/title"),
            ([{"start_seconds": 1, "title": "a"}] * 2, "/detail/chapters/1/start_seconds"),
            ("x", "/detail/chapters"),
        ):
            with pytest.raises(ValidationProblem) as caught:
                services.update_lesson(lesson=film, detail={"chapters": bad})
            assert caught.value.errors[0].pointer == pointer

    @pytest.mark.parametrize(
        ("provider", "pasted", "kept"),
        [
            ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4", ("youtube", "dQw4w9WgXcQ")),
            ("youtube", "https://youtu.be/dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
            ("youtube", "https://vimeo.com/123456", ("vimeo", "123456")),
            ("vimeo", "123456", ("vimeo", "123456")),
        ],
    )
    def test_pasted_addresses_become_ids(
        self, course: Course, provider: str, pasted: str, kept: tuple[str, str]
    ) -> None:
        lesson = add(course, "video", {"provider": provider, "external_id": pasted})
        assert (lesson.video.provider, lesson.video.external_id) == kept

    def test_players_of_others_are_offered_only_where_the_site_lets_them(
        self, api: Any, course: Course, instructor: Any, settings: Any
    ) -> None:
        lesson = add(course, "video", {"provider": "vimeo", "external_id": "123456"})
        path = f"/api/v1/lessons/{lesson.pk}"
        settings.VIDEO_EMBEDS_ON = True
        shown = api(instructor).get(path).json()["video"]["embed_url"]
        assert shown == "https://player.vimeo.com/video/123456?dnt=1"
        settings.VIDEO_EMBEDS_ON = False
        assert api(instructor).get(path).json()["video"]["embed_url"] is None

    def test_the_poster_is_a_picture(self, film: Lesson) -> None:
        with pytest.raises(ValidationProblem) as caught:
            services.update_lesson(lesson=film, detail={"poster_file": make_file(PDF)})
        assert caught.value.errors[0].pointer == "/detail/poster_file"


class TestDocumentsAndLinks:
    def test_files_keep_their_order_and_words(self, api: Any, course: Course, instructor: Any) -> None:
        lesson = add(course, "document")
        files = [
            {"file": str(make_file(PDF, "b.pdf").uuid), "title": "Second first", "text": "Words"},
            {"file": str(make_file(png(), "a.png").uuid)},
        ]
        services.update_lesson(lesson=lesson, detail={"files": files, "summary": "Both"})
        body = api(instructor).get(f"/api/v1/lessons/{lesson.pk}").json()["document"]
        assert [(one["title"], one["name"]) for one in body["files"]] == [
            ("Second first", "b.pdf"),
            ("", "a.png"),
        ]
        assert body["name"] == "b.pdf"
        assert FileLink.objects.filter(place="lesson", place_id=lesson.pk).count() == 2
        assert "Words" in SearchDocument.objects.get(lesson=lesson).body

    def test_a_lesson_of_old_shows_its_one_file(self, api: Any, course: Course, instructor: Any) -> None:
        lesson = add(course, "document", {"file": make_file()})
        DocumentFile.objects.all().delete()
        body = api(instructor).get(f"/api/v1/lessons/{lesson.pk}").json()["document"]
        assert [one["name"] for one in body["files"]] == ["handout.pdf"]

    def test_links_keep_their_order(self, api: Any, course: Course, instructor: Any) -> None:
        lesson = add(course, "link")
        links = [
            {"url": "https://example.org/b", "title": "B", "summary": "first"},
            {"url": f"/courses/{course.slug}"},
        ]
        services.update_lesson(lesson=lesson, detail={"links": links})
        body = api(instructor).get(f"/api/v1/lessons/{lesson.pk}").json()["link"]
        assert [one["url"] for one in body["links"]] == ["https://example.org/b", f"/courses/{course.slug}"]
        assert body["url"] == "https://example.org/b"
        for bad in ("javascript:alert(1)", "//evil.example", "/\\evil.example", ""):
            with pytest.raises(ValidationProblem) as caught:
                services.update_lesson(lesson=lesson, detail={"links": [{"url": bad}]})
            assert caught.value.errors[0].pointer == "/detail/links/0/url"

    def test_links_into_the_site_are_looked_at(self, course: Course, settings: Any) -> None:
        page = lessons_of(course)[0]
        file = make_file()
        site = settings.SITE_URL
        links = [
            f"/courses/{course.slug}",
            f"{site}/courses/gone",
            f"/learn/{course.slug}/{page.pk}",
            "/learn/x/999999",
            f"/files/{file.uuid}/handout.pdf",
            "/files/01890a5d-ac96-774b-bcce-b302099a8057/x",
            "/privacy",
            "https://example.org/",
        ]
        lesson = add(course, "link", {"links": [{"url": url} for url in links]})
        assert check_links(course_id=course.pk) == 3
        found = list(
            LinkItem.objects.filter(link_id=lesson.pk).order_by("position").values_list("state", flat=True)
        )
        assert found == ["fine", "dead", "fine", "dead", "fine", "dead", "fine", "unknown"]

    def test_malformed_addresses_are_told_apart(self, course: Course) -> None:
        assert state_of("http://", organization_id=course.organization_id) == "malformed"


class TestChecklist:
    def codes(self, course: Course) -> set[str]:
        return {finding.code for finding in run_checklist(course)}

    def test_films_without_captions_and_picture(self, course: Course, film: Lesson) -> None:
        assert {"film-without-captions", "film-without-poster"} <= self.codes(course)
        services.update_lesson(lesson=film, detail={"poster_file": make_file(png(), "poster.png")})
        save_captions(lesson=film, language="en", label="", cues=[Cue(0, 9, "a")], base=None, by_id=None)
        assert not {"film-without-captions", "film-without-poster"} & self.codes(course)

    def test_files_gone_locked_away_and_without_words(self, course: Course) -> None:
        gone, locked, picture = make_file(PDF), make_file(PDF + b"\n", "x.pdf"), make_file(png(), "a.png")
        lesson = add(course, "document", {"files": [{"file": each} for each in (gone, locked, picture)]})
        assert "picture-without-words" in self.codes(course)
        FileObject.objects.filter(pk=locked.pk).update(scan="refused")
        replace_links(files=[locked, picture], place="lesson", place_id=lesson.pk, role="document")
        gone.delete()
        assert {"missing-file", "file-quarantined"} <= self.codes(course)

    def test_links_that_lead_nowhere(self, course: Course) -> None:
        add(course, "link", {"links": [{"url": "/courses/gone"}]})
        assert "dead-link" not in self.codes(course)
        check_links(course_id=course.pk)
        assert "dead-link" in self.codes(course)


def test_a_file_deleted_in_sql_leaves_its_references_empty(course: Course, film: Lesson) -> None:
    """S2-158, on whichever engine: the database itself empties what named the file."""
    poster, paper = make_file(png(), "poster.png"), make_file(PDF)
    services.update_lesson(lesson=film, detail={"poster_file": poster})
    lesson = add(course, "document", {"file": paper})
    Course.objects.filter(pk=course.pk).update(image_file=poster)
    FileLink.objects.all().delete()
    ids = [poster.pk, paper.pk, film.video.file_id]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM files_file_object WHERE id IN (%s, %s, %s)", ids)
    video = Video.objects.get(lesson=film)
    assert (video.file_id, video.poster_file_id) == (None, None)
    assert Document.objects.get(lesson=lesson).file_id is None
    assert list(DocumentFile.objects.filter(document_id=lesson.pk).values_list("file_id", flat=True)) == [
        None
    ]
    assert Course.objects.get(pk=course.pk).image_file_id is None


def test_a_copied_film_keeps_captions_and_transcript(course: Course, film: Lesson) -> None:
    services.update_lesson(lesson=film, detail={"chapters": [{"start_seconds": 5, "title": "Middle"}]})
    save_captions(
        lesson=film, language="en", label="English", cues=[Cue(0, 900, "spoken word")], base=None, by_id=None
    )
    snapshot = take_snapshot(course)
    copy = build_from_snapshot(snapshot, organization_id=course.organization_id, created_by_id=None)
    lesson = Lesson.objects.get(course=copy, kind="video")
    assert lesson.video.chapters == [{"start_seconds": 5, "title": "Middle"}]
    assert Transcript.objects.get(place="lesson", place_id=lesson.pk).text == "spoken word"
    assert "spoken word" in SearchDocument.objects.get(lesson=lesson).body
