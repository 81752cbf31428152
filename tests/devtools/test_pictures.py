"""Pictures of the demo school need letters of all its people; only who takes pictures waits for the font."""

from devtools import environment, look, test


def test_pictures_get_a_font_for_names_that_the_browser_cannot_write(monkeypatch):
    asked = []
    monkeypatch.setattr(environment, "install_packages", lambda names: asked.append(names) or True)
    environment.prepare_picture_fonts()
    assert asked == [environment.PICTURE_FONTS]


def test_a_machine_that_cannot_have_it_takes_pictures_all_the_same(monkeypatch):
    monkeypatch.setattr(environment, "install_packages", lambda names: False)
    environment.prepare_picture_fonts()


def test_tests_do_not_wait_for_it():
    needed = test.needed_packages({"e2e"}, {"mariadb"})
    assert set(environment.BROWSER_PACKAGES) <= set(needed)
    assert not set(environment.PICTURE_FONTS) & set(needed)


def test_a_look_prepares_it_before_the_browser_starts(monkeypatch):
    order = []
    monkeypatch.setattr(look, "prepare_python", lambda profile: order.append("python"))
    monkeypatch.setattr(look, "chromium", lambda: order.append("browser") or "/usr/bin/chromium")
    monkeypatch.setattr(look, "prepare_picture_fonts", lambda: order.append("fonts"))
    monkeypatch.setattr(look, "take_pictures", lambda *args: order.append("pictures"))
    look.main(type("Arguments", (), {"tour": False, "url": "http://127.0.0.1:1/", "names": []})())
    assert order == ["python", "browser", "fonts", "pictures"]
