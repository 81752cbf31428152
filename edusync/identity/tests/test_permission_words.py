"""Every permission is explained, in every language that is complete."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from edusync.identity.permission_words import WORDS
from edusync.kernel.policy import Permission

FOLDER = Path(settings.BASE_DIR) / "web" / "src" / "features" / "access" / "locales"


def texts(language):
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def key_of(permission):
    return str(permission).replace(":", "_")


def test_every_permission_has_words():
    assert set(WORDS) == set(Permission)


def test_the_editor_says_what_the_api_says():
    shown = texts("en")["permissions"]
    assert shown == {
        key_of(permission): {"label": words.label, "about": words.about}
        for permission, words in WORDS.items()
    }


@pytest.mark.parametrize("language", ["en", "ta"])
def test_every_permission_and_area_is_explained_in(language):
    known = texts(language)
    assert set(known["permissions"]) == {key_of(permission) for permission in Permission}
    assert all(text["label"] and text["about"] for text in known["permissions"].values())
    assert set(known["roles"]["areas"]) == {words.area for words in WORDS.values()}


def test_tamil_is_no_copy_of_english():
    english, tamil = texts("en")["permissions"], texts("ta")["permissions"]
    assert all(tamil[key]["label"] != english[key]["label"] for key in english)
