"""Static files."""

import pytest
from django.test import RequestFactory

from edusync.operations.rest.static import StaticFilesMiddleware

# The files need no database, but closing an answer looks at connections that earlier tests left open.
pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(settings, tmp_path):
    """A folder of collected files and a newer build."""
    collected, built = tmp_path / "static", tmp_path / "dist"
    for folder, names in (
        (collected / "app" / "assets", ["old-AAAAAAAA.js", "same-BBBBBBBB.js", "same-BBBBBBBB.js.br"]),
        (built / "assets", ["same-BBBBBBBB.js", "new-CCCCCCCC.js"]),
    ):
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text("short" if name.endswith(".br") else " " * 2000)
    (collected / "app" / "favicon.svg").write_text("<svg/>")
    settings.STATIC_ROOT = str(collected)
    settings.STATICFILES_DIRS = [("app", built)]
    settings.WHITENOISE_USE_FINDERS = True
    return collected


def answer(path, **headers):
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        middleware = StaticFilesMiddleware(lambda request: None)
        return middleware(RequestFactory().get(path, headers=headers))
    finally:
        finders.get_finder.cache_clear()


def test_a_newer_build_is_served_before_it_is_collected(folders):
    for name in ("old-AAAAAAAA", "same-BBBBBBBB", "new-CCCCCCCC"):
        response = answer(f"/static/app/assets/{name}.js")
        assert response.status_code == 200
        response.close()


def test_collected_files_come_compressed_and_hashed_ones_for_ever(folders):
    response = answer("/static/app/assets/same-BBBBBBBB.js", accept_encoding="br")
    assert response["Content-Encoding"] == "br"
    assert "immutable" in response["Cache-Control"]
    response.close()
    response = answer("/static/app/favicon.svg")
    assert "immutable" not in response["Cache-Control"]
    response.close()


def test_a_site_that_never_collected_starts(folders, settings):
    settings.STATIC_ROOT = str(folders / "nowhere")
    response = answer("/static/app/assets/new-CCCCCCCC.js")
    assert response.status_code == 200
    response.close()


def test_collecting_compresses_the_front_end_best(folders, settings, tmp_path):
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    other = tmp_path / "other" / "assets"
    other.mkdir(parents=True)
    (other / "new-CCCCCCCC.js").write_text(" " * 2000)
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("elsewhere", other.parent)]
    finders.get_finder.cache_clear()
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        finders.get_finder.cache_clear()
    found = {
        str(path.relative_to(tmp_path / "collected")) for path in (tmp_path / "collected").rglob("new-*")
    }
    assert found == {
        "app/assets/new-CCCCCCCC.js",
        "app/assets/new-CCCCCCCC.js.br",
        "app/assets/new-CCCCCCCC.js.gz",
        "elsewhere/assets/new-CCCCCCCC.js",
        "elsewhere/assets/new-CCCCCCCC.js.gz",
    }
