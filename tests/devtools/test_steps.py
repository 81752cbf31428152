"""A step runs when something it depends on changed, and only then."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools import steps
from devtools.steps import Step


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(steps, "STEPS", tmp_path / "steps")
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "one.txt").write_text("1")
    return tmp_path


def copying_step(folder: Path, *facts: str) -> Step:
    result = folder / "result.txt"

    def copy() -> None:
        result.write_text("".join(path.read_text() for path in steps.files_under(folder / "src")))

    return Step("copy", "copying", copy, inputs=(folder / "src",), results=(result,), facts=facts)


def test_runs_once_for_the_same_inputs(folder: Path) -> None:
    assert copying_step(folder).run()
    assert not copying_step(folder).run()


@pytest.mark.parametrize("change", ["edit", "add", "rename", "delete"])
def test_runs_again_after_any_change_of_an_input(folder: Path, change: str) -> None:
    source = folder / "src" / "one.txt"
    copying_step(folder).run()
    if change == "edit":
        source.write_text("2")
    elif change == "add":
        (folder / "src" / "two.txt").write_text("2")
    elif change == "rename":
        source.rename(folder / "src" / "other.txt")
    else:
        source.unlink()
    assert copying_step(folder).run()


def test_runs_again_when_its_result_is_gone(folder: Path) -> None:
    copying_step(folder).run()
    (folder / "result.txt").unlink()
    assert copying_step(folder).run()


def test_runs_again_for_another_fact(folder: Path) -> None:
    copying_step(folder, "sqlite").run()
    assert copying_step(folder, "mysql").run()


def test_a_failed_step_is_not_done(folder: Path) -> None:
    def fail() -> None:
        raise RuntimeError("broken")

    step = Step("copy", "copying", fail, inputs=(folder / "src",))
    with pytest.raises(RuntimeError, match="broken"):
        step.run()
    assert not step.is_done()


def test_generated_folders_and_tests_are_no_inputs(folder: Path) -> None:
    for name in ("node_modules", "__pycache__", "tests"):
        (folder / "src" / name).mkdir()
        (folder / "src" / name / "file.txt").write_text("x")
    assert [path.name for path in steps.files_under(folder / "src")] == ["one.txt"]
