"""Generators write files that lint accepts, and never over existing ones."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.new import create
from devtools.shell import Failure
from tests.boundaries.sources import ROOT


def test_a_new_app_is_clean_python(tmp_path: Path) -> None:
    create("app", "study_rooms", root=tmp_path)
    folder = tmp_path / "edusync" / "study_rooms"
    assert 'name = "edusync.study_rooms"' in (folder / "apps.py").read_text()
    assert (folder / "sql" / "mysql").is_dir()
    for action in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *action, "--config", ROOT / "pyproject.toml", folder]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout


def test_a_new_feature_has_a_page_a_route_and_texts(tmp_path: Path) -> None:
    create("feature", "study-rooms", root=tmp_path)
    folder = tmp_path / "web" / "src" / "features" / "study-rooms"
    assert "import('./StudyRoomsPage.vue')" in (folder / "routes.ts").read_text()
    assert json.loads((folder / "locales" / "en.json").read_text())["title"] == "Study rooms"
    assert "study-rooms.title" in (folder / "StudyRoomsPage.vue").read_text()


def test_a_new_kit_component_comes_with_a_spec(tmp_path: Path) -> None:
    create("ui", "StarRating", root=tmp_path)
    assert "./StarRating.vue" in (tmp_path / "web" / "src" / "ui" / "StarRating.spec.ts").read_text()


@pytest.mark.parametrize(
    ("kind", "name"), [("app", "Study"), ("app", "study-rooms"), ("ui", "star"), ("feature", "../x")]
)
def test_a_name_in_another_style_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    with pytest.raises(Failure, match="expected"):
        create(kind, name, root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    create("app", "rooms", root=tmp_path)
    with pytest.raises(Failure, match="there already"):
        create("app", "rooms", root=tmp_path)
