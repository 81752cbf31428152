"""Pages made from the code."""

import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from edusync.operations.er_diagram import kind_of
from edusync.operations.reference import pages, table


def test_the_pages_of_the_repository_are_up_to_date():
    call_command("document", "--check")


def test_a_page_out_of_date_is_named(tmp_path):
    call_command("document", folder=tmp_path, verbosity=0)
    (tmp_path / "problems.md").write_text("old")
    with pytest.raises(CommandError, match=r"problems\.md"):
        call_command("document", "--check", folder=tmp_path)
    call_command("document", folder=tmp_path, verbosity=0)
    assert (tmp_path / "problems.md").read_text() == pages()["problems.md"]


def test_the_diagram_has_every_table_once_and_every_foreign_key():
    text = pages()["er-diagram.md"]
    own = [model for model in apps.get_models() if model.__module__.startswith("edusync.")]
    names = re.findall(r"(?m)^  (\w+) \{$", text)
    assert sorted(names) == sorted(model._meta.db_table for model in own)
    assert "identity_user ||--o{ enrollment_enrollment : learner" in text
    assert "enrollment_enrollment ||--o| credentials_certificate : enrollment" in text
    assert 'integer percent "computed"' in text


# Kind in the diagram → what a column of it is called on SQLite, MariaDB and MySQL.
DECLARED = {
    "bigint": {"bigint", "integer"},
    "blob": {"blob", "longblob"},
    "boolean": {"bool"},
    "date": {"date"},
    "datetime": {"datetime"},
    "decimal": {"decimal", "numeric"},
    "double": {"real", "double precision"},
    "integer": {"integer"},
    "json": {"text", "json", "longtext"},
    "smallint": {"smallint"},
    "text": {"text", "longtext", "mediumtext"},
    "uuid": {"char", "binary", "uuid"},
    "varchar": {"varchar", "char"},
}


def test_the_diagram_calls_every_column_what_the_database_calls_it():
    wrong = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model.__module__.startswith("edusync.") else ():
            declared = field.db_type(connection).lower()
            # Without sizes, signs and what else a server adds to a type.
            plain = re.sub(r"\(.*?\)| unsigned| auto_increment", "", declared).strip()
            if plain not in DECLARED[kind_of(field)]:
                wrong.append(f"{field}: {kind_of(field)} is {declared}")
    assert not wrong


def test_a_table_keeps_its_columns():
    assert table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y z |"
