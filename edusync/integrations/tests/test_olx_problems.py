"""Problems of OLX: each response type with its options, and what cannot be graded here."""

from decimal import Decimal

import pytest
from lxml import etree

from edusync.assessment.scoring import Choice, score_response
from edusync.integrations.formats.olx.addresses import OlxAddresses
from edusync.integrations.formats.olx.problems import read_problem
from edusync.integrations.formats.tree import SourceNode


class NoFolder:
    paths: tuple[str, ...] = ()


def read(markup: str, title: str = ""):
    """Questions of a problem, and its node."""
    node = SourceNode("problem/p.xml", "problem")
    links = OlxAddresses(NoFolder(), set())
    return read_problem(etree.fromstring(markup), links=links, node=node, title=title), node


def share(draft, response) -> Decimal:
    """Share of the points that a response earns: places of options from 1, or a text."""
    choices = [Choice(n, n, Decimal(str(option.weight))) for n, option in enumerate(draft.option_drafts(), 1)]
    given = {"text": response} if isinstance(response, str) else {"options": response}
    return Decimal(float(score_response(draft.kind, draft.settings, choices, given).share)).quantize(
        Decimal("0.01")
    )


def stem_of(draft) -> str:
    return " ".join(block.get("html") or block.get("text") or block["type"] for block in draft.stem["blocks"])


def test_single_choice_with_feedback_and_partial_points():
    (draft,), _ = read(
        """<problem><multiplechoiceresponse partial_credit="points"><label>Best?</label><choicegroup>
        <choice correct="true">A <choicehint label="Yes">fine</choicehint></choice>
        <choice correct="partial" point_value="30%">B</choice><choice correct="partial">C</choice>
        <choice correct="false">D &amp; <b>E</b></choice></choicegroup></multiplechoiceresponse></problem>"""
    )
    assert draft.kind == "single_choice"
    assert [share(draft, [n]) for n in (1, 2, 3, 4)] == [1, Decimal("0.30"), Decimal("0.50"), 0]
    assert [option.html for option in draft.options] == ["A", "B", "C", "D &amp; <strong>E</strong>"]
    assert draft.options[0].feedback == "<strong>Yes:</strong> fine"
    assert stem_of(draft) == "<p>Best?</p>"


@pytest.mark.parametrize(
    ("credit", "shares"),
    [("", (1, 0, 0, 0)), ("EDC", (1, "0.75", "0.75", "0.25")), ("halves", (1, "0.50", "0.50", 0))],
)
def test_multiple_choice_scores_as_the_source_says(credit, shares):
    (draft,), _ = read(
        f"""<problem><choiceresponse partial_credit="{credit}"><checkboxgroup>
        <choice correct="true">A<choicehint selected="false">missed A</choicehint></choice><choice correct="true">B</choice>
        <choice correct="false">C<choicehint selected="true">not C</choicehint></choice><choice correct="false">D</choice>
        </checkboxgroup></choiceresponse></problem>"""
    )
    assert draft.kind == "multiple_choice"
    assert [share(draft, given) for given in ([1, 2], [1], [1, 2, 3], [1, 3, 4])] == [
        Decimal(one) for one in shares
    ]
    assert draft.settings["unselected_feedback"][0] == "missed A"
    assert draft.options[2].feedback == "not C"


def test_dropdowns_old_and_new():
    drafts, _ = read(
        """<problem><p>Pick.</p><optionresponse><optioninput options="('it\\'s','two, three')" correct="two, three"/>
        </optionresponse><optionresponse><label>Then</label><optioninput><option correct="False">x</option>
        <option correct="True">y<optionhint>good</optionhint></option></optioninput></optionresponse></problem>"""
    )
    assert [draft.kind for draft in drafts] == ["dropdown", "dropdown"]
    assert [option.html for option in drafts[0].options] == ["it's", "two, three"]
    assert share(drafts[0], [2]) == 1
    assert (share(drafts[1], [1]), share(drafts[1], [2])) == (0, 1)
    assert drafts[1].options[1].feedback == "good"
    assert [stem_of(draft) for draft in drafts] == ["<p>Pick.</p>", "<p>Then</p>"]


def test_several_lists_inside_a_sentence_are_numbered():
    drafts, _ = read(
        """<problem><optionresponse><p>The sky is <optioninput options="('blue','red')" correct="blue"/> and grass
        <optioninput options="('red','green')" correct="green"/>.</p></optionresponse></problem>"""
    )
    assert len(drafts) == 2
    assert "[1]" in stem_of(drafts[0])
    assert "and grass [2]" in stem_of(drafts[0])
    assert "[2]" in stem_of(drafts[1])


def test_answer_fields_in_a_table_become_numbered_blanks():
    drafts, _ = read(
        """<problem weight="3"><table><tr><th>City</th><th>Country</th></tr>
        <tr><td>Oslo</td><td><stringresponse answer="Norway" type="ci"><textline/></stringresponse></td></tr>
        <tr><td>Rome</td><td><stringresponse answer="Italy" type="ci"><textline/></stringresponse></td></tr></table>
        <p>Write in English.</p></problem>"""
    )
    assert [draft.points for draft in drafts] == [Decimal("1.5")] * 2
    assert [block["type"] for block in drafts[0].stem["blocks"]] == ["table", "text"]
    assert "<strong>[1]</strong> Oslo: Country" in stem_of(drafts[0])
    assert "<strong>[2]</strong> Rome: Country" in stem_of(drafts[1])
    assert "Write in English." in stem_of(drafts[1])


@pytest.mark.parametrize(
    ("response", "right", "wrong"),
    [
        (
            'answer="600"><responseparam type="tolerance" default="5"/',
            ["600", "605", "595", "6e2"],
            ["606", "594", "x"],
        ),
        ('answer="200"><responseparam type="tolerance" default="1%"/', ["198", "202"], ["197.9", "202.1"]),
        ('answer="1/3"><responseparam default="0.01"/', ["0.33", "1/3"], ["0.31"]),
        ('answer="[1, 5)"><formulaequationinput/', ["1", "4.99"], ["5", "0.99"]),
        ('answer="2"><additional_answer answer="3"/', ["2", "3"], ["4"]),
        ('answer="sqrt(2)"><formulaequationinput/', ["1.414214"], ["1.42"]),
    ],
)
def test_numbers(response, right, wrong):
    (draft,), _ = read(
        f"<problem><numericalresponse {response}></numericalresponse></problem>", title="Count"
    )
    assert draft.kind == "numerical"
    assert [share(draft, text) for text in right] == [1] * len(right)
    assert [share(draft, text) for text in wrong] == [0] * len(wrong)
    assert stem_of(draft) == "<p>Count</p>"


def test_numbers_nearly_right_earn_half_when_the_source_says_so():
    (draft,), _ = read(
        """<problem><numericalresponse answer="10" partial_credit="list,close"><responseparam type="tolerance" default="1"
        partial_range="3" partial_answers="20,30"/></numericalresponse></problem>"""
    )
    assert [share(draft, text) for text in ("10", "12.5", "20", "30", "14", "25")] == [
        1,
        *[Decimal("0.50")] * 3,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("response", "right", "wrong"),
    [
        ('answer="Doc" type="ci"><additional_answer answer="Sleepy"/', ["doc", "SLEEPY", " Doc "], ["Dr"]),
        ('answer="Doc" type="cs"><textline/', ["Doc"], ["doc"]),
        ('answer="Doc"><or_answer>Sneezy</or_answer><textline/', ["Doc", "Sneezy"], ["doc"]),
        ('answer="red_or_blue" type="ci"><textline/', ["Red", "blue"], ["red_or_blue"]),
        ('answer="^b.b+le$" type="ci regexp"><textline/', ["bubble", "BOBBBLE"], ["a bubble"]),
        ('answer=".*" type="regexp"><textline/', ["anything"], [""]),
    ],
)
def test_texts(response, right, wrong):
    (draft,), _ = read(f"<problem><stringresponse {response}></stringresponse></problem>")
    assert draft.kind == "text"
    assert [share(draft, text) for text in right] == [1] * len(right)
    assert [share(draft, text) for text in wrong] == [0] * len(wrong)


def test_known_wrong_texts_keep_their_feedback():
    (draft,), _ = read(
        """<problem><stringresponse answer="Paris" type="ci"><correcthint>Yes!</correcthint>
        <stringequalhint answer="London">Other side of the sea.</stringequalhint><textline/></stringresponse></problem>"""
    )
    found = score_response("text", draft.settings, [], {"text": "london"})
    assert (float(found.share), found.feedback) == (0, ("Other side of the sea.",))
    assert score_response("text", draft.settings, [], {"text": "paris"}).feedback == ("Yes!",)


def test_formulas_are_compared_by_value():
    (draft,), _ = read(
        """<problem><formularesponse type="cs" samples="x,y@1,2:3,4#10" answer="x^2+2*x*y+y^2"><responseparam
        type="tolerance" default="0.001"/><textline/></formularesponse></problem>"""
    )
    assert draft.settings["variables"] == {"x": [1.0, 3.0], "y": [2.0, 4.0]}
    assert (share(draft, "(x+y)^2"), share(draft, "(x+y)^2+0.1")) == (1, 0)


def test_shared_text_hints_and_solutions_go_where_they_belong():
    drafts, _ = read(
        """<problem><p>A train leaves \\(t_0\\).</p><numericalresponse answer="1"><label>When?</label><formulaequationinput/>
        <solution><div class="detailed-solution"><p>Explanation</p><p>Because.</p></div></solution></numericalresponse>
        <p>Later:</p><stringresponse answer="Ulm" type="ci"><label>Where?</label><textline/></stringresponse><p>Good luck.</p>
        <solution><p>For all.</p></solution><demandhint><hint>First.</hint><hint>Second <b>hint</b>.</hint></demandhint></problem>"""
    )
    first, second = drafts
    assert stem_of(first).startswith('<p>A train leaves <span data-latex="t_0">t_0</span>.</p>')
    assert stem_of(first).endswith("<p>When?</p>")
    assert "Because." in first.explanation
    assert "Explanation" not in first.explanation
    assert "Later:" in stem_of(second)
    assert "Good luck." in stem_of(second)
    assert second.explanation == "<p>For all.</p>"
    assert first.hints == ["First.", "Second <strong>hint</strong>."]


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<problem><p>Nothing to do.</p></problem>", "no-response"),
        (
            '<problem><customresponse cfn="f"><textline/></customresponse></problem>',
            "customresponse-not-supported",
        ),
        ("<problem><imageresponse><imageinput/></imageresponse></problem>", "imageresponse-not-supported"),
        ("<problem><fancyresponse/></problem>", "fancyresponse-not-supported"),
        (
            '<problem><script type="loncapa/python">x=1</script><numericalresponse answer="$x"/></problem>',
            "needs-script",
        ),
        (
            '<problem><script type="loncapa/python">x=1</script><p>Is it ${x}?</p><numericalresponse answer="1"/></problem>',
            "needs-script",
        ),
        ('<problem><numericalresponse answer="1+2*j"/></problem>', "not-gradable"),
        ('<problem><numericalresponse answer=""/></problem>', "not-gradable"),
        ('<problem><stringresponse answer=""><textline/></stringresponse></problem>', "no-right-answer"),
        (
            '<problem><stringresponse answer="(a" type="regexp"><textline/></stringresponse></problem>',
            "not-gradable",
        ),
        ('<problem><formularesponse samples="x@1" answer="x"/></problem>', "unreadable-samples"),
        (
            '<problem><optionresponse><optioninput options="(\'a\')" correct="b"/></optionresponse></problem>',
            "no-right-answer",
        ),
        ("<problem><multiplechoiceresponse/></problem>", "no-answer-field"),
    ],
)
def test_what_cannot_be_graded_is_skipped_with_its_reason(markup, code):
    drafts, node = read(markup)
    assert drafts == []
    assert (str(node.outcome), node.code) == ("skipped", code)
    assert node.detail


def test_a_part_that_cannot_be_graded_is_a_loss_of_the_rest():
    drafts, node = read(
        """<problem><customresponse cfn="f"><p>Draw.</p><textline/></customresponse><numericalresponse answer="1">
        <label>Count.</label></numericalresponse></problem>"""
    )
    node.keep("lesson")
    assert len(drafts) == 1
    assert "Count." in stem_of(drafts[0])
    assert (str(node.outcome), node.code) == ("lossy", "part-left-out")


def test_settings_without_a_counterpart_are_told():
    drafts, node = read(
        '<problem weight="0" showanswer="never" rerandomize="always"><numericalresponse answer="1"/></problem>'
    )
    node.keep("lesson")
    assert drafts[0].points == 1
    assert set(node.losses) == {"no-weight", "answer-shown", "no-new-values"}


def test_scripts_in_questions_never_come_along():
    (draft,), node = read(
        """<problem><p onclick="evil()">Why? <script>evil()</script><a href="javascript:evil()">x</a></p>
        <stringresponse answer="a"><textline/></stringresponse></problem>"""
    )
    assert "evil" not in stem_of(draft)
    assert "script-removed" in node.losses
