"""Every main thing can be made, read and changed, by the API and on a screen, or it is said why not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps

from edusync.kernel.registry import own_apps
from tests.entities.entities import ENTITIES, PARTS, Entity

ROOT = Path(__file__).resolve().parents[2]
SCREEN = re.compile(r"\bpath: '([^']+)'")
ACTS = ("create", "read", "update")


@pytest.fixture(scope="module")
def routes() -> set[str]:
    """`METHOD /path` of everything that the API describes; a test of its own compares that with what is served."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    paths = yaml.load(text, Loader=loader)["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, acts in paths.items()
        for method in acts
        if path.startswith("/api/v1/")
    }


@pytest.fixture(scope="module")
def screens() -> set[str]:
    """Paths of all pages, with the backslashes of a script taken off."""
    files = (ROOT / "web" / "src").glob("**/routes.ts")
    return {path.replace("\\\\", "\\") for file in files for path in SCREEN.findall(file.read_text("utf-8"))}


def acts_of(entity: Entity) -> Iterator[tuple[str, str]]:
    for act in ACTS:
        yield act, getattr(entity, act)


def is_reason(text: str) -> bool:
    """A sentence, not a route."""
    return bool(re.fullmatch(r"[A-Z][a-z]+ .+\.", text))


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.model)
def test_a_main_thing_is_made_read_and_changed_by_the_api(entity: Entity, routes: set[str]) -> None:
    missing = {act: text for act, text in acts_of(entity) if text not in routes and not is_reason(text)}
    assert missing == {}
    assert not is_reason(entity.read), "what nobody can read is no main thing"


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.model)
def test_a_main_thing_has_its_screens(entity: Entity, screens: set[str]) -> None:
    assert entity.screens
    assert set(entity.screens) - screens == set()


def test_no_main_thing_is_forgotten() -> None:
    """What is known outside by a UUID is a main thing or said to be part of one."""
    public = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_config.name in own_apps()
        and any(field.name == "uuid" for field in model._meta.local_fields)
    }
    listed = [entity.model for entity in ENTITIES]
    assert public - set(listed) - set(PARTS) == set()
    assert set(PARTS) & set(listed) == set()
    assert set(PARTS) <= public
    for name in listed:
        assert apps.get_model(name), name
    assert len(listed) == len(set(listed))


def test_a_missing_route_would_be_seen(routes: set[str], screens: set[str]) -> None:
    assert "POST /wishes" not in routes
    assert not is_reason("POST /wishes")
    assert "/wishes" not in screens
    assert len(routes) > 300
    assert len(screens) > 100
