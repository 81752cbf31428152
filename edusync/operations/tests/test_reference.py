"""Pages made from the code."""

import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

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


def test_a_table_keeps_its_columns():
    assert table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y z |"
