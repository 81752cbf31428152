"""What changes elsewhere appears without reload: by streams of a listener process, two web processes, no Redis."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import acts
from tests.e2e.conftest import PASSWORD
from tests.e2e.site import Site
from tests.e2e.test_waitlist import new_course

TITLE = "Percentages without fear"
LEARNER = "learner7@demo.edusync.test"


@pytest.fixture(scope="module")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A seeded site with its listener."""
    site = Site(data=tmp_path_factory.mktemp("live"), is_live=True)
    site.migrate()
    site.manage("seed_demo")
    site.start()
    yield site
    site.discard()


@pytest.fixture
def device(live_site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A browser of its own, signed in as the learner or somebody else."""
    contexts = []

    def open_one(email: str = LEARNER) -> Page:
        context = browser.new_context(base_url=live_site.url, viewport={"width": 1280, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail or user name").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield open_one
    for context in contexts:
        context.close()


def watching(page: Page, path: str) -> Page:
    """The page at `path`, once its stream is open."""
    with page.expect_response(lambda answer: "/live?ticket=" in answer.url) as stream:
        page.goto(path)
    assert stream.value.status == 200
    return page


def run(live_site: Site, act: str, *, slug: str = acts.SMALL_COURSE, email: str = LEARNER) -> None:
    """Something done elsewhere: in a process of its own, with `course`, `learner` and the services at hand."""
    code = (
        "from edusync.courses.models import Course\n"
        "from edusync.enrollment import services\n"
        "from edusync.enrollment.models import Enrollment\n"
        "from edusync.identity.models import User\n"
        "from edusync.kernel.tenancy import organization_context\n"
        f"course = Course.unscoped.get(slug={slug!r})\n"
        f"learner = User.objects.get(email={email!r})\n"
        "with organization_context(course.organization_id):\n"
        f"    {act}\n"
    )
    live_site.manage("shell", "--no-imports", "-c", code)


def process_on(port: int) -> int:
    """Id of the process that listens on the port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if sockets & {str(link.readlink()) for link in (folder / "fd").iterdir()}:
                return int(folder.name)
        except OSError:
            continue
    raise AssertionError(f"nothing listens on {port}")


def test_a_place_given_by_staff_and_progress_on_another_device_appear_by_themselves(
    live_site: Site, device: Callable[..., Page]
) -> None:
    desk = watching(device(), "/my-learning")
    mine = desk.get_by_role("main")
    expect(mine.get_by_role("link", name=TITLE).first).to_be_hidden()
    run(live_site, "services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source='import')")
    expect(mine.get_by_role("link", name=TITLE).first).to_be_visible()
    expect(desk.get_by_text(f"You have a place in “{TITLE}”.").first).to_be_visible()

    phone = device()
    desk.goto("/courses")
    watching(desk, "/my-learning")
    expect(mine.get_by_text("33%").first).to_be_hidden()
    phone.goto(f"/learn/{acts.SMALL_COURSE}")
    acts.complete_lesson(phone)
    expect(mine.get_by_text("33%").first).to_be_visible()


def test_news_come_after_the_listener_died(live_site: Site, device: Callable[..., Page]) -> None:
    email = "learner18@demo.edusync.test"
    run(
        live_site,
        "services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source='import')",
        email=email,
    )
    desk = watching(device(email), "/my-learning")
    expect(desk.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()
    with desk.expect_response(lambda answer: "/live?ticket=" in answer.url) as again:
        os.kill(process_on(live_site.port + 1), signal.SIGKILL)
    assert again.value.status == 200
    run(
        live_site,
        "services.withdraw(enrollment=Enrollment.objects.get(course=course, learner=learner), by_id=None)",
        email=email,
    )
    expect(desk.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_hidden()


def test_an_offered_seat_and_a_published_course_appear_by_themselves(
    live_site: Site, device: Callable[..., Page]
) -> None:
    title = "A seat that frees"
    slug = new_course(device("instructor@demo.edusync.test"), title, capacity=1, is_waitlist_on=True)
    seated, desk = device("learner16@demo.edusync.test"), device("learner19@demo.edusync.test")
    place = acts.call(seated, "POST", f"/api/v1/courses/{slug}/enroll", {})
    acts.call(desk, "POST", f"/api/v1/courses/{slug}/enroll", {"join_waitlist": True})
    watching(desk, f"/courses/{slug}")
    expect(desk.get_by_text("You are next, of 1 in line.")).to_be_visible()
    acts.call(seated, "POST", f"/api/v1/enrollments/{place['id']}/withdraw", {})
    expect(desk.get_by_role("button", name="Take the seat")).to_be_visible()
    expect(desk.get_by_text(f"A seat in “{title}” is free for you.").first).to_be_visible()
    desk.get_by_role("button", name="Take the seat").click()
    desk.wait_for_url(lambda url: f"/learn/{slug}" in url)
    run(
        live_site,
        "from edusync.courses import services as courses; "
        "courses.archive_course(course=course); courses.publish_course(course=course)",
        slug=slug,
    )
    expect(desk.get_by_text(f"“{title}” has something new.").first).to_be_visible()
