"""Who has a feature, and when a process hears of a decision."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.kernel import flags
from edusync.kernel.flags import Flag, Memory, Rollout, State, decide
from edusync.kernel.policy import ANONYMOUS, Actor

OLD = Flag("old-ways", "Old ways", "As before", owner="kernel", removal="Stays", default=True)
NEW = Flag("new-ways", "New ways", "Better", owner="kernel", removal="With the next release")
HERE, THERE = 1, 2
keys = st.text("abcdefghij-", min_size=1, max_size=20)
people = st.integers(min_value=1, max_value=2**63 - 1)
percents = st.integers(min_value=0, max_value=100)


def has(flag=NEW, *, person_id=7, organization_id=HERE, roles=("learner",), **rollout):
    return decide(
        flag,
        Rollout(**{"state": State.ROLLOUT, **rollout}),
        person_id=person_id,
        organization_id=organization_id,
        roles=roles,
    )


class Decided:
    """A source that counts how often it is asked."""

    def __init__(self):
        self.number = 1
        self.decisions = {}
        self.asked = []

    def version(self):
        self.asked.append("version")
        return self.number

    def rollouts(self):
        self.asked.append("rollouts")
        return dict(self.decisions)


class Hands:
    """A clock whose hands are moved."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize(("flag", "expected"), [(OLD, True), (NEW, False)])
def test_the_code_says_what_holds_until_somebody_decides(flag, expected):
    assert has(flag, state=State.DEFAULT, percent=50) is expected


@pytest.mark.parametrize(("state", "expected"), [(State.ON, True), (State.OFF, False)])
def test_on_and_off_are_for_everybody_whatever_the_rules_say(state, expected):
    rules = {"on_organizations": frozenset({HERE}), "off_roles": frozenset({"learner"}), "percent": 50}
    assert has(state=state, **rules) is expected
    assert has(state=state, organization_id=THERE, roles=(), **rules) is expected


def test_a_feature_is_on_for_an_organization_and_not_for_the_others():
    assert has(on_organizations=frozenset({HERE}))
    assert not has(on_organizations=frozenset({THERE}))


def test_a_feature_is_on_for_a_role_in_whatever_organization():
    assert has(on_roles=frozenset({"instructor"}), roles=("learner", "instructor"))
    assert not has(on_roles=frozenset({"instructor"}))


@pytest.mark.parametrize(
    "off", [{"off_organizations": frozenset({HERE})}, {"off_roles": frozenset({"learner"})}]
)
def test_off_outweighs_on_and_the_percentage(off):
    rest = {"on_organizations": frozenset({HERE}), "on_roles": frozenset({"learner"}), "percent": 100}
    assert has(**rest)
    assert not has(**rest, **off)


@pytest.mark.parametrize(("percent", "expected"), [(0, False), (99, False), (100, True)])
def test_a_visitor_has_of_a_percentage_all_or_nothing(percent, expected):
    assert has(person_id=None, percent=percent) is expected


@given(key=keys, person_id=people, one=percents, two=percents)
@settings(max_examples=50)
def test_raising_the_percentage_takes_the_feature_from_nobody(key, person_id, one, two):
    flag = Flag(key, "", "", owner="kernel", removal="")
    low, high = sorted((one, two))
    assert has(flag, person_id=person_id, percent=low) <= has(flag, person_id=person_id, percent=high)
    assert not has(flag, person_id=person_id, percent=0)
    assert has(flag, person_id=person_id, percent=100)


def test_a_percentage_is_that_share_of_people_and_another_one_for_each_feature():
    one = {person for person in range(1, 5001) if has(NEW, person_id=person, percent=30)}
    two = {person for person in range(1, 5001) if has(OLD, person_id=person, percent=30)}
    assert 1400 < len(one) < 1600
    assert 350 < len(one & two) < 550  # 9 percent of all where the two are chosen apart


def test_a_persons_place_never_changes():
    assert [flags.place_of("new-ways", person) for person in (1, 2, 3)] == [8240, 498, 8142]


def test_two_flags_of_one_key_are_refused():
    flags.declare(flags.flag_named("search"))
    with pytest.raises(ValueError, match="two flags named search"):
        flags.declare(Flag("search", "Another", "", owner="kernel", removal=""))


def test_nothing_is_asked_twice_within_seconds():
    source, clock = Decided(), Hands()
    memory = Memory(source, clock)
    for _ in range(50):
        memory.rollouts()
    assert source.asked == ["version", "rollouts"]
    clock.now += flags.LOOK_SECONDS
    for _ in range(50):
        memory.rollouts()
    assert source.asked == ["version", "rollouts", "version"]


def test_every_process_sees_a_decision_within_seconds():
    source, clock = Decided(), Hands()
    processes = [Memory(source, clock), Memory(source, clock)]
    assert [dict(process.rollouts()) for process in processes] == [{}, {}]
    source.decisions, source.number = {"new-ways": Rollout(State.ON)}, 2
    clock.now += flags.LOOK_SECONDS
    assert [process.rollouts()["new-ways"].state for process in processes] == [State.ON, State.ON]


def test_who_decides_sees_it_at_once():
    source = Decided()
    memory = Memory(source, Hands())
    memory.rollouts()
    source.decisions, source.number = {"new-ways": Rollout(State.ON)}, 2
    memory.look_again()
    assert "new-ways" in memory.rollouts()


def test_what_is_known_holds_while_the_database_is_away():
    class Away(Decided):
        def version(self):
            if self.number > 1:
                raise ConnectionError
            return super().version()

    source, clock = Away(), Hands()
    source.decisions = {"new-ways": Rollout(State.OFF)}
    memory = Memory(source, clock)
    memory.rollouts()
    source.number = 2
    clock.now += flags.LOOK_SECONDS
    with pytest.raises(ConnectionError):
        memory.rollouts()
    assert memory.rollouts()["new-ways"].state is State.OFF


@pytest.fixture
def search_is_off():
    flags.memory.trust({"search": Rollout(State.ROLLOUT, on_organizations=frozenset({THERE}))})


def view(request):
    return HttpResponse("here")


def ask(callback, organization_id):
    request = RequestFactory().get("/")
    request.actor = Actor(user_id=7, organization_id=organization_id)
    return callback(request)


def test_a_page_behind_a_flag_is_not_there_for_whom_it_is_off(search_is_off):
    guarded = flags.behind(flags.flag_named("search"))(view)
    assert ask(guarded, THERE).content == b"here"
    with pytest.raises(Http404):
        ask(guarded, HERE)


def test_all_routes_of_a_feature_are_switched_in_one_place(search_is_off):
    routes = flags.all_behind(flags.flag_named("search"), [path("a", view), path("b", view)])
    assert [ask(route.callback, THERE).status_code for route in routes] == [200, 200]
    for route in routes:
        with pytest.raises(Http404):
            ask(route.callback, HERE)


def test_pages_are_told_which_features_a_person_has(search_is_off):
    assert "search" in flags.keys_on_for(person_id=7, organization_id=THERE)
    assert "search" not in flags.keys_on_for(person_id=7, organization_id=HERE)
    assert not flags.is_on(flags.flag_named("search"), ANONYMOUS)
