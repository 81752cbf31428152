"""Notes, highlights and bookmarks by mouse and by keyboard; reading with little data, aloud, in another font."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts

LESSON = "Why rereading feels good and fails"
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


def test_what_is_written_offline_arrives_later(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    open_lesson(page)
    page.keyboard.press("w")
    field = page.get_by_label("Your note")
    field.wait_for()
    page.context.set_offline(True)
    field.fill("From the tunnel")
    expect(page.get_by_text("Kept on this device until you are online")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/notes") and answer.status == 201):
        page.context.set_offline(False)
    expect(page.get_by_role("complementary", name="Notes").get_by_text("Saved", exact=True)).to_be_visible()


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
