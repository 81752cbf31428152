"""Items of QTI in the words of each version, written for the tests."""

import io
import zipfile

V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V22 = "http://www.imsglobal.org/xsd/imsqti_v2p2"
MATCH = (
    '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
)
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'


def item(inner: str, *, title: str = "Sample", space: str = V21) -> str:
    """An item of QTI 2."""
    return (
        f'<?xml version="1.0"?><assessmentItem xmlns="{space}" identifier="i1" title="{title}" adaptive="false" '
        f'timeDependent="false">{inner}</assessmentItem>'
    )


def response(cardinality: str, base: str, *values: str, mapping: str = "") -> str:
    """A declaration of RESPONSE."""
    right = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{right}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{correct}{mapping}</responseDeclaration>"
    )


CHOICE = item(
    response("single", "identifier", "B")
    + '<itemBody><p>Which is a bird?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">'
    "<prompt>Choose one.</prompt>"
    '<simpleChoice identifier="A">Bat<feedbackInline outcomeIdentifier="FEEDBACK" identifier="A">It is a mammal.'
    '</feedbackInline></simpleChoice><simpleChoice identifier="B">Wren</simpleChoice></choiceInteraction></itemBody>'
    + MATCH
    + '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="correct" showHide="show">Well seen.</modalFeedback>',
    title="Birds",
)
MAPPED = item(
    response(
        "multiple",
        "identifier",
        "H",
        "O",
        mapping='<mapping lowerBound="0" defaultValue="-2"><mapEntry mapKey="H" mappedValue="1"/>'
        '<mapEntry mapKey="O" mappedValue="1"/></mapping>',
    )
    + '<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Water is of</prompt>'
    '<simpleChoice identifier="H">H</simpleChoice><simpleChoice identifier="O">O</simpleChoice>'
    '<simpleChoice identifier="N">N</simpleChoice></choiceInteraction></itemBody>' + MAP
)
BY_HAND = item(
    response("single", "identifier", "A")
    + '<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>How warm?</prompt>'
    '<simpleChoice identifier="A">hot</simpleChoice><simpleChoice identifier="B">warm</simpleChoice>'
    '<simpleChoice identifier="C">cold</simpleChoice></choiceInteraction></itemBody>'
    "<responseProcessing><responseCondition>"
    '<responseIf><match><variable identifier="RESPONSE"/><baseValue baseType="identifier">A</baseValue></match>'
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf>'
    '<responseElseIf><match><variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>'
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseElseIf>'
    '<responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue>'
    "</responseElse></responseCondition></responseProcessing>"
)
CORRECT_BY_HAND = item(
    response("single", "identifier", "B")
    + '<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which?</prompt>'
    '<simpleChoice identifier="A">this</simpleChoice><simpleChoice identifier="B">that</simpleChoice>'
    "</choiceInteraction></itemBody><responseProcessing><responseCondition><responseIf>"
    '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">3</baseValue></setOutcomeValue>'
    "</responseIf></responseCondition></responseProcessing>"
)
ENTRY = item(
    response(
        "single",
        "string",
        "York",
        mapping='<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/>'
        '<mapEntry mapKey="Yorck" mappedValue="0.5"/></mapping>',
    )
    + "<itemBody><p>Now is the winter made summer by this sun of</p>"
    '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="15"/></p></itemBody>' + MAP
)
NUMBER = item(
    response("single", "float", "9.81")
    + '<itemBody><p>g?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>'
    "<responseProcessing><responseCondition><responseIf>"
    '<equal toleranceMode="absolute" tolerance="0.02 0.02"><variable identifier="RESPONSE"/>'
    '<correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1'
    "</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>"
)
INLINE = item(
    response("single", "identifier", "Y")
    + '<itemBody><p>The sun of <inlineChoiceInteraction responseIdentifier="RESPONSE">'
    '<inlineChoice identifier="G">Gloucester</inlineChoice><inlineChoice identifier="Y">York</inlineChoice>'
    "</inlineChoiceInteraction> shines.</p></itemBody>" + MATCH
)
MATCHED = item(
    response("multiple", "directedPair", "C R", "P T", "L T")
    + '<itemBody><matchInteraction responseIdentifier="RESPONSE" maxAssociations="3"><prompt>Who where?</prompt>'
    '<simpleMatchSet><simpleAssociableChoice identifier="C" matchMax="1">Capulet</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="P" matchMax="1">Prospero</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="L" matchMax="1">Lost one</simpleAssociableChoice></simpleMatchSet>'
    '<simpleMatchSet><simpleAssociableChoice identifier="R" matchMax="4">Verona</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="T" matchMax="4">Island</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="D" matchMax="4">Denmark</simpleAssociableChoice></simpleMatchSet>'
    "</matchInteraction></itemBody>" + MATCH
)
ORDERED = item(
    response("ordered", "identifier", "C", "A", "B")
    + '<itemBody><orderInteraction responseIdentifier="RESPONSE"><prompt>Who finished first?</prompt>'
    '<simpleChoice identifier="A">Ada</simpleChoice><simpleChoice identifier="B">Bo</simpleChoice>'
    '<simpleChoice identifier="C">Cy</simpleChoice></orderInteraction></itemBody>' + MATCH,
    space=V22,
)
GAPS = item(
    response(
        "multiple",
        "directedPair",
        "W G1",
        "Su G2",
        mapping='<mapping defaultValue="-1" lowerBound="0"><mapEntry mapKey="W G1" mappedValue="1"/>'
        '<mapEntry mapKey="Su G2" mappedValue="1"/></mapping>',
    )
    + '<itemBody><gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill.</prompt>'
    '<gapText identifier="W" matchMax="1">winter</gapText><gapText identifier="Sp" matchMax="1">spring</gapText>'
    '<gapText identifier="Su" matchMax="1">summer</gapText>'
    '<p>Now is the <gap identifier="G1"/> made glorious <gap identifier="G2"/>.</p></gapMatchInteraction></itemBody>'
    + MAP
)
ESSAY = item(
    response("single", "string")
    + '<itemBody><extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="5"><prompt>Write to Sam.</prompt>'
    "</extendedTextInteraction></itemBody>"
)
HOTSPOT = item(
    response("single", "identifier", "H1")
    + '<itemBody><p>Where is it?</p><hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1">'
    '<object type="image/png" data="images/map%20one.png" width="200" height="100">A map</object>'
    '<hotspotChoice identifier="H1" shape="circle" coords="50,50,10"/>'
    '<hotspotChoice identifier="H2" shape="rect" coords="100,0,150,50" hotspotLabel="Sea"/>'
    '<hotspotChoice identifier="H3" shape="poly" coords="0,0,20,0,20,20,0,0"/>'
    "</hotspotInteraction></itemBody>" + MATCH,
    title="Map",
)
V3 = (
    '<?xml version="1.0"?><qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i3" '
    'title="Three" adaptive="false" time-dependent="false">'
    '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response>'
    "<qti-value>B</qti-value></qti-correct-response></qti-response-declaration>"
    '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="4"/>'
    '<qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Pick.</qti-prompt>'
    '<qti-simple-choice identifier="A">one</qti-simple-choice><qti-simple-choice identifier="B">two</qti-simple-choice>'
    "</qti-choice-interaction></qti-item-body><qti-response-processing "
    'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/></qti-assessment-item>'
)
SLIDER = item(
    response("single", "integer", "5")
    + '<itemBody><sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="9"/></itemBody>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def package(items: dict[str, str | bytes], *, resources: list[str] | None = None) -> bytes:
    """A content package with these files; the manifest names those that end in .xml, or `resources`."""
    named = [name for name in items if name.endswith(".xml")] if resources is None else resources
    lines = "".join(
        f'<resource identifier="r{place}" type="imsqti_item_xmlv2p1" href="{name}"><file href="{name}"/></resource>'
        for place, name in enumerate(named)
    )
    manifest = (
        '<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">'
        f"<organizations/><resources>{lines}</resources></manifest>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for name, content in items.items():
            archive.writestr(name, content)
    return memory.getvalue()
