"""Dialogs of authoring, open: accessible in both themes, and closed by Escape."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.screens import screens

# By person: the screen, and the words of the button that opens the dialog.
DIALOGS = {
    "instructor": [
        ("studio-settings", "^Choose a picture"),
        ("course-files", r"planner\.pdf"),
        ("course-files", r"forgetting-curve\.ta\.vtt"),
        ("rules", "^Rule of How memory works"),
        ("copies", "^Copy the course"),
        ("version", "^Restore"),
    ],
    "admin": [("manage-files", r"planner\.pdf")],
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("person", list(DIALOGS))
def test_open_dialogs_are_accessible(
    open_page: Callable[..., Page], sign_in: Callable[..., None], person: str, theme: str
) -> None:
    page = open_page(color_scheme=theme, reduced_motion="reduce")
    sign_in(page, f"{person}@demo.edusync.test")
    faults = []
    for name, words in DIALOGS[person]:
        page.goto(screens()[person][name])
        page.get_by_role("main").get_by_role("button", name=re.compile(words)).first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        page.wait_for_load_state("networkidle")
        if found := acts.rejected_rules(page):
            faults.append(f"{name}, {words}: {found}")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    assert not faults, "\n".join(faults)
