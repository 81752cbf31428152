"""What journeys of the page editor share: a page to write, files for its blocks, and what readers see of each block."""

import io
import re
import struct
import wave
import zlib
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e import acts
from tests.e2e.site import ROOT

INSTRUCTOR = "instructor@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"
KINDS = {
    "text", "heading", "image", "code", "callout", "table", "math", "embed", "file", "video", "audio", "link_card",
    "quote", "toggle", "columns", "divider", "question",
}  # fmt: skip


def picture(width: int = 240, height: int = 120) -> bytes:
    """A green picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = (b"\0" + bytes((30, 140, 90)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def sound() -> bytes:
    """A fifth of a second of silence."""
    made = io.BytesIO()
    with wave.open(made, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(8_000)
        track.writeframes(bytes(3_200))
    return made.getvalue()


FILES: dict[str, FilePayload] = {
    "image": {"name": "leaf.png", "mimeType": "image/png", "buffer": picture()},
    "audio": {"name": "silence.wav", "mimeType": "audio/wav", "buffer": sound()},
    "file": {"name": "list.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"},
    "video": {
        "name": "film.webm",
        "mimeType": "video/webm",
        "buffer": (ROOT / "tests" / "e2e" / "data" / "film.webm").read_bytes(),
    },
}


def empty_lesson(page: Page, title: str) -> tuple[str, int]:
    """A course of the person signed in with one empty page lesson: slug of the course and id of the lesson."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": f"Course of {title}"})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Module"})
    lesson = acts.call(
        page, "POST", f"/api/v1/modules/{module['id']}/lessons",
        {"kind": "page", "title": title, "detail": {"document": {"version": 1, "blocks": []}}},
    )  # fmt: skip
    return str(course["slug"]), int(lesson["id"])


def catch_choosers(page: Page) -> None:
    """Windows for choosing files are caught from now on. Asked for each time anew, that may come later than a quick key."""
    page.on("filechooser", lambda chooser: None)


def field_of(page: Page) -> Locator:
    """The text field of the page in view."""
    return page.get_by_role("textbox", name=re.compile("Content of"))


def expect_state(page: Page, state: str) -> None:
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", state)


def stored_blocks(page: Page) -> list[dict[str, Any]]:
    """What the server has of the page in view, blocks inside others after those around them."""
    expect_state(page, "saved")
    lesson = page.url.rsplit("/", 1)[1].split("#")[0]
    found: list[dict[str, Any]] = []

    def collect(blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            found.append(block)
            collect(block.get("blocks", []))
            for column in block.get("columns", []):
                collect(column["blocks"])

    collect(page.request.get(f"/api/v1/lessons/{lesson}/page").json()["document"]["blocks"])
    return found


def publish_by_screen(page: Page, slug: str) -> None:
    """Publish the course on its review page, whatever the checklist warns of."""
    page.goto(f"/teach/{slug}/review")
    page.get_by_role("main").get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Publish all the same").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The course stands in the catalog.")).to_be_visible()


class Reader:
    """A page as it is read: finds its blocks by what the server stored of them."""

    def __init__(self, page: Page, blocks: list[dict[str, Any]]) -> None:
        self.page = page
        self.by_type = {block["type"]: block for block in reversed(blocks)}

    def block(self, kind: str) -> Locator:
        """The first block of a kind in the player."""
        found = self.by_type[kind]
        return self.page.locator(f"[id='block-{found['block' if kind == 'embed' else 'id']}']")

    def expect_in_player(self) -> None:
        """Each kind of block shows what the author wrote."""
        block = self.block
        expect(self.page.get_by_role("list").filter(has_text="one").first).to_contain_text("two")
        expect(block("heading")).to_have_text("A heading")
        shown = block("image").get_by_role("img")
        expect(shown).to_have_attribute("alt", "A green leaf")
        shown.scroll_into_view_if_needed()
        acts.wait_until(
            self.page,
            f"document.querySelector(\"[id='block-{self.by_type['image']['id']}'] img\").naturalWidth === 240",
        )
        expect(block("video").locator("video")).to_be_attached()
        expect(block("audio").locator("audio")).to_be_attached()
        expect(block("file").or_(self.page.locator("a[download]")).first).to_contain_text("list.csv")
        expect(block("code").locator("code")).to_have_text("print(1)")
        expect(block("math").locator(".katex").first).to_be_visible()
        expect(block("callout")).to_contain_text("Inside the callout")
        block("toggle").locator("summary").first.click()
        expect(block("toggle").get_by_text("Inside the toggle")).to_be_visible()
        for side in ("Left", "Right"):
            expect(block("columns").get_by_text(side)).to_be_visible()
        expect(block("divider")).to_be_attached()
        expect(block("quote")).to_contain_text("Inside the quote")
        expect(block("table").get_by_role("columnheader")).to_have_text(["Kind", "Number"])
        expect(block("table").get_by_role("row").nth(1).get_by_role("cell").first).to_have_text("Oak")
        expect(block("embed").get_by_role("link", name="Open at Vimeo")).to_have_attribute(
            "href", re.compile("vimeo.com/76979871")
        )
        expect(block("link_card")).to_have_attribute("href", "https://example.org/card")
        expect(block("question")).to_contain_text("Is this asked?")

    def expect_on_paper(self) -> None:
        """The print view has all of it, nothing folded."""
        for words in (
            "one", "two", "A heading", "silence", "list.csv", "print(1)", "Inside the callout", "Inside the toggle",
            "Left", "Right", "Inside the quote", "Kind", "Oak", "vimeo.com/76979871", "example.org/card", "Is this asked?",
        ):  # fmt: skip
            expect(
                self.page.get_by_role("article").get_by_text(words, exact=words == "one").first
            ).to_be_visible()
        expect(self.page.get_by_role("img", name="A green leaf")).to_be_visible()
        expect(self.page.locator(".katex").first).to_be_visible()

    def answer_the_question(self) -> None:
        """The learner answers in the page, first wrongly, then rightly."""
        asked = self.block("question")
        asked.get_by_text("False", exact=True).click()
        asked.get_by_role("button", name="Check").click()
        expect(asked.get_by_role("status")).to_contain_text("Not right yet")
        asked.get_by_text("True", exact=True).click()
        asked.get_by_role("button", name="Check").click()
        expect(asked.get_by_role("status")).to_contain_text(re.compile("^Right"))
