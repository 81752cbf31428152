"""A backup of a course written for tests: sections, activities of many kinds, a bank in the old and the new manner."""

import hashlib
from html import escape

from edusync.integrations.tests.olx_sample import png

PICTURE = png()
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sha1(content: bytes) -> str:
    """Moodle's name of a content."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def stored(content: bytes, *, context: int, component: str, area: str, name: str, item: int = 0) -> str:
    """An entry of files.xml."""
    return (
        f"<file id='{abs(hash((name, context))) % 9999}'><contenthash>{sha1(content)}</contenthash><contextid>{context}</contextid>"
        f"<component>{component}</component><filearea>{area}</filearea><itemid>{item}</itemid><filepath>/</filepath>"
        f"<filename>{escape(name)}</filename><filesize>{len(content)}</filesize><mimetype>image/png</mimetype></file>"
    )


def activity(
    kind: str, number: int, body: str, *, visible: int = 1, availability: str = "$@NULL@$"
) -> dict[str, str]:
    """The files of an activity. Its context is ten times its number."""
    folder = f"activities/{kind}_{number}"
    return {
        f"{folder}/{kind}.xml": f"<activity id='{number}' moduleid='{number}' modulename='{kind}' contextid='{number * 10}'>"
        f"<{kind} id='{number}'>{body}</{kind}></activity>",
        f"{folder}/module.xml": f"<module id='{number}'><visible>{visible}</visible><availability>{availability}</availability></module>",
        f"{folder}/grades.xml": "<activity_gradebook/>",
    }


def html(markup: str) -> str:
    """Markup as it stands in the XML."""
    return escape(markup)


def answers(*rows: tuple[str, str, str]) -> str:
    """Answers of a question: text, fraction, feedback."""
    found = "".join(
        f"<answer id='{number}'><answertext>{html(text)}</answertext><fraction>{share}</fraction><feedback>{html(feedback)}</feedback></answer>"
        for number, (text, share, feedback) in enumerate(rows, 1)
    )
    return f"<answers>{found}</answers>"


def question(number: int, kind: str, plugin: str, tags: str = "") -> str:
    """A question of the bank."""
    named = f"<tag><name>{tags}</name></tag>" if tags else ""
    return (
        f"<question id='{number}'><name>Question {number}</name><questiontext>{html(f'<p>Ask {number}</p>')}</questiontext>"
        f"<generalfeedback>{html('<p>Because</p>')}</generalfeedback><qtype>{kind}</qtype>"
        f"<plugin_qtype_{kind}_question>{plugin}</plugin_qtype_{kind}_question><tags>{named}</tags></question>"
    )


QUESTIONS = {
    1: question(
        1,
        "multichoice",
        answers(("<p>A</p>", "1.0", "yes"), ("B", "0", ""), ("C", "-0.5", ""))
        + "<multichoice><single>1</single></multichoice>",
    ),
    2: question(
        2,
        "multichoice",
        answers(("A", "0.5", ""), ("B", "0.5", ""), ("C", "-1", ""))
        + "<multichoice><single>0</single></multichoice>",
    ),
    3: question(3, "truefalse", answers(("True", "0", ""), ("False", "1", ""))),
    4: question(
        4,
        "shortanswer",
        answers(("Loam*", "1", ""), ("clay", "0.5", "nearly"))
        + "<shortanswer><usecase>1</usecase></shortanswer>",
    ),
    5: question(
        5,
        "numerical",
        answers(("6.5", "1", ""))
        + "<numerical_units><numerical_unit><unit>pH</unit></numerical_unit></numerical_units>"
        + "<numerical_records><numerical_record><answer>1</answer><tolerance>0.5</tolerance></numerical_record></numerical_records>",
    ),
    6: question(
        6,
        "match",
        "<matches>"
        + "".join(
            f"<match><questiontext>{q}</questiontext><answertext>{a}</answertext></match>"
            for q, a in (("Sand", "coarse"), ("Clay", "fine"), ("", "wet"))
        )
        + "</matches>",
    ),
    7: question(7, "essay", ""),
    8: question(8, "truefalse", answers(("True", "1", ""), ("False", "0", "")), tags="drawn"),
}


def bank(*, is_new: bool) -> str:
    """questions.xml, in the manner of version 4 or of those before."""
    if not is_new:
        return f"<question_categories><question_category id='1'><contextid>60</contextid><questions>{''.join(QUESTIONS.values())}</questions></question_category></question_categories>"
    entries = "".join(
        f"<question_bank_entry id='{100 + number}'><question_version><question_versions id='1'><version>1</version><questions>{body}</questions>"
        f"</question_versions></question_version></question_bank_entry>"
        for number, body in QUESTIONS.items()
    )
    return f"<question_categories><question_category id='1'><contextid>60</contextid><question_bank_entries>{entries}</question_bank_entries></question_category></question_categories>"


def slots(*, is_new: bool) -> str:
    """The slots of the quiz: seven fixed ones and one drawn at random."""
    fixed = "".join(
        "<question_instance><maxmark>2.0</maxmark>"
        + (
            f"<question_reference><questionbankentryid>{100 + number}</questionbankentryid></question_reference>"
            if is_new
            else f"<questionid>{number}</questionid>"
        )
        + "</question_instance>"
        for number in range(1, 8)
    )
    drawn = "<question_instance><questioncategoryid>1</questioncategoryid><maxmark>1</maxmark><tags><tag><tagname>Drawn</tagname></tag></tags></question_instance>"
    return f"<question_instances>{fixed}{drawn}</question_instances>"


def activities(*, is_new: bool) -> dict[str, str | bytes]:
    """Files of the activities."""
    return {
        **activity("label", 1, f"<name>L</name><intro>{html('<h4>Read on</h4>')}</intro>"),
        **activity(
            "page",
            2,
            "<name>A page</name><content>"
            + html(
                "<p>See <a href='$@URLVIEWBYID*4@$'>there</a></p><img src='@@PLUGINFILE@@/a%20pit.png' alt='A pit'><script>steal()</script>"
            )
            + "</content>",
            availability='{"op":"&amp;","c":[{"type":"date"}]}',
        ),
        **activity("resource", 3, f"<name>A paper</name><intro>{html('<p>Read it</p>')}</intro>"),
        **activity(
            "url", 4, "<name>A site</name><intro></intro><externalurl>https://soil.example.org/</externalurl>"
        ),
        **activity(
            "book",
            5,
            "<name>A book</name><chapters>"
            + "".join(
                f"<chapter id='{n}'><pagenum>{n}</pagenum><title>Chapter {n}</title><content>{html(f'<p>Text {n}</p>')}</content><hidden>{int(n == 2)}</hidden></chapter>"
                for n in (2, 1)
            )
            + "</chapters>",
        ),
        **activity(
            "quiz",
            6,
            f"<name>A quiz</name><intro>{html('<p>Try</p>')}</intro><timelimit>600</timelimit><attempts_number>2</attempts_number>{slots(is_new=is_new)}",
        ),
        **activity("assign", 7, f"<name>A task</name><intro>{html('<p>Dig</p>')}</intro>"),
        **activity("forum", 8, f"<name>A forum</name><intro>{html('<p>Talk</p>')}</intro>", visible=0),
        **activity("choice", 9, "<name>A choice</name>"),
        **activity(
            "glossary",
            10,
            f"<name>Words</name><intro></intro><entries><entry id='1'><concept>Loam</concept><definition>{html('<p>A mix</p>')}</definition></entry></entries>",
        ),
    }


def backup(*, is_new: bool = False) -> dict[str, str | bytes]:
    """The whole backup."""
    kinds = ["label", "page", "resource", "url", "book", "quiz", "assign", "forum", "choice", "glossary"]
    listed = "".join(
        f"<activity><moduleid>{number}</moduleid><sectionid>{1 if number < 6 else 2}</sectionid><modulename>{kind}</modulename>"
        f"<title>{kind}</title><directory>activities/{kind}_{number}</directory></activity>"
        for number, kind in enumerate(kinds, 1)
    )
    files = stored(PICTURE, context=20, component="mod_page", area="content", name="a pit.png") + stored(
        PAPER, context=30, component="mod_resource", area="content", name="paper.pdf"
    )
    return {
        "moodle_backup.xml": "<moodle_backup><information><original_course_fullname>Backup course</original_course_fullname>"
        "<original_site_identifier_hash>abc</original_site_identifier_hash><original_course_id>7</original_course_id>"
        f"<contents><activities>{listed}</activities><sections>"
        "<section><sectionid>2</sectionid><directory>sections/section_2</directory></section>"
        "<section><sectionid>1</sectionid><directory>sections/section_1</directory></section></sections></contents></information></moodle_backup>",
        "course/course.xml": f"<course id='7' contextid='5'><fullname>Soil at school</fullname><summary>{html('<p>About soil</p>')}</summary><lang>ta</lang></course>",
        "sections/section_1/section.xml": "<section id='1'><number>0</number><name>$@NULL@$</name><summary></summary><sequence>2,1,3,4,5</sequence><visible>1</visible></section>",
        "sections/section_2/section.xml": f"<section id='2'><number>1</number><name>Tasks</name><summary>{html('<p>Now you</p>')}</summary><sequence>6,7,8,9,10</sequence><visible>0</visible></section>",
        "files.xml": f"<files>{files}</files>",
        f"files/{sha1(PICTURE)[:2]}/{sha1(PICTURE)}": PICTURE,
        f"files/{sha1(PAPER)[:2]}/{sha1(PAPER)}": PAPER,
        "questions.xml": bank(is_new=is_new),
        "users.xml": "<users/>",
        **activities(is_new=is_new),
    }
