"""./dev audit tells found, clean and not asked apart."""

import datetime
import json

import pytest

from devtools import audit


def pip(*packages):
    return json.dumps({"dependencies": list(packages)})


CLEAN = {"name": "django", "version": "5.2", "vulns": []}
FAULTY = {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
UNKNOWN = {"name": "y", "skip_reason": "not found"}


def test_a_clean_lock_is_clean():
    assert audit.told(audit.read_python("n", pip(CLEAN, UNKNOWN))) == "nothing known"


def test_a_known_fault_is_named_with_its_remedy():
    verdict = audit.read_python("n", pip(CLEAN, FAULTY))
    assert verdict.faults == ("x 1: PYSEC-1 (mended in 2)",)


@pytest.mark.parametrize("answer", ["", "no json", "[]", pip(UNKNOWN, UNKNOWN)])
def test_a_database_that_did_not_answer_is_never_called_clean(answer):
    verdict = audit.read_python("n", answer)
    assert not verdict.is_asked
    assert "could not be reached" in audit.told(verdict)


def test_npm_reports_are_read():
    clean = audit.read_node(json.dumps({"vulnerabilities": {}}))
    assert clean.is_asked
    assert not clean.faults
    found = audit.read_node(json.dumps({"vulnerabilities": {"a": {"severity": "high", "range": "<2"}}}))
    assert found.faults == ("a: high in <2",)


@pytest.mark.parametrize("answer", ["", json.dumps({"message": "405 - POST https://registry.example/x"})])
def test_an_npm_registry_without_advisories_is_told_without_its_address(answer):
    verdict = audit.read_node(answer)
    assert not verdict.is_asked
    assert "example" not in audit.told(verdict)


def test_a_clean_run_is_recorded(tmp_path, monkeypatch):
    page = tmp_path / "SECURITY.md"
    page.write_text("a\nLast clean run of `./dev audit`: never.\nb\n")
    monkeypatch.setattr(audit, "RECORD", page)
    audit.record(datetime.date(2026, 11, 26))
    assert page.read_text() == "a\nLast clean run of `./dev audit`: 2026-11-26.\nb\n"


def test_the_page_has_the_line_to_record_in():
    assert audit.RECORD_LINE.search(audit.RECORD.read_text(encoding="utf-8"))
