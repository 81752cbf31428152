"""Ways out of the report studio that people have tried elsewhere: each is refused, with its reason and place."""

import datetime
from pathlib import Path

import pytest

from edusync.reports.engine.statements import RowScope
from edusync.reports.problems import ReportStatementRefused
from edusync.reports.studio import running
from edusync.reports.studio.compiling import compiled
from edusync.reports.studio.functions import FUNCTIONS
from edusync.reports.studio.pieces import bound
from edusync.reports.studio.refusals import REASONS
from edusync.reports.studio.relations import relations

FROM = "FROM course_completion"
ESCAPES = [
    # Several statements.
    (f"SELECT course {FROM};", "several"),
    (f"SELECT course {FROM}; DROP TABLE identity_user", "several"),
    (f"SELECT course {FROM};;SELECT 1", "several"),
    # Comments, also those that servers run.
    (f"SELECT course {FROM} -- and the rest", "comment"),
    (f"SELECT course {FROM} # and the rest", "comment"),
    (f"SELECT /* hidden */ course {FROM}", "comment"),
    (f"SELECT /*!50000 SLEEP(5), */ course {FROM}", "comment"),
    (f"SELECT /*M!100100 SLEEP(5), */ course {FROM}", "comment"),
    (f"/**/SELECT course {FROM}", "comment"),
    ("-- nothing else", "comment"),
    # Hints.
    (f"SELECT /*+ MAX_EXECUTION_TIME(999999) */ course {FROM}", "hint"),
    (f"SELECT course {FROM} USE INDEX (PRIMARY)", "syntax"),
    # More rows by sets.
    (f"SELECT course {FROM} UNION SELECT password FROM identity_user", "union"),
    (f"SELECT course {FROM} UNION ALL SELECT 1", "union"),
    (f"SELECT course {FROM} EXCEPT SELECT 1", "union"),
    (f"SELECT course {FROM} INTERSECT SELECT 1", "union"),
    (f"SELECT course FROM (SELECT course {FROM} UNION SELECT password FROM identity_user) AS x", "union"),
    # WITH, recursive or not.
    (f"WITH x AS (SELECT password FROM identity_user) SELECT course {FROM}", "with"),
    ("WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x", "with"),
    (f"SELECT course FROM (WITH x AS (SELECT 1) SELECT course {FROM}) AS y", "with"),
    # Sub-selects where values stand.
    ("SELECT (SELECT password FROM identity_user LIMIT 1) AS x " + FROM, "sub-select"),
    (f"SELECT course {FROM} WHERE course IN (SELECT password FROM identity_user)", "sub-select"),
    (f"SELECT course {FROM} WHERE EXISTS (SELECT 1 FROM identity_user)", "sub-select"),
    (f"SELECT course {FROM} WHERE enrolled > ALL (SELECT 1 {FROM})", "word"),
    (f"SELECT course {FROM} ORDER BY (SELECT password FROM identity_user)", "sub-select"),
    (f"SELECT course {FROM} LIMIT (SELECT 5)", "limit"),
    ("SELECT password FROM (SELECT password FROM identity_user) AS x", "relation-unknown"),
    (f"SELECT course FROM (SELECT course {FROM})", "sub-select"),
    # Other tables, schemas, catalogs.
    ("SELECT password FROM identity_user", "relation-unknown"),
    ("SELECT course FROM report_course_completion", "relation-unknown"),
    ("SELECT name FROM sqlite_master", "relation-unknown"),
    ("SELECT table_name FROM information_schema.tables", "relation-name"),
    ("SELECT user FROM mysql.user", "relation-name"),
    ("SELECT course FROM main.course_completion", "relation-name"),
    ('SELECT course FROM "information_schema"."tables"', "relation-name"),
    ('SELECT course FROM "course_completion; DROP TABLE x"', "relation-unknown"),
    ('SELECT course FROM "course_completion) AS s1 -- "', "relation-unknown"),
    (f"SELECT course {FROM} JOIN identity_user ON 1 = 1", "relation-unknown"),
    (f"SELECT course {FROM} AS a JOIN (identity_user) ON 1 = 1", "relation-name"),
    ("SELECT course FROM pragma_table_info('identity_user')", "relation-name"),
    ("SELECT course FROM JSON_TABLE('[]', '$') AS x", "relation-name"),
    # Columns that the relation does not show, and those of others.
    (f"SELECT organization_id {FROM}", "column-unknown"),
    (f"SELECT course {FROM} WHERE organization_id = 2", "column-unknown"),
    (f"SELECT course {FROM} AS s1 WHERE s1.organization_id = 2", "column-unknown"),
    (f"SELECT rowid {FROM}", "column-unknown"),
    (f"SELECT identity_user.password {FROM}", "relation-unknown"),
    (f"SELECT a.b.password {FROM}", "relation-name"),
    (f"SELECT x.* {FROM}", "relation-unknown"),
    (f"SELECT ABS(*) {FROM}", "star"),
    (f'SELECT "course) FROM identity_user -- " {FROM}', "column-unknown"),
    # Functions that wait, read files, tell of the server, lock, load.
    (f"SELECT SLEEP(10) {FROM}", "function-unknown"),
    (f"SELECT BENCHMARK(1000000, SHA2('x', 512)) {FROM}", "function-unknown"),
    (f"SELECT LOAD_FILE('/etc/passwd') {FROM}", "function-unknown"),
    (f"SELECT READFILE('/etc/passwd') {FROM}", "function-unknown"),
    (f"SELECT WRITEFILE('x', 'y') {FROM}", "function-unknown"),
    (f"SELECT LOAD_EXTENSION('x') {FROM}", "function-unknown"),
    (f"SELECT GET_LOCK('x', 10) {FROM}", "function-unknown"),
    (f"SELECT DATABASE() {FROM}", "syntax"),
    (f"SELECT USER() {FROM}", "function-unknown"),
    (f"SELECT VERSION() {FROM}", "function-unknown"),
    (f"SELECT RANDOMBLOB(1000000000) {FROM}", "function-unknown"),
    (f"SELECT REPEAT('x', 1000000000) {FROM}", "function-unknown"),
    (f"SELECT EXTRACTVALUE(1, '//x') {FROM}", "function-unknown"),
    (f"SELECT GROUP_CONCAT(course) {FROM}", "function-unknown"),
    (f"SELECT CAST(course AS CHAR) {FROM}", "function-unknown"),
    (f'SELECT "SLEEP"(10) {FROM}', "function-unknown"),
    (f"SELECT mysql.SLEEP(10) {FROM}", "word"),
    (f"SELECT COUNT(SLEEP(10)) {FROM}", "function-unknown"),
    (f"SELECT course {FROM} WHERE course = '' OR SLEEP(5)", "function-unknown"),
    # Names that are functions without parentheses.
    (f"SELECT CURRENT_USER {FROM}", "column-unknown"),
    (f"SELECT SESSION_USER {FROM}", "column-unknown"),
    # Variables and parameters.
    (f"SELECT @@version {FROM}", "parameter"),
    (f"SELECT @a := 1 {FROM}", "parameter"),
    (f"SELECT course {FROM} WHERE course = ?", "parameter"),
    (f"SELECT course {FROM} WHERE course = :name", "parameter"),
    (f"SELECT {{{{ secret }}}} {FROM}", "parameter"),
    # Writing and locking.
    (f"SELECT course INTO OUTFILE '/tmp/x' {FROM}", "into"),
    (f"SELECT course {FROM} INTO DUMPFILE '/tmp/x'", "into"),
    (f"SELECT course INTO x {FROM}", "into"),
    (f"SELECT course {FROM} FOR UPDATE", "lock"),
    (f"SELECT course {FROM} LOCK IN SHARE MODE", "lock"),
    # Other statements.
    ("DELETE FROM identity_user", "select-only"),
    ("UPDATE identity_user SET is_superuser = 1", "select-only"),
    ("INSERT INTO identity_user VALUES (1)", "into"),
    ("DROP VIEW report_course_completion", "select-only"),
    ("PRAGMA query_only = OFF", "select-only"),
    ("ATTACH DATABASE 'x' AS y", "select-only"),
    ("SET GLOBAL general_log = 1", "select-only"),
    ("EXPLAIN SELECT 1", "select-only"),
    ("CALL sp_calculate_certificates()", "select-only"),
    ("HANDLER identity_user OPEN", "select-only"),
    ("VALUES (1)", "select-only"),
    (f"(SELECT course {FROM})", "select-only"),
    ("", "empty"),
    ("  \n ", "empty"),
    # Quotes of other kinds, by which names and text are mistaken for each other.
    (f"SELECT `course` {FROM}", "quotes"),
    (f"SELECT [course] {FROM}", "quotes"),
    (f"SELECT course {FROM} WHERE course = N'x'", "quotes"),
    (f"SELECT course {FROM} WHERE course = x'41'", "syntax"),
    (f"SELECT course {FROM} WHERE course = 'x", "syntax"),
    (f"SELECT course {FROM} WHERE course = 'x\0'", "word"),
    # Joins that multiply or name no condition.
    (f"SELECT 1 {FROM}, student_progress", "comma-join"),
    (f"SELECT 1 {FROM} CROSS JOIN student_progress", "join-kind"),
    (f"SELECT 1 {FROM} NATURAL JOIN student_progress", "join-kind"),
    (f"SELECT 1 {FROM} JOIN student_progress USING (course_id)", "join-condition"),
    (f"SELECT 1 {FROM} JOIN student_progress", "join-condition"),
    (f"SELECT 1 {FROM} a JOIN LATERAL (SELECT 1 {FROM}) b ON 1 = 1", "join-kind"),
    (f"SELECT 1 {FROM} a JOIN student_progress a ON 1 = 1", "relation-twice"),
    (
        f"SELECT 1 {FROM} a " + " ".join(f"JOIN course_completion b{number} ON 1 = 1" for number in range(4)),
        "relations-many",
    ),
    # Windows, and what else SQL has.
    (f"SELECT COUNT(course) OVER () {FROM}", "window"),
    (f"SELECT course {FROM} WHERE course REGEXP '(a+)+$'", "word"),
    (f"SELECT course {FROM} WHERE course LIKE course", "pattern"),
    (f"SELECT course {FROM} WHERE course LIKE 'a' ESCAPE 'b'", "word"),
    (f"SELECT course || 'x' {FROM}", "word"),
    (f"SELECT course::text {FROM}", "word"),
    (f"SELECT enrolled & 1 {FROM}", "word"),
    (f"SELECT enrolled % 2 {FROM}", "word"),
    (f"SELECT course COLLATE utf8mb4_bin {FROM}", "word"),
    (f"SELECT course {FROM} WHERE (course, status) IN (('a', 'b'))", "word"),
    (f"SELECT course {FROM} PROCEDURE ANALYSE()", "word"),
    (f"SELECT course {FROM} GROUP BY course WITH ROLLUP", "with"),
    (f"SELECT TOP 5 course {FROM}", "limit"),
    (f"SELECT course {FROM} LIMIT -1", "limit"),
    (f"SELECT course {FROM} LIMIT 1 + 1", "limit"),
    (f"SELECT course {FROM} LIMIT {'9' * 5000}", "limit"),
    (f"SELECT course {FROM} LIMIT \u0663", "limit"),
    (f"SELECT course {FROM} ORDER BY {'9' * 5000}", "column-unknown"),
    (f"SELECT {'9' * 5000} {FROM}", "number"),
    (f"SELECT 1e400 {FROM}", "number"),
    (f"SELECT 99999999999999999999 {FROM}", "number"),
    ("SELECT 1", "from-missing"),
    # Functions over many rows where there is one.
    (f"SELECT course {FROM} WHERE COUNT(*) > 1", "aggregate-place"),
    (f"SELECT SUM(COUNT(*)) {FROM}", "aggregate-inside"),
    (f"SELECT course, COUNT(*) {FROM}", "grouping"),
    (f"SELECT course + 1 {FROM}", "arithmetic"),
    (f"SELECT SUM(course) {FROM}", "arguments"),
    (f"SELECT ROUND(enrolled, 99) {FROM}", "arguments"),
    (f"SELECT DAYS_AGO(99999) {FROM}", "arguments"),
    # Too much of it.
    (f"SELECT {'(' * 40}1{')' * 40} {FROM}", "too-deep"),
    (f"SELECT {'1 + ' * 400}1 {FROM}", "too-deep"),
    (f"SELECT {'NOT ' * 200}1 {FROM}", "too-deep"),
    (f"SELECT '{'x' * 9000}' {FROM}", "too-long"),
    (f"SELECT {', '.join(f'1 AS c{number}' for number in range(31))} {FROM}", "columns-many"),
    (f"SELECT course, status AS course {FROM}", "name-twice"),
    (f"SELECT DISTINCT course {FROM} ORDER BY enrolled", "order-distinct"),
]


@pytest.mark.parametrize("engine", ["sqlite", "mysql"])
@pytest.mark.parametrize(("statement", "reason"), ESCAPES, ids=range(len(ESCAPES)))
def test_a_way_out_is_refused_with_its_reason(statement: str, reason: str, engine: str) -> None:
    with pytest.raises(ReportStatementRefused) as refusal:
        compiled(statement, engine)
    problem = refusal.value
    assert problem.facts["reason"] == reason, problem.detail
    assert problem.errors[0].code == reason
    lines = statement.split("\n")
    assert 1 <= problem.facts["line"] <= len(lines)
    assert 1 <= problem.facts["column"] <= len(lines[problem.facts["line"] - 1]) + 1


def test_there_are_many_attempts_and_every_reason_is_met() -> None:
    assert len({statement for statement, _ in ESCAPES}) == len(ESCAPES) >= 60
    met = {reason for _, reason in ESCAPES}
    assert set(REASONS) - met == {"column-ambiguous"}


def test_the_reference_has_every_function_and_reason() -> None:
    text = (Path(__file__).parents[3] / "docs" / "reference" / "report-language.md").read_text()
    assert [name for name in FUNCTIONS if f"{name}(" not in text] == []
    assert [reason for reason in REASONS if f"`{reason}`" not in text] == []


def test_nothing_that_was_typed_becomes_part_of_the_text() -> None:
    """Names are ours, values are bound: only the words of the language come through."""
    typed = (
        "SELECT a.course AS \"x) FROM identity_user -- \", CONCAT(a.status, ''' OR 1 = 1') AS y "
        "FROM course_completion AS \"s; DROP\" JOIN course_completion a ON a.course = 'OR 1=1 #\\' "
        "WHERE a.course LIKE '%!_\\' GROUP BY 1, 2"
    )
    scopes = {name: RowScope(7) for name in relations()}
    for engine in ("sqlite", "mysql"):
        statement = bound(compiled(typed, engine).rows(limit=5), scopes, datetime.date(2026, 11, 27))
        for word in ("identity_user", "DROP", "--", "#", "1=1", "!_", "\\"):
            assert word not in statement.sql
        assert statement.sql.count("organization_id = %s") == 2
        assert statement.parameters.count(7) == 2


def test_a_name_of_two_relations_is_asked_back() -> None:
    with pytest.raises(ReportStatementRefused) as refusal:
        compiled(
            "SELECT course FROM course_completion a JOIN student_progress b ON a.course_id = b.course_id",
            running.engine(),
        )
    assert (refusal.value.facts["reason"], refusal.value.facts["column"]) == ("column-ambiguous", 8)
