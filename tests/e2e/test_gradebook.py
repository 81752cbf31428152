"""The gradebook in the browser: marks by keys and by pasting, undo, weights with their explanation, and what the learner sees."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_waitlist import new_course

LEARNERS = ("learner14@demo.edusync.test", "learner15@demo.edusync.test")
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_marks_by_keys_by_pasting_and_what_the_learner_sees(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner = open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "Course with marks")
    sign_in(learner, LEARNERS[0])
    acts.enroll(learner, slug)
    other = open_page()
    sign_in(other, LEARNERS[1])
    acts.enroll(other, slug)
    base = f"/api/v1/courses/{slug}/gradebook"
    for title in ("Essay", "Talk"):
        acts.call(teacher, "POST", f"{base}/items", {"title": title, "max_points": 10})

    teacher.goto(f"/teach/{slug}/gradebook")
    expect(teacher.get_by_role("grid", name="Gradebook")).to_be_visible()
    marks_by_keys(teacher)
    marks_by_pasting(teacher)
    weights_and_posting(teacher)

    learner.goto(f"/grades/{slug}")
    main = learner.get_by_role("main")
    expect(main.get_by_text("6 of 10", exact=True)).to_be_visible()
    # What is not posted is not there: neither the talk's mark, nor one of the quiz nobody took.
    expect(main.get_by_text("no mark yet", exact=True)).to_have_count(2)
    main.get_by_role("button", name="What if …").click()
    main.get_by_label("Points for Talk").fill("10")
    main.get_by_role("button", name="Work it out").click()
    # (6 * 3 + 10) of 40.
    expect(main.get_by_text("70%", exact=True)).to_be_visible()
    assert acts.overflow(learner) <= 0


def marks_by_keys(teacher: Page) -> None:
    """Typing enters, the arrows and Enter move, Escape takes nothing."""
    cell = teacher.locator("[data-cell='0-1']")
    cell.click()
    teacher.keyboard.type("8")
    teacher.keyboard.press("Enter")
    teacher.keyboard.type("6,5")
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_role("gridcell", name="8 of 10", exact=True)).to_be_visible()
    expect(teacher.get_by_role("gridcell", name="6.5 of 10", exact=True)).to_be_visible()
    teacher.keyboard.press("ArrowRight")
    expect(teacher.locator("[data-cell='1-2']")).to_be_focused()
    teacher.keyboard.type("9")
    teacher.keyboard.press("Escape")
    expect(teacher.locator("[data-cell='1-2']")).to_have_attribute("aria-label", "no mark")


def marks_by_pasting(teacher: Page) -> None:
    """A block of a spreadsheet, and its undo."""
    corner = teacher.locator("[data-cell='0-1']")
    corner.click()
    corner.evaluate(PASTE, "6\t5\n7\tEX\n")
    expect(teacher.locator("[data-cell='0-2']")).to_have_attribute("aria-label", "5 of 10")
    expect(teacher.locator("[data-cell='1-2']")).to_have_attribute("aria-label", "EX: excused")
    teacher.get_by_role("button", name="Undo").click()
    expect(teacher.locator("[data-cell='0-2']")).to_have_attribute("aria-label", "no mark")
    corner.click()
    corner.evaluate(PASTE, "6\t5\n6\t5\n")
    expect(teacher.locator("[data-cell='1-2']")).to_have_attribute("aria-label", "5 of 10")


def weights_and_posting(teacher: Page) -> None:
    """A weight changes everybody's total, and the cell tells why; then learners may see the column."""
    teacher.get_by_role("columnheader").get_by_role("button", name="Essay").click()
    panel = teacher.get_by_role("dialog", name="Essay")
    panel.get_by_label("Weight").fill("3")
    panel.get_by_role("button", name="Save column").click()
    # (6 * 3 + 5) of 40.
    expect(teacher.get_by_role("gridcell").filter(has_text="57.5%").first).to_be_visible()
    teacher.locator("[data-cell='0-1']").click()
    teacher.keyboard.press(" ")
    story = teacher.get_by_role("dialog")
    expect(story.get_by_text("60%, counts 75% of the course")).to_be_visible()
    expect(story.get_by_role("heading", name="History")).to_be_visible()
    story.get_by_role("button", name="Close").click()
    teacher.get_by_role("columnheader").get_by_role("button", name="Essay").click()
    panel.get_by_role("button", name="Post marks").click()
    expect(panel).to_be_hidden()
