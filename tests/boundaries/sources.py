"""The files that the boundary tests look at: what is tracked, or would be."""

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT_SUFFIXES = {
    ".cfg", ".conf", ".css", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".mjs", ".py", ".service",
    ".sh", ".sql", ".toml", ".ts", ".txt", ".typ", ".vue", ".xml", ".yaml", ".yml", ".in", "",
}  # fmt: skip


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project that exists, by git's word on what belongs to it."""
    output = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = sorted({ROOT / name for name in output.split("\0") if name})
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_files() -> tuple[tuple[str, str], ...]:
    """Path and text of every readable file."""
    found = []
    for path in project_files():
        if path.suffix in TEXT_SUFFIXES:
            try:
                found.append((relative(path), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:  # a sample in another encoding
                continue
    return tuple(found)


@cache
def python_modules() -> tuple[tuple[str, ast.Module], ...]:
    """Path and syntax tree of every Python file we wrote; migrations are generated.

    Millions of nodes that stay: looking through them for garbage while they come takes as long as to parse them.
    """
    gc.disable()
    try:
        return tuple(
            (name, ast.parse(text))
            for name, text in text_files()
            if name.endswith(".py") and "/migrations/" not in name
        )
    finally:
        gc.enable()
        gc.freeze()


def refuse(found: list[str]) -> None:
    """Fail with one line for each thing found."""
    assert not found, "\n" + "\n".join(found)
