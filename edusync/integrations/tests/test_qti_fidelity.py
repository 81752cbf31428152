"""What QTI has no word for comes back as it was, for ourselves; the package says what others make of it."""

import io
import zipfile
from decimal import Decimal
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import QuestionBank
from edusync.assessment.scoring import stored_settings
from edusync.assessment.services.authoring import check_drafts
from edusync.assessment.services.bank import create_bank
from edusync.integrations.questions.outgoing import Outgoing, Picture
from edusync.integrations.questions.qti.packing import REPORT, write_package
from edusync.integrations.questions.qti.reading import read_qti
from edusync.integrations.questions.qti.writing import VERSIONS, write_item
from edusync.integrations.services.question_exchange import (
    export_package,
    import_questions,
    outgoing_questions,
)
from edusync.integrations.services.question_pictures import with_stand_ins
from edusync.integrations.tests import qti_samples as samples
from edusync.integrations.tests.test_qti import WORDS, draft_of

PERCENT = st.integers(0, 9000).map(lambda number: number / 100)
SIZE = st.integers(50, 900).map(lambda number: number / 100)
RATIO = st.integers(2000, 20000).map(lambda number: number / 10000)
AREA = st.one_of(
    st.builds(lambda x, y, w, h: {"shape": "rectangle", "x": x, "y": y, "width": w, "height": h}, PERCENT, PERCENT, SIZE, SIZE),
    st.builds(lambda x, y, r: {"shape": "circle", "x": x, "y": y, "radius": r}, PERCENT, PERCENT, SIZE),
    st.builds(
        lambda x, y, w, h: {"shape": "polygon", "corners": [[x, y], [x + w, y], [x, y + h]]}, PERCENT, PERCENT, SIZE, SIZE
    ),
)  # fmt: skip
SCORINGS = st.sampled_from(["each", "less_wrong", "all_or_nothing"])
PATTERNS = st.sampled_from(["a+", "(cat|dog)s?", r"\d{4}", "[^x]*", r"\w+ \w+", "“.*”", "தமிழ்?", "a&b<c>"])


def picture(name: str = "map.png") -> Picture:
    return Picture(name, "image/png", "A map", lambda: samples.PNG)


def there_and_back(question: Outgoing, version: str) -> QuestionDraft:
    """The question out of a package into which it was put; a bank would take it."""
    content, refused, _ = write_package([question], version)
    assert refused == []
    (found,) = read_qti(content)
    assert found.draft is not None, found.node.losses
    check_drafts([with_stand_ins(found.draft)])
    if question.pictures:
        assert list(found.files.values()) == [samples.PNG]
    return found.draft


def notes(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(REPORT).decode() if REPORT in archive.namelist() else ""


@given(
    version=st.sampled_from(VERSIONS),
    labels=st.lists(WORDS, min_size=1, max_size=5),
    areas=st.lists(AREA, min_size=1, max_size=4),
    names=st.lists(st.sampled_from(["", "North", "<South>"]), min_size=4, max_size=4),
    scoring=SCORINGS,
    shows_places=st.booleans(),
    tolerance=st.sampled_from([0, 2, 2.5]),
    ratio=RATIO,
)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_labels_on_a_picture_survive(
    version: str, labels: list[str], areas: list[dict[str, Any]], names: list[str], **more: Any
) -> None:
    places = [
        {**area, "item": number, "label": names[number - 1]}
        for number, area in enumerate(areas[: len(labels)], 1)
    ]
    given_settings = {
        "items": [{"html": escape(text, quote=False)} for text in labels],
        "places": places,
        **more,
    }
    told = stored_settings("drag_to_image", given_settings, str)
    sent = Outgoing("t", "drag_to_image", "<p>Name it.</p>", told, [], points="3", pictures=[picture()])
    draft = there_and_back(sent, version)
    assert stored_settings("drag_to_image", draft.settings, str) == told
    assert Decimal(draft.points) == 3


@given(
    version=st.sampled_from(VERSIONS),
    areas=st.lists(AREA, min_size=1, max_size=4),
    scoring=SCORINGS,
    ratio=RATIO,
    wrong=st.integers(0, 3),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_areas_survive(
    version: str, areas: list[dict[str, Any]], scoring: str, ratio: float, wrong: int
) -> None:
    regions = [
        {**area, "is_right": place != wrong or len(areas) == 1, "label": ""}
        for place, area in enumerate(areas)
    ]
    told = stored_settings("hotspot", {"regions": regions, "ratio": ratio, "scoring": scoring}, str)
    sent = Outgoing("t", "hotspot", "<p>Where?</p>", told, [], pictures=[picture()])
    assert stored_settings("hotspot", there_and_back(sent, version).settings, str) == told


@given(
    version=st.sampled_from(VERSIONS),
    answers=st.lists(
        st.tuples(st.one_of(st.tuples(PATTERNS, st.just(True)), st.tuples(WORDS, st.just(False))), st.sampled_from(["1", "0.5", "0.25"])),
        min_size=1, max_size=4,
    ),
    is_case_sensitive=st.booleans(),
    accepts_any=st.booleans(),
    points=st.sampled_from(["1", "4", "0.5"]),
)  # fmt: skip
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_texts_and_patterns_survive(
    version: str, answers: list[Any], is_case_sensitive: bool, accepts_any: bool, points: str
) -> None:
    said = [
        {
            "text": text,
            "is_pattern": is_pattern,
            "weight": "1" if place == 0 else weight,
            "feedback": "",
        }
        for place, ((text, is_pattern), weight) in enumerate(answers)
    ]
    told = {"answers": said, "is_case_sensitive": is_case_sensitive, "accepts_any": accepts_any}
    draft = there_and_back(Outgoing("t", "text", "<p>Say it.</p>", told, [], points=points), version)
    assert draft.kind == "text"
    assert {"accepts_any": False, **draft.settings} == told
    assert Decimal(draft.points) == Decimal(points)


@given(
    version=st.sampled_from(VERSIONS),
    mode=st.sampled_from(["ignored", "optional", "required"]),
    names=st.lists(st.sampled_from(["m", "meters", "m/s²", "°C", "€", 'a"b&<c']), min_size=1, max_size=3, unique=True),
)  # fmt: skip
@settings(max_examples=30, derandomize=True, deadline=None)
def test_any_units_survive(version: str, mode: str, names: list[str]) -> None:
    unit = {"mode": mode, "names": names}
    answers = [{"value": "9.81", "tolerance": "0.02", "weight": "1", "feedback": ""}]
    sent = Outgoing("t", "numerical", "<p>How fast?</p>", {"answers": answers, "unit": unit}, [])
    assert there_and_back(sent, version).settings == {"answers": answers, "unit": unit}


def test_gaps_keep_patterns_and_units() -> None:
    gaps = [
        {"kind": "text", "answers": [{"text": "P.r.s", "is_pattern": True, "weight": "1"}], "is_case_sensitive": True},
        {"kind": "number", "answers": [{"value": "2", "tolerance": "0"}], "unit": {"mode": "required", "names": ["km"]}},
        {"kind": "text", "answers": [{"text": "Seine", "weight": "1"}]},
    ]  # fmt: skip
    sent = Outgoing("t", "cloze", "", {"text": "<p>[[1]], [[2]], [[3]]</p>", "gaps": gaps}, [], points="3")
    for version in VERSIONS:
        first, second, third = there_and_back(sent, version).settings["gaps"]
        assert (first["answers"][0]["is_pattern"], first["answers"][0]["text"]) == (True, "P.r.s")
        assert first["is_case_sensitive"] is True
        assert second["unit"] == {"mode": "required", "names": ["km"]}
        assert (third["answers"][0]["text"], third["is_case_sensitive"]) == ("Seine", False)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_package_says_what_others_make_of_it(version: str) -> None:
    places = [{"shape": "circle", "x": 10, "y": 10, "radius": 3, "item": 1, "label": ""}]
    free = {"items": [{"html": "Rhine"}], "places": places, "tolerance": 2}
    content, refused, _ = write_package(
        [
            Outgoing("Rivers", "drag_to_image", "<p>?</p>", free, [], pictures=[picture(), picture("b.png")]),
            Outgoing("Pattern", "text", "<p>?</p>", {"answers": [{"text": "a+", "is_pattern": True}]}, []),
            Outgoing("Speed", "numerical", "<p>?</p>", {"answers": [{"value": "1"}], "unit": {"mode": "required", "names": ["m"]}}, []),
            Outgoing("Nowhere", "drag_to_image", "<p>?</p>", free, []),
        ],
        version,
    )  # fmt: skip
    told = notes(content)
    assert [one.title for one, _ in refused] == ["Nowhere"]
    for words in (
        "changed: Rivers: Other systems show the places",
        "changed: Rivers: Of its pictures the one that is answered on comes along.",
        "changed: Pattern: Patterns are written as they are",
        "changed: Speed: Other systems know no units",
        "left out: Nowhere: Its picture is not among the files of this site.",
    ):
        assert words in told
    assert ("QTI 2.1 knows labels that are pictures" in told) == (version == "2.1")


@pytest.mark.parametrize(
    ("version", "attribute"),
    [("3.0", "data-edusync-unit"), ("2.2", "{urn:edusync:qti}edusync-unit"), ("2.1", "{urn:edusync:qti}edusync-unit")],
)  # fmt: skip
def test_what_is_our_own_bears_our_name(version: str, attribute: str) -> None:
    unit = {"mode": "required", "names": ["m"]}
    sent = Outgoing("t", "numerical", "<p>?</p>", {"answers": [{"value": "1"}], "unit": unit}, [])
    root = etree.fromstring(write_item(sent, "item-1", version)[0].encode())
    (entry,) = [one for one in root.iter() if etree.QName(one).localname.lower().replace("-", "").endswith("textentryinteraction")]  # fmt: skip
    assert entry.get(attribute) == '{"mode": "required", "names": ["m"]}'


def rivers(*, labels: str, spots: str, pairs: tuple[str, ...]) -> str:
    """An item of QTI 2.2 as others write it."""
    return samples.item(
        samples.response("multiple", "directedPair", *pairs)
        + '<itemBody><graphicGapMatchInteraction responseIdentifier="RESPONSE"><prompt>Name the rivers.</prompt>'
        + '<object type="image/png" data="images/map.png" width="200" height="100">A map</object>'
        + labels
        + spots
        + "</graphicGapMatchInteraction></itemBody>"
        + samples.MATCH,
        space=samples.V22,
    )


SPOTS = (
    '<associableHotspot identifier="A" shape="circle" coords="50,50,10" matchMax="1" hotspotLabel="West"/>'
    '<associableHotspot identifier="B" shape="rect" coords="100,0,150,50" matchMax="1"/>'
)
TEXTS = (
    '<gapText identifier="R" matchMax="1">Rhine</gapText><gapText identifier="E" matchMax="1">Elbe</gapText>'
)


def foreign(text: str) -> Any:
    (found,) = read_qti(samples.package({"one.xml": text, "images/map.png": samples.PNG}))
    return found


def test_labels_on_a_picture_of_others_are_read() -> None:
    found = foreign(rivers(labels=TEXTS, spots=SPOTS, pairs=("R B", "E A")))
    assert found.draft is not None, found.node.losses
    assert found.draft.settings == {
        "items": [{"html": "Rhine"}, {"html": "Elbe"}],
        "places": [
            {"shape": "circle", "x": 25.0, "y": 50.0, "radius": 5.0, "item": 2, "label": "West"},
            {
                "shape": "rectangle",
                "x": 50.0,
                "y": 0.0,
                "width": 25.0,
                "height": 50.0,
                "item": 1,
                "label": "",
            },
        ],
        "ratio": 0.5,
        "scoring": "all_or_nothing",
        "shows_places": True,
    }
    check_drafts([with_stand_ins(found.draft)])


IMAGES = (
    '<gapImg identifier="R" matchMax="1" objectLabel="Rhine &amp; Main"><object type="image/png" data="images/map.png"/></gapImg>'
    '<gapImg identifier="E" matchMax="1"><object type="image/png" data="images/map.png">Elbe</object></gapImg>'
)


@pytest.mark.parametrize(
    ("labels", "pairs", "code", "items"),
    [
        (IMAGES, ("R B", "E A"), "gap-images", ["Rhine &amp; Main", "Elbe"]),
        (TEXTS, ("R B",), "no-match", ["Rhine", "Elbe"]),
        (TEXTS, ("R A", "R B"), "several-matches", None),
        (TEXTS, ("R A", "E A"), "several-matches", None),
        (IMAGES.replace(">Elbe<", "><"), ("R B", "E A"), "gap-images", None),
        (TEXTS, (), "no-right-answer", None),
    ],
)
def test_what_labels_of_others_cannot_be_is_told(
    labels: str, pairs: tuple[str, ...], code: str, items: list[str] | None
) -> None:
    found = foreign(rivers(labels=labels, spots=SPOTS, pairs=pairs))
    assert code in found.node.losses
    assert (found.draft and [one["html"] for one in found.draft.settings["items"]]) == items


def test_a_pattern_of_others_counts_with_case() -> None:
    rule = (
        '<responseProcessing><responseCondition><responseIf><patternMatch pattern="[A-Z]+"><variable identifier="RESPONSE"/>'
        '</patternMatch><setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing>"
    )
    body = '<itemBody><p>Shout.</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>'
    draft = draft_of(samples.item(samples.response("single", "string") + body + rule))
    assert draft.settings["is_case_sensitive"] is True
    assert [(one["text"], one["is_pattern"]) for one in draft.settings["answers"]] == [("[A-Z]+", True)]
    check_drafts([draft])


@pytest.mark.parametrize("mark", ['"unit"', "{", "[1]", '{"mode": 3}', "x" * 30_000])
def test_what_is_written_in_our_name_is_checked_like_anything(mark: str) -> None:
    body = (
        '<itemBody><p>How fast?</p><p><textEntryInteraction responseIdentifier="RESPONSE" '
        f'data-edusync-unit="{escape(mark)}"/></p></itemBody>'
    )
    text = samples.item(samples.response("single", "float", "1") + body + samples.MATCH)
    draft = draft_of(text)
    unit = draft.settings.get("unit")
    assert unit in (None, {"mode": 3})


@pytest.mark.django_db
@pytest.mark.parametrize("version", VERSIONS)
def test_a_bank_with_a_picture_goes_out_and_comes_back(organization: Any, version: str) -> None:
    bank: QuestionBank = create_bank(title="Rivers", by_id=None)
    content = samples.package(
        {"one.xml": rivers(labels=TEXTS, spots=SPOTS, pairs=("R B", "E A")), "images/map.png": samples.PNG}
    )
    import_questions(bank=bank, content=content, is_dry_run=False)
    again = create_bank(title="Again", by_id=None)
    package = export_package(bank=bank, by_id=None, version=version)
    import_questions(bank=again, content=package, is_dry_run=False)
    (one,), (other,) = outgoing_questions(bank), outgoing_questions(again)
    assert (one.kind, one.settings, one.stem_html) == (other.kind, other.settings, other.stem_html)
    assert [picture.read() for picture in other.pictures] == [samples.PNG]
    (row,) = import_questions(bank=bank, content=package).rows
    assert (row.outcome, row.code) == ("existing", "already-there")
