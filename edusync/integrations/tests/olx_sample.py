"""A small OLX course of our own that uses every feature the importer knows."""

import json
import struct
import zlib


def png(width: int = 2, height: int = 2, shade: int = 200) -> bytes:
    """A gray picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\x00" + bytes([shade]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nHello <i>there</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nSecond line\n"
)
SJSON = json.dumps({"start": [0, 1500], "end": [1000, 2500], "text": ["Hola", "&#39;adiós&#39;"]})

FILES: dict[str, str | bytes] = {
    "course.xml": '<course url_name="2026" org="Own" course="O1"/>',
    "course/2026.xml": """<course display_name="From the file" language="en" course_image="old.png">
        <chapter url_name="one"/><chapter url_name="two"/><chapter url_name="gone"/><wiki slug="w"/></course>""",
    "policies/2026/policy.json": json.dumps(
        {
            "course/2026": {
                "display_name": "Own course",
                "start": "2020-01-01T00:00:00Z",
                "course_image": "card pic.png",
                "tabs": [],
            },
            "chapter/two": {"display_name": "Second"},
        }
    ),
    "policies/2026/grading_policy.json": json.dumps(
        {"GRADER": [], "GRADE_CUTOFFS": {"A": 0.9, "Pass": 0.55}}
    ),
    "about/overview.html": '<section><h2>About</h2><p>All about <a href="/jump_to_id/unit1">it</a>.</p></section>',
    "about/short_description.html": "A small course.",
    "about/effort.html": "3 hours",
    "info/updates.html": "<ol></ol>",
    "chapter/one.xml": """<chapter display_name="First"><sequential url_name="s1"/>
        <sequential display_name="Inline"><vertical display_name="Inside" url_name="in1"><html url_name="h9">
        <p>Written <b>inside</b>.</p></html></vertical></sequential></chapter>""",
    "sequential/s1.xml": """<sequential display_name="Start" due="2026-05-01" format="Quiz" graded="true">
        <vertical url_name="unit1"/><vertical url_name="unit2"/><vertical url_name="empty"/></sequential>""",
    "vertical/unit1.xml": """<vertical display_name="Mixed"><html url_name="intro"/><video url_name="film"/>
        <problem url_name="p1"/><problem url_name="p2"/><html url_name="outro"/><discussion url_name="d1"/>
        <html url_name="secret" visible_to_staff_only="true"><p>Only for staff.</p></html></vertical>""",
    "html/intro.xml": '<html filename="intro" display_name="Intro"/>',
    "html/intro.html": """<p>See <a href="/jump_to_id/unit2">the film</a>, <a href="/courses/x/jump_to/block-v1:O+O1+R+type@html+block@h9">inside</a>,
        <a href="/jump_to_id/nowhere">nothing</a> and <a href="/static/paper%20one.pdf">a paper</a>.</p>
        <img src="/static/card_pic.png" alt="Card"><img src="/asset-v1:O+O1+R+type@asset+block@deep.png" alt="Deep">""",
    "html/outro.xml": '<html display_name="Outro" filename="outro"/>',
    "html/outro.html": "<h3>The end</h3><p>Bye, %%USER_ID%%.</p>",
    "html/style.xml": '<html filename="style"/>',
    "html/style.html": "<style>p { color: red }</style>",
    "html/widget.xml": '<html filename="widget"/>',
    "html/widget.html": "<p>Like it?</p><button onclick=\"send('%%USER_ID%%')\">yes</button>",
    "html/orphan.xml": '<html filename="orphan"/>',
    "html/orphan.html": "<p>Nobody shows me.</p>",
    "vertical/unit2.xml": '<vertical display_name="Alone"><video url_name="lone"/><html url_name="style"/></vertical>',
    "vertical/empty.xml": """<vertical display_name="Empty"><html url_name="widget"/><lti url_name="l1"/>
        <html url_name="missing"/></vertical>""",
    "lti/l1.xml": '<lti display_name="Tool"/>',
    "video/film.xml": """<video display_name="Film" youtube="0.75:slowslowslo,1.00:abcdefghijk" handout="/static/paper_one.pdf"
        start_time="00:00:10" transcripts="{&quot;en&quot;: &quot;film-en.srt&quot;, &quot;de&quot;: &quot;gone.srt&quot;}">
        <transcript language="es" src="film-es.sjson"/></video>""",
    "video/lone.xml": '<video display_name="Lone" html5_sources="[&quot;https://media.example.org/a.mp4&quot;]" sub="lone"/>',
    "problem/p1.xml": """<problem display_name="Sum" max_attempts="3"><numericalresponse answer="4"><label>2 + 2?</label>
        <formulaequationinput/></numericalresponse></problem>""",
    "problem/p2.xml": """<problem display_name="Pick" max_attempts="3"><multiplechoiceresponse><p><img src="/static/card_pic.png" alt="C"/></p>
        <label>Which?</label><choicegroup><choice correct="true">This</choice><choice correct="false">
        <img src="/static/deep.png" alt="That"/></choice></choicegroup>
        <solution><p>See <a href="/static/paper_one.pdf">paper</a>.</p></solution></multiplechoiceresponse></problem>""",
    "chapter/two.xml": '<chapter><sequential url_name="s2"/></chapter>',
    "sequential/s2.xml": """<sequential display_name="Bank" visible_to_staff_only="true"><vertical url_name="bank"/>
        <vertical url_name="loop"/></sequential>""",
    "vertical/bank.xml": """<vertical display_name="Bank"><library_content url_name="lib"/><conditional>
        <html url_name="cond"><p>Only sometimes.</p></html></conditional><annotatable><p>Read <annotation title="T"
        body="Note">this</annotation>.</p></annotatable></vertical>""",
    "library_content/lib.xml": '<library_content max_count="1"><problem url_name="q1"/><problem url_name="q2"/></library_content>',
    "problem/q1.xml": '<problem><stringresponse answer="a" type="ci"><label>Letter?</label><textline/></stringresponse></problem>',
    "problem/q2.xml": '<problem><customresponse cfn="f"><textline/></customresponse></problem>',
    "vertical/loop.xml": '<vertical display_name="Loop"><vertical url_name="loop"/><html url_name="intro"/><poll url_name="x"/></vertical>',
    "static/card pic.png": png(shade=10),
    "static/deep.png": png(shade=20),
    "static/unused.png": png(shade=30),
    "static/site.css": "p { color: red }",
    "static/paper one.pdf": b"%PDF-1.4\n%%EOF\n",
    "static/film-en.srt": "\ufeff" + SRT,
    "static/film-es.sjson": SJSON,
    "static/subs_lone.srt.sjson": SJSON,
    "static/.DS_Store": b"\x00\x01",
    "notes/readme.txt": "kept beside the course",
}
