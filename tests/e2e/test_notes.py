"""Notes and highlights by mouse and without a connection; reading aloud, and in another font."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.e2e import acts

LESSON = "Why rereading feels good and fails"
SELECT = """([words]) => {
  const walker = document.createTreeWalker(document.querySelector('article .block-document'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start); range.setEnd(node, start + words.length);
    node.parentElement.scrollIntoView({ block: 'center' });
    getSelection().removeAllRanges(); getSelection().addRange(range);
    return true;
  }
  return false;
}"""
MARKED = "(name) => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"
# A device with one voice, whose sentences are told word by word when the test says so.
VOICE = """() => {
  const voice = { name: 'Test voice', lang: 'en-US', default: true, localService: true, voiceURI: 'test' };
  window.heard = [];
  class Utterance { constructor(text) { this.text = text; } }
  const speech = {
    current: null, speaking: false, paused: false, pending: false,
    getVoices: () => [voice], addEventListener() {}, removeEventListener() {},
    speak(words) { this.current = words; window.heard.push({ text: words.text, rate: words.rate, lang: words.lang }); },
    cancel() { this.current = null; }, pause() {}, resume() {},
  };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = Utterance;
}"""


def first_lesson(page: Page) -> int:
    outline = page.request.get(f"/api/v1/courses/{acts.SHOWCASE}/outline").json()
    return next(
        lesson["id"]
        for module in outline["modules"]
        for lesson in module["lessons"]
        if lesson["title"] == LESSON
    )


def open_lesson(page: Page) -> int:
    lesson = first_lesson(page)
    page.goto(f"/learn/{acts.SHOWCASE}/{lesson}")
    expect(page.get_by_role("heading", level=1, name=LESSON)).to_be_visible()
    page.locator("article .block-document p").first.wait_for()
    return lesson


def words_of(page: Page) -> str:
    """Some words of one piece of the text, without markup between them."""
    text: str = page.evaluate(
        """() => [...document.querySelectorAll('article .block-document p')]
          .flatMap(line => [...line.childNodes]).find(node => node.nodeType === 3 && node.data.length > 40).data"""
    )
    return " ".join(text.split()[1:5])


def test_a_learner_marks_writes_finds_and_takes_back(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    lesson = open_lesson(page)
    words = words_of(page)
    assert page.evaluate(SELECT, [words])
    toolbar = page.get_by_role("toolbar", name="Selected words")
    with page.expect_response(
        lambda answer: answer.url.endswith(f"/lessons/{lesson}/notes") and answer.status == 201
    ):
        toolbar.get_by_role("button", name="Mark in green").click()
    expect(toolbar).to_have_count(0)
    assert page.evaluate(MARKED, "note-green") == [words]

    page.reload()
    acts.wait_until(page, "(CSS.highlights.get('note-green')?.size ?? 0) === 1")
    page.get_by_role("button", name="Notes", exact=True).click()
    panel = page.get_by_role("complementary", name="Notes")
    expect(panel.get_by_text(words)).to_be_visible()
    panel.get_by_role("button", name="Add words").click()
    with page.expect_response(lambda answer: "/api/v1/notes/" in answer.url and answer.ok):
        panel.get_by_label("Your note").fill("Ask about this on Friday")
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()

    page.goto("/my-notes?search=friday")
    expect(page.get_by_text("Ask about this on Friday")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as Markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert f"> {words}" in text
    assert "Ask about this on Friday" in text
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No note like this")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Ask about this on Friday")).to_be_visible()
    page.get_by_role("link", name=LESSON).click()
    acts.wait_until(page, "(CSS.highlights.get('note-green')?.size ?? 0) === 1")


def test_marks_and_notes_by_keys_alone(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, "learner11@demo.edusync.test")
    lesson = open_lesson(page)
    sent = re.compile(rf"/lessons/{lesson}/notes$")
    page.keyboard.press("h")
    acts.wait_until(page, "getSelection().toString().length > 0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    words = page.evaluate("getSelection().toString()")
    with page.expect_response(lambda answer: bool(sent.search(answer.url)) and answer.status == 201):
        page.keyboard.press("h")
    assert page.evaluate(MARKED, "note-yellow") == [words]

    page.keyboard.press("h")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("getSelection().toString()")
    assert chosen
    assert chosen != words
    page.keyboard.press("w")
    field = page.get_by_label("Your note")
    expect(field).to_be_focused()
    # The mark may be kept before the words are typed: then they come as a change of it.
    with page.expect_response(
        lambda answer: (
            answer.ok and "/notes" in answer.url and "Tell my sister" in (answer.request.post_data or "")
        )
    ):
        page.keyboard.type("Tell my sister")
    panel = page.get_by_role("complementary", name="Notes")
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.get_by_text("Tell my sister")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    # The colors of the toolbar, by Enter and arrows.
    page.keyboard.press("h")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    toolbar = page.get_by_role("toolbar", name="Selected words")
    expect(toolbar.get_by_role("button", name="Mark in yellow")).to_be_focused()
    page.keyboard.press("ArrowRight")
    with page.expect_response(lambda answer: bool(sent.search(answer.url)) and answer.status == 201):
        page.keyboard.press("Enter")
    acts.wait_until(page, "(CSS.highlights.get('note-green')?.size ?? 0) === 1")
    page.keyboard.press("a")
    expect(panel.get_by_role("listitem")).to_have_count(3)


def test_what_is_written_offline_arrives_later(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    open_lesson(page)
    # What writes a note, and its words, are there before somebody asks: the connection may be gone by then.
    for part in ("/PlayerNotes-", "/texts-en-notes-"):
        acts.wait_until(
            page, f"performance.getEntriesByType('resource').some(one => one.name.includes('{part}'))"
        )
    page.context.set_offline(True)
    page.keyboard.press("w")
    page.get_by_label("Your note").fill("From the tunnel")
    expect(page.get_by_text("Kept on this device until you are online")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/notes") and answer.status == 201):
        page.context.set_offline(False)
    expect(page.get_by_role("complementary", name="Notes").get_by_text("Saved", exact=True)).to_be_visible()


def test_a_note_begun_before_the_others_have_come_stays(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner13@demo.edusync.test")
    held: list[Route] = []
    page.route(
        re.compile(r"/lessons/\d+/notes$"),
        lambda route: held.append(route) if route.request.method == "GET" else route.continue_(),
    )
    open_lesson(page)
    page.keyboard.press("w")
    field = page.get_by_label("Your note")
    field.fill("Sooner than")
    for route in held:
        route.continue_()
    page.unroute(re.compile(r"/lessons/\d+/notes$"))
    field.press_sequentially(" the answer")
    expect(page.get_by_role("complementary", name="Notes").get_by_text("Saved", exact=True)).to_be_visible()
    expect(field).to_have_value("Sooner than the answer")


def test_the_voice_is_followed_in_the_text(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    page.add_init_script(f"({VOICE})()")
    sign_in(page, "learner@demo.edusync.test")
    acts.call(page, "PATCH", "/api/v1/me/settings", {"is_voice_reader_on": True})
    open_lesson(page)
    page.keyboard.press("r")
    acts.wait_until(page, "window.heard.length === 1")
    page.keyboard.press(".")
    page.keyboard.press(".")
    acts.wait_until(page, "window.heard.length === 3")
    heard: list[dict[str, Any]] = page.evaluate("window.heard")
    assert heard[1]["text"] == LESSON
    assert page.evaluate(MARKED, "voice-sentence") == [heard[2]["text"]]
    word = heard[2]["text"].split()[1]
    page.evaluate(
        "at => speechSynthesis.current.onboundary({ name: 'word', charIndex: at })",
        heard[2]["text"].index(" ") + 1,
    )
    assert word.startswith(page.evaluate(MARKED, "voice-word")[0])
    page.evaluate("speechSynthesis.current.onend()")
    acts.wait_until(page, "window.heard.length === 4")
    page.get_by_label("Speed").select_option("1.5")
    acts.wait_until(page, "window.heard.at(-1).rate === 1.5")
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_role("button", name="Stop reading").last.click()
    assert page.evaluate(MARKED, "voice-sentence") == []
    acts.call(page, "PATCH", "/api/v1/me/settings", {"is_voice_reader_on": False})


def test_the_reading_font_comes_only_where_it_is_wanted(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    fonts: list[str] = []
    page.on("request", lambda request: fonts.append(request.url) if "atkinson" in request.url else None)
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/settings")
    sample = page.get_by_test_id("reading-sample")
    sample.wait_for()
    assert not fonts
    page.get_by_label("Reading font").check()
    acts.wait_until(page, "document.fonts.check('16px \"Atkinson Hyperlegible\"')")
    assert "Atkinson" in sample.evaluate("sample => getComputedStyle(sample).fontFamily")
    acts.wait_until(
        page, "performance.getEntriesByType('resource').some(entry => entry.name.includes('atkinson'))"
    )
    page.get_by_label("Reading font").uncheck()
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
