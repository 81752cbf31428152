"""The table of requirements tells the truth: ids are known, files and proofs exist."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "reference" / "traceability.csv"
INPUTS = Path(os.environ.get("EDUSYNC_INPUTS") or ROOT.parent / "shared" / "inputs")
LEDGER = INPUTS.parent / "requirements" / "ledger.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_its_columns_and_each_id_once() -> None:
    table = rows()
    assert list(table[0]) == ["id", "state", "where", "proof"]
    repeated = [name for name, count in Counter(row["id"] for row in table).items() if count > 1]
    assert not repeated
    assert all(re.fullmatch(r"S[0-4]-\d{3}", row["id"]) for row in table)
    assert {row["state"] for row in table} <= {"done", "partial", "planned"}


def test_what_is_said_to_stand_has_a_file_and_proofs() -> None:
    faults = []
    for row in rows():
        if row["state"] == "planned":
            continue
        if not row["where"] or not (ROOT / row["where"]).exists():
            faults.append(f"{row['id']}: no file {row['where']}")
        for proof in row["proof"].split(";"):
            path, _, name = proof.partition("::")
            # A test in a class is named with it.
            name = name.rpartition("::")[2]
            file = ROOT / path
            if not file.is_file() or not re.search(rf"def {re.escape(name)}\(", file.read_text("utf-8")):
                faults.append(f"{row['id']}: no proof {proof}")
    assert not faults, "\n".join(faults)


def test_every_requirement_has_its_row() -> None:
    if not LEDGER.is_file():
        pytest.skip("the ledger of requirements is not here: set EDUSYNC_INPUTS to the folder beside it")
    with LEDGER.open(encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file)}
    assert {row["id"] for row in rows()} == wanted
