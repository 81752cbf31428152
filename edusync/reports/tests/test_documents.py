"""Documents of reports: what they say, and that they need no more memory for more rows."""

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
import zoneinfo
from decimal import Decimal

import pypdf
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from edusync.kernel.csv_export import safe_cell
from edusync.reports.documents.cells import clock_time, grouped, shown_cell, shown_duration, shown_number
from edusync.reports.documents.csv_file import write_csv
from edusync.reports.documents.drawing import WIDTH, draw_chart, scale_of, shortened
from edusync.reports.documents.pdf_file import MOST_ROWS, write_pdf
from edusync.reports.documents.svg import drawing_svg
from edusync.reports.documents.tables import ChartFacts, DocumentColumn, ReportTable, Series
from edusync.reports.documents.words import ENGLISH, WORDS
from edusync.reports.documents.xlsx_file import write_xlsx

KOLKATA = zoneinfo.ZoneInfo("Asia/Kolkata")
NOON = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
COLUMNS = [
    DocumentColumn("person", "person", "Learner"),
    DocumentColumn("state", "choice", "State", {"active": "Active"}),
    DocumentColumn("percent", "percent", "Progress"),
    DocumentColumn("seconds", "duration", "Time"),
    DocumentColumn("seen", "datetime", "Last seen"),
    DocumentColumn("due", "date", "Due"),
    DocumentColumn("lessons", "integer", "Lessons"),
]
ROW = ("Priya Raman", "active", Decimal("45.5"), 12_000, NOON, dt.date(2026, 12, 24), 1234)
EMPTY = ("Lena", None, None, None, None, None, None)
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table_of(rows, **values):
    return ReportTable(
        **{
            "slug": "student_progress",
            "title": "Student progress",
            "summary": "How far each learner is.",
            "organization": "Green Valley School",
            "columns": COLUMNS,
            "rows": iter(rows),
            "filters": [("Course", "Algebra")],
            "made_at": NOON,
            "fresh_at": NOON,
            "zone": KOLKATA,
            **values,
        }
    )


def written(write, rows, **values):
    target, heard = io.BytesIO(), []
    write(table_of(rows, **values), target, heard.append)
    return target.getvalue(), heard


def csv_rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_rows(content, number=1):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{SPREADSHEET}c")]
        for row in root.iter(f"{SPREADSHEET}row")
    ]


def pdf_text(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40, "40 s"), (60, "1 min"), (3599, "1 h"), (12_000, "3 h 20 min"), (450_000, "125 h")],
)
def test_durations_are_told_in_words(seconds, words):
    assert shown_duration(seconds, "en") == words


def test_durations_stand_in_csv_as_spreadsheets_read_them():
    assert clock_time(450_309) == "125:05:09"


@pytest.mark.parametrize(
    ("number", "language", "shown"),
    [(1234567, "en", "1,234,567"), (1234567, "ta", "12,34,567"), (-1234, "en", "-1,234"), (12, "ta", "12")],
)
def test_numbers_are_grouped_as_the_reader_knows_it(number, language, shown):
    assert grouped(number, language) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("45.50"), "45.5"), (45, "45"), (Decimal("-0.25"), "-0.3"), (1234.06, "1,234.1")],
)
def test_decimals_have_no_more_places_than_they_need(value, shown):
    assert shown_number(value, "en") == shown


def test_cells_are_shown_in_the_readers_zone_and_words():
    shown = [shown_cell(value, column, "en", KOLKATA) for value, column in zip(ROW, COLUMNS, strict=True)]
    assert shown == [
        "Priya Raman", "Active", "45.5 %", "3 h 20 min", "27 Nov 2026, 17:30", "24 Dec 2026", "1,234",
    ]  # fmt: skip


def test_every_language_says_everything():
    assert [set(words) for words in WORDS.values()] == [set(ENGLISH)] * len(WORDS)


def test_csv_holds_what_programs_and_spreadsheets_read():
    content, heard = written(write_csv, [ROW, EMPTY])
    assert csv_rows(content) == [
        ["Learner", "State", "Progress", "Time", "Last seen", "Due", "Lessons"],
        ["Priya Raman", "Active", "45.5", "3:20:00", "2026-11-27 17:30:00", "2026-12-24", "1234"],
        ["Lena", "", "", "", "", "", ""],
    ]
    assert heard[-1] == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_spreadsheet_runs_a_name_as_a_formula(start):
    name = f"{start}cmd|' /C calc'!A0"
    content, _ = written(write_csv, [(name, *ROW[1:])])
    assert csv_rows(content)[1][0].startswith("'")
    content, _ = written(write_xlsx, [(name, *ROW[1:])])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert sheet_rows(content)[1][0].strip() == name.strip()


CELLS = st.text(st.sampled_from(["a", "é", "அ", ",", '"', "\r", "\n", " ", ";", "'", "\t", "7"]), max_size=6)


@given(rows=st.lists(st.tuples(st.none() | CELLS, st.none() | st.integers()), max_size=4))
def test_csv_is_what_the_standard_library_writes(rows):
    columns = [DocumentColumn("a", "text", 'A, "b"'), DocumentColumn("b", "integer", "B")]
    expected = io.StringIO(newline="")
    writer = csv.writer(expected)
    writer.writerow([column.title for column in columns])
    writer.writerows([None if text is None else safe_cell(text), number] for text, number in rows)
    content, _ = written(write_csv, rows, columns=columns)
    assert content.decode("utf-8-sig") == expected.getvalue()


def test_a_csv_of_one_column_has_a_line_for_each_row():
    content, _ = written(write_csv, [("a",), (None,), ("b",)], columns=COLUMNS[:1])
    assert csv_rows(content) == [["Learner"], ["a"], [""], ["b"]]


def test_numbers_below_zero_stay_numbers_in_csv():
    content, _ = written(write_csv, [(*ROW[:-1], -5)])
    assert csv_rows(content)[1][-1] == "-5"


def test_xlsx_holds_real_numbers_and_says_what_they_are():
    content, heard = written(write_xlsx, [ROW, EMPTY])
    head, first, second = sheet_rows(content)
    assert head == [column.title for column in COLUMNS]
    assert first[:3] == ["Priya Raman", "Active", "0.455"]
    assert float(first[3]) == pytest.approx(12_000 / 86_400)
    assert float(first[6]) == 1234
    assert second == ["Lena"]
    about = [cell for row in sheet_rows(content, 2) for cell in row]
    assert {"Student progress", "Green Valley School", "Filtered by: Course", "Algebra", "2 rows"} <= set(
        about
    )
    assert heard[-1] == 2


def test_xlsx_goes_on_on_a_second_sheet_where_the_first_is_full():
    target = io.BytesIO()
    write_xlsx(table_of([ROW] * 7), target, lambda done: None, sheet_rows=5)
    counts = [len(sheet_rows(target.getvalue(), number)) for number in (1, 2)]
    assert counts == [5, 4]


def test_equal_rows_make_equal_files():
    for write in (write_csv, write_xlsx, write_pdf):
        assert written(write, [ROW])[0] == written(write, [ROW])[0]


CHART = ChartFacts(
    "bar",
    "By course",
    ["Algebra", "Biology"],
    [Series("Enrolled", "integer", [40, 0]), Series("Rate", "percent", [25, None])],
)


def test_pdf_is_tagged_and_says_everything():
    content, heard = written(write_pdf, [ROW, ("இனியா முருகன்", *ROW[1:])], charts=[CHART])
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Student progress"
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    text = pdf_text(content)
    for words in (
        "Green Valley School", "Course: Algebra", "By course", "3 h 20 min", "45.5 %", "2 rows", "Page 1 of 1",
        "Numbers as of 27 Nov 2026, 17:30",
    ):  # fmt: skip
        assert words in text
    assert heard[-1] == 2


@pytest.mark.parametrize(
    ("fresh_at", "is_live", "words"),
    [
        (NOON, False, "Numbers as of 27 Nov"),
        (None, False, "Not counted yet"),
        (NOON, True, "Numbers of this moment"),
    ],
)
def test_every_document_says_how_fresh_it_is(fresh_at, is_live, words):
    content, _ = written(write_pdf, [ROW], fresh_at=fresh_at, is_live=is_live)
    assert words in pdf_text(content)
    content, _ = written(write_xlsx, [ROW], fresh_at=fresh_at, is_live=is_live)
    assert any(words in cell for row in sheet_rows(content, 2) for cell in row)


def test_pdf_repeats_the_head_and_says_that_it_was_clipped():
    content, _ = written(write_pdf, [ROW] * (MOST_ROWS + 5), rows_total=MOST_ROWS + 5)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert "Last seen" in pages[0].extract_text()
    assert "Last seen" in pages[len(pages) - 2].extract_text()
    assert "The first 2,000 of 2,005 rows." in pages[-1].extract_text()


def test_pdf_of_nothing_says_so():
    content, _ = written(write_pdf, [], charts=[ChartFacts("bar", "By course", [], [])])
    assert "No rows match" in pdf_text(content)


def test_pdf_has_every_chart_and_leaves_out_what_is_empty():
    line = ChartFacts("line", "By day", ["2026-11-01", "2026-11-02"], [Series("Active", "integer", [3, 5])])
    empty = ChartFacts("bar", "By band", [], [])
    content, _ = written(write_pdf, [ROW], charts=[CHART, empty, line])
    text = pdf_text(content)
    assert "By course" in text
    assert "By day" in text
    assert "By band" not in text


@pytest.mark.parametrize("kind", ["bar", "line", "radar"])
def test_every_chart_stays_inside_its_picture(kind):
    labels = [f"A course with rather a long title, number {number}" for number in range(30)]
    chart = ChartFacts(
        kind,
        "Many",
        labels,
        [Series("One", "integer", list(range(30))), Series("Two", "duration", [None, *range(29)])],
    )
    drawing = draw_chart(chart, lambda value, kind: f"{value:g}")
    assert drawing is not None
    for shape in drawing.shapes:
        for x, y in ((shape.x, shape.y), (shape.x + shape.w, shape.y + shape.h), *shape.points):
            assert -1 <= x <= WIDTH + 1
            assert -1 <= y <= drawing.height + 1


def test_a_line_does_not_cross_what_is_not_known():
    chart = ChartFacts("line", "Days", list("abcd"), [Series("One", "integer", [1, None, 2, 3])])
    drawing = draw_chart(chart, lambda value, kind: f"{value:g}")
    assert drawing is not None
    assert [len(shape.points) for shape in drawing.shapes if shape.kind == "path" and shape.hue == 0] == [
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("kind", "top", "scale"),
    [
        ("integer", 3, 4),
        ("integer", 46, 80),
        ("percent", 30, 100),
        ("duration", 10_400, 14_400),
        ("decimal", 4.5, 8),
    ],
)
def test_scales_have_ticks_that_one_reads_at_a_glance(kind, top, scale):
    assert scale_of([(0, Series("One", kind, [top, None]))]) == scale


def test_nothing_is_drawn_of_nothing():
    assert draw_chart(ChartFacts("bar", "None", ["a"], [Series("One", "integer", [None])]), str) is None


def test_markup_in_names_stays_text():
    chart = ChartFacts("bar", '"><script>', ["<script>alert(1)</script>"], [Series("<b>", "integer", [1])])
    drawing = draw_chart(chart, lambda value, kind: "<i>")
    assert drawing is not None
    markup = drawing_svg(drawing)
    assert "<script" not in markup
    assert "<b>" not in markup
    assert ElementTree.fromstring(markup) is not None


def test_labels_are_cut_between_letters():
    assert shortened("நிறைவுச் சான்றிதழ்", 50) == "நிறைவுச்…"
    assert shortened("Short", 100) == "Short"


def peak_of(write, count):
    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return len(data)

    tracemalloc.start()
    try:
        write(table_of(ROW for _ in range(count)), Nowhere(), lambda done: None)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_csv_needs_no_more_memory_for_more_rows():
    few, many = peak_of(write_csv, 1_000), peak_of(write_csv, 20_000)
    assert many < few * 1.5 + 100_000


def xlsx_peak(count):
    tracemalloc.start()
    try:
        with io.BytesIO() as target:
            write_xlsx(table_of(ROW for _ in range(count)), target, lambda done: None)
            return tracemalloc.get_traced_memory()[1] - len(target.getvalue())
    finally:
        tracemalloc.stop()


def test_xlsx_needs_little_more_memory_for_more_rows():
    few, many = xlsx_peak(1_000), xlsx_peak(10_000)
    assert many < few + 2_000_000
