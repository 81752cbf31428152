"""Files that are no list of people, or mean harm: a clear problem, and nothing half made."""

import io
import struct
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.files.models import FileObject
from edusync.identity.models import User
from edusync.integrations.formats.people.columns import guess_mapping
from edusync.integrations.formats.people.tables import MAX_ROWS, read_table
from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.integrations.testing import check_people, import_people, input_folder, upload_people, zip_of
from edusync.kernel.problems import Problem

HEAD = "email,first name\n"
LONG = "x" * 300_000


def liar_zip() -> bytes:
    """A zip whose only file says it is one byte long, and is 64 MiB."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"\0" * (64 << 20))
    content = bytearray(whole.getvalue())
    place = content.find(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 1)
    return bytes(content)


def linked_zip() -> bytes:
    """A zip that holds a symbolic link."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        link = zipfile.ZipInfo("users.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "people-import-empty", id="empty"),
        pytest.param(b" \r\n\n ", "people-import-empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "people-import-empty", id="mark alone"),
        pytest.param(HEAD.encode(), "people-import-no-rows", id="head only"),
        pytest.param(b"email\n\n,,\n  \n", "people-import-no-rows", id="blank rows"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "people-import-not-text", id="picture"),
        pytest.param(HEAD.encode() + b"a\0b@x.example,A\n", "people-import-not-text", id="zero"),
        pytest.param(b"\xff\xfe" + b"a\xd8" * 3 + b"b", "people-import-not-text", id="broken UTF-16"),
        pytest.param(
            f'{HEAD}a@x.example,"Ada\nb@x.example,Bo\n'.encode(), "people-import-broken", id="open quote"
        ),
        pytest.param(f'{HEAD}a@x.example,"Ada"x\n'.encode(), "people-import-broken", id="quote inside"),
        pytest.param(f"{HEAD}a@x.example,{LONG}\n".encode(), "people-import-too-large", id="long cell"),
        pytest.param(
            f'{HEAD}a@x.example,"{LONG}\n'.encode(), "people-import-too-large", id="long open quote"
        ),
        pytest.param(("a," * 10_000 + "\n1\n").encode(), "people-import-too-large", id="many columns"),
        pytest.param(b"email,Email\na@x.example,b@x.example\n", "people-import-duplicate-column", id="twice"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "people-import-is-spreadsheet", id="xls"
        ),
        pytest.param(zip_of({"notes.txt": "no roster"}), "people-import-roster-refused", id="other zip"),
        pytest.param(zip_of({"../../users.csv": "x"}), "import-unsafe-path", id="traversal"),
        pytest.param(zip_of({"/etc/users.csv": "x"}), "import-unsafe-path", id="absolute"),
        pytest.param(zip_of({"users.csv": b"\0" * (64 << 20)}), "import-too-large", id="bomb"),
        pytest.param(liar_zip(), "import-broken-archive", id="bomb that lies"),
        pytest.param(linked_zip(), "import-link-inside", id="link"),
        pytest.param(b"PK\x03\x04" + b"\0" * 64, "import-broken-archive", id="broken zip"),
    ],
)
def test_is_refused_with_a_reason(admin: Any, content: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        upload_people(content, by=admin, name="people.csv")
    assert caught.value.code == code
    assert not UserImportJob.objects.exists()
    assert not FileObject.objects.exists()


def test_a_spreadsheet_is_told_to_become_csv(admin: Any) -> None:
    with pytest.raises(Problem) as caught:
        upload_people(zip_of({"xl/workbook.xml": "<x/>"}), by=admin, name="people.xlsx")
    assert caught.value.code == "people-import-is-spreadsheet"
    assert "CSV" in caught.value.detail


def test_too_many_rows(admin: Any) -> None:
    with pytest.raises(Problem) as caught:
        upload_people("email\n" + "a\n" * (MAX_ROWS + 1), by=admin)
    assert caught.value.code == "people-import-too-large"


def test_the_line_of_an_open_quote_is_named() -> None:
    with pytest.raises(Problem) as caught:
        read_table(b'a,b\n1,2\n3,"4\n5,6\n')
    assert caught.value.facts["line"] == 3


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        ("email,name\nà@x.example,Ünal\n".encode(), "utf-8", ","),
        ("email;name\nà@x.example;Ünal\n".encode("utf-8-sig"), "utf-8", ";"),
        ("email\tname\nà@x.example\tÜnal\n".encode("utf-16"), "utf-16-le", "\t"),
        ("email\tname\nà@x.example\tÜnal\n".encode("utf-16-be"), "utf-16-be", "\t"),
        ("email,name\nà@x.example,Ünal\n".encode("latin-1"), "cp1252", ","),
        ('"e,mail";name\r\n"à@x.example";Ünal\r\n'.encode(), "utf-8", ";"),
    ],
)
def test_encodings_and_delimiters(content: bytes, encoding: str, delimiter: str) -> None:
    table = read_table(content)
    assert (table.encoding, table.delimiter) == (encoding, delimiter)
    assert table.rows[0].cells == ["à@x.example", "Ünal"]
    assert table.notes == (["encoding-guessed"] if encoding == "cp1252" else [])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = read_table(content)
    except Problem:
        return
    assert table.header
    assert table.rows


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            [
                "username",
                "password",
                "firstname",
                "lastname",
                "email",
                "course1",
                "group1",
                "role1",
                "cohort1",
            ],
            ["username", "password", "first_name", "last_name", "email", "", "", "", "groups"],
        ),
        (
            ["sourcedId", "givenName", "familyName", "orgSourcedIds", "grades"],
            ["local_id", "first_name", "last_name", "unit", "grade_level"],
        ),
        (
            ["மின்னஞ்சல்", "முதல் பெயர்", "கடைசி பெயர்", "பங்கு", "பிறந்த தேதி"],
            ["email", "first_name", "last_name", "roles", "birth_date"],
        ),
        (
            [
                "E-Mail Address",
                "Full Name",
                "Student ID",
                "Cohort 1",
                "Cohort 2",
                "profile_field_bus",
                "import_error",
            ],
            ["email", "full_name", "student_number", "groups", "groups", "custom:bus", ""],
        ),
    ],
)
def test_headings_are_guessed(header: list[str], fields: list[str]) -> None:
    assert guess_mapping(header, remembered={}, custom_keys={"bus": "bus"}) == fields


def test_formulas_leave_as_text_and_come_back_as_they_were(admin: Any, api: Any) -> None:
    text = 'email,phone,first name,=cmd\nbroken,+44 1,"=HYPERLINK(""x"")",@x\n'
    job = check_people(upload_people(text, by=admin), by=admin)
    answer = api(admin).get(f"/api/v1/people-imports/{job.uuid}/errors.csv")
    exported = b"".join(answer.streaming_content).decode()
    assert "'+44 1" in exported
    assert "'=HYPERLINK" in exported
    assert ",'=cmd," in exported
    assert ",'@x," in exported
    mended = exported.replace("broken", "ada@x.example")
    done = import_people(mended, by=admin)
    assert done.error_count == 0
    ada = User.objects.get(email="ada@x.example")
    assert (ada.profile.phone, ada.first_name) == ("+44 1", '=HYPERLINK("x")')


NAUGHTY = ["<script>alert(1)</script>", "'; DROP TABLE identity_user; --", "😀", "אב", "Z̸̢a", "\u202eevil"]


def test_odd_names_come_as_they_are(admin: Any) -> None:
    rows = "".join(f'n{place}@x.example,"{name}"\n' for place, name in enumerate(NAUGHTY))
    job = import_people(HEAD + rows, by=admin)
    assert job.created_count == len(NAUGHTY)
    names = (
        User.objects.filter(email__endswith="@x.example")
        .order_by("email")
        .values_list("first_name", flat=True)
    )
    assert list(names) == [unicodedata.normalize("NFC", name) for name in NAUGHTY]


def test_line_breaks_inside_a_cell_are_an_error_of_the_row(admin: Any) -> None:
    job = import_people(f'{HEAD}a@x.example,"Ada\nB"\nb@x.example,Bo\n', by=admin)
    rows = UserImportRow.objects.filter(job=job).order_by("position")
    assert [(row.line, row.outcome) for row in rows] == [(2, "error"), (4, "create")]


@pytest.mark.parametrize("text", ["a@x.example,A,B,C,D\n", "a@x.example,A,,,x\n"])
def test_more_cells_than_headings(admin: Any, text: str) -> None:
    job = import_people(HEAD + text, by=admin)
    assert [problem["code"] for problem in UserImportRow.objects.get(job=job).problems] == ["too-many-cells"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Passwords are off, groups of courses are not looked at.
        ("upload_users.csv", {"passwords-off"}),
        ("upload_users_category.csv", {"passwords-off"}),
        ("upload_users_cohorts.csv", {"passwords-off", "unknown-group"}),
        ("upload_users_email_matching.csv", {"passwords-off"}),
        ("upload_users_enrol_date_period.csv", {"passwords-off"}),
        ("upload_users_profile.csv", {"passwords-off"}),
    ],
)
def test_moodle_files_of_the_samples(admin: Any, name: str, expected: set[str]) -> None:
    path: Path = input_folder("roster") / name
    if not path.is_file():
        pytest.skip("EDUSYNC_INPUTS has no roster folder")
    job = check_people(upload_people(path.read_bytes(), by=admin, name=name), by=admin)
    rows = list(UserImportRow.objects.filter(job=job))
    assert rows
    for row in rows:
        assert row.outcome == "error"
        assert {problem["code"] for problem in row.problems} == expected
        assert all(problem["column"] and problem["detail"] for problem in row.problems)


@pytest.mark.parametrize("name", ["courses.csv", "enrolment_enable.csv"])
def test_moodle_files_about_courses_name_no_people(admin: Any, name: str) -> None:
    path: Path = input_folder("roster") / name
    if not path.is_file():
        pytest.skip("EDUSYNC_INPUTS has no roster folder")
    job = check_people(upload_people(path.read_bytes(), by=admin, name=name), by=admin)
    assert job.created_count == 0
    assert all(row.outcome == "error" for row in UserImportRow.objects.filter(job=job))
