"""A cartridge written for tests: two modules, every kind of resource, questions of every profile."""

from edusync.integrations.tests.olx_sample import png

CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"


def question(ident: str, profile: str, presentation: str, processing: str, feedback: str = "") -> str:
    """An item of QTI 1.2."""
    return f"""<item ident="{ident}" title="Item {ident}"><itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>cc_weighting</fieldlabel><fieldentry>2</fieldentry></qtimetadatafield>
</qtimetadata></itemmetadata><presentation><material><mattext texttype="text/html">&lt;p&gt;Ask {ident}&lt;/p&gt;</mattext></material>
{presentation}</presentation><resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
{processing}</resprocessing>{feedback}</item>"""


def labels(*names: str) -> str:
    """Choices."""
    return "".join(
        f'<response_label ident="{name}"><material><mattext texttype="text/plain">Choice &lt;{name}&gt;</mattext></material></response_label>'
        for name in names
    )


def right(*parts: str, score: int = 100, feedback: str = "") -> str:
    """A condition with its score."""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    return (
        f'<respcondition continue="No"><conditionvar>{"".join(parts)}</conditionvar>'
        f'<setvar action="Set" varname="SCORE">{score}</setvar>{shown}</respcondition>'
    )


def equal(name: str, case: str = "No") -> str:
    """The answer is this."""
    return f'<varequal respident="R" case="{case}">{name}</varequal>'


def choose(cardinality: str, *names: str) -> str:
    """A list to choose from."""
    return f'<response_lid ident="R" rcardinality="{cardinality}"><render_choice>{labels(*names)}</render_choice></response_lid>'


FILL = '<response_str ident="R" rcardinality="Single"><render_fib prompt="Box"/></response_str>'
QUIZ = f"""<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="A1" title="Check">
<qtimetadata><qtimetadatafield><fieldlabel>cc_maxattempts</fieldlabel><fieldentry>3</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>qmd_timelimit</fieldlabel><fieldentry>20</fieldentry></qtimetadatafield></qtimetadata>
<section ident="s">
{question("one", "cc.multiple_choice.v0p1", choose("Single", "a", "b"), right(equal("b"), feedback="fb"), '<itemfeedback ident="fb"><material><mattext texttype="text/html">&lt;b&gt;Well&lt;/b&gt; done</mattext></material></itemfeedback>')}
{question("two", "cc.multiple_response.v0p1", choose("Multiple", "a", "b", "c"), right(f"<and>{equal('a')}<not>{equal('b')}</not>{equal('c')}</and>"))}
{question("three", "cc.true_false.v0p1", choose("Single", "t", "f"), right(equal("f")))}
{question("four", "cc.fib.v0p1", FILL, right(equal("Loam", case="Yes")))}
{question("five", "cc.pattern_match.v0p1", FILL, right('<varsubstring respident="R" case="No">clay</varsubstring>'))}
{question("six", "cc.essay.v0p1", FILL, "")}
{question("seven", "cc.multiple_choice.v0p1", choose("Single", "a", "b"), "")}
</section></assessment></questestinterop>"""

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="own-cartridge" xmlns="{CP}" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest">
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion><lom:lom><lom:general>
<lom:title><lom:string language="en">Soil at school</lom:string></lom:title><lom:language>ta</lom:language>
<lom:description><lom:string>What lies under our feet.</lom:string></lom:description></lom:general></lom:lom></metadata>
<organizations><organization identifier="O" structure="rooted-hierarchy"><item identifier="root">
<item identifier="m1"><title>First steps</title>
<item identifier="i1" identifierref="r-page"><title>Welcome</title></item>
<item identifier="h1"><title>Watch and read</title></item>
<item identifier="i2" identifierref="r-film"><title>A film</title></item>
<item identifier="i3" identifierref="r-link"><title>A site</title></item>
<item identifier="i4" identifierref="r-pdf"><title>A paper</title></item>
<item identifier="i9" identifierref="r-picture"><title>A picture</title></item></item>
<item identifier="m2"><title>Think</title>
<item identifier="i5" identifierref="r-quiz"><title>Check yourself</title></item>
<item identifier="i6" identifierref="r-topic"><title>Tell us</title></item>
<item identifier="i7" identifierref="r-lti"><title>A tool</title></item>
<item identifier="i8" identifierref="r-gone"><title>Gone</title></item></item>
</item></organization></organizations>
<resources>
<resource identifier="r-page" type="webcontent" href="pages/welcome.html"><file href="pages/welcome.html"/></resource>
<resource identifier="r-second" type="webcontent" href="pages/second.html"><file href="pages/second.html"/></resource>
<resource identifier="r-link" type="imswl_xmlv1p3" href="link.xml"><file href="link.xml"/></resource>
<resource identifier="r-film" type="imswl_xmlv1p3" href="film.xml"><file href="film.xml"/></resource>
<resource identifier="r-pdf" type="webcontent" href="files/paper.pdf"><file href="files/paper.pdf"/></resource>
<resource identifier="r-picture" type="webcontent" href="files/own.png"><file href="files/own.png"/></resource>
<resource identifier="r-data" type="webcontent" href="files/data.csv"><file href="files/data.csv"/></resource>
<resource identifier="r-quiz" type="imsqti_xmlv1p2/imscc_xmlv1p3/assessment" href="quiz.xml"><file href="quiz.xml"/></resource>
<resource identifier="r-topic" type="imsdt_xmlv1p3" href="topic.xml"><file href="topic.xml"/></resource>
<resource identifier="r-lti" type="imsbasiclti_xmlv1p0" href="tool.xml"><file href="tool.xml"/></resource>
</resources></manifest>"""

FILES: dict[str, str | bytes] = {
    "imsmanifest.xml": MANIFEST,
    "pages/welcome.html": "<html><head><title>Welcome</title></head><body><h2>Soil</h2><p>See <a href='second.html'>more</a> and"
    " <a href='$IMS-CC-FILEBASE$/files/paper.pdf'>paper</a>.</p><script>steal()</script><img src='../files/own.png' alt='A pit'></body></html>",
    "pages/second.html": "<html><head><title>The second</title></head><body><p>Second page</p></body></html>",
    "link.xml": '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"><title>Site</title><url href="https://soil.example.org/"/></webLink>',
    "film.xml": '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"><title>Film</title><url href="https://youtu.be/abcdefghijk"/></webLink>',
    "topic.xml": '<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imsdt_v1p3"><title>T</title><text texttype="text/html">&lt;p&gt;Say it&lt;/p&gt;</text></topic>',
    "tool.xml": "<cartridge_basiclti_link/>",
    "quiz.xml": QUIZ,
    "files/paper.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "files/own.png": png(),
    "files/data.csv": "a,b\n1,2\n",
}
