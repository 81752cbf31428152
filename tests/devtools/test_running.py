"""The test run itself: what is counted, what is shown, what is ended."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from devtools import environment
from devtools.engines import engine_class
from devtools.shell import LOW_PRIORITY, end_all_logged, run_logged
from devtools.test_parts import Options, Part, all_parts
from devtools.test_report import Result, count_report, print_closing_line, worth_showing

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><error/></testcase>
<testcase name="d"><skipped/></testcase><testcase name="e"/>
</testsuite></testsuites>"""


def test_tests_are_counted_from_the_report(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    assert count_report(tmp_path / "report.xml") == (2, 2, 1)


def test_a_missing_report_counts_nothing(tmp_path: Path) -> None:
    assert count_report(tmp_path / "none.xml") == (0, 0, 0)


def test_the_closing_line_sums_all_parts(capsys: pytest.CaptureFixture[str]) -> None:
    print_closing_line([Result("lint", passed=3), Result("sqlite", passed=4, failed=1, skipped=2)])
    assert capsys.readouterr().out == "7 passed, 1 failed, 2 skipped\n"


def test_failures_are_shown_from_their_heading_on() -> None:
    lines = ["collecting", "....F", "===== FAILURES =====", "assert 1 == 2"]
    assert worth_showing(lines) == lines[2:]
    assert worth_showing(["ruff: 1 error"]) == ["ruff: 1 error"]


def test_endless_output_loses_its_middle() -> None:
    shown = worth_showing([str(number) for number in range(5000)])
    assert (shown[0], shown[-1]) == ("0", "4999")
    assert len(shown) < 1000


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    log_file = tmp_path / "log"
    with log_file.open("wb") as log:
        assert run_logged(["sleep", "600"], log=log, seconds=0.1) == 124
    assert "still running" in log_file.read_text()


def test_stopping_the_run_ends_programs_with_their_children(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with (tmp_path / "log").open("wb") as log:
        command = [
            "sh",
            "-c",
            f"sh -c 'echo $$ > {pid_file}.new; mv {pid_file}.new {pid_file}; sleep 600'; true",
        ]
        runner = threading.Thread(target=run_logged, args=(command,), kwargs={"log": log, "seconds": 300})
        runner.start()
        wait_for(pid_file.exists)
        end_all_logged()
        runner.join()
    status = Path("/proc") / pid_file.read_text().strip() / "status"
    wait_for(lambda: not status.exists() or "zombie" in status.read_text())


def test_a_missing_program_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        assert run_logged(["no-such-program"], log=log, seconds=5) == 127


def test_every_engine_part_names_an_engine_that_exists() -> None:
    named = [part.engine for part in all_parts(2) if part.engine]
    assert named == ["mariadb", "mysql"] * 2
    assert [engine_class(name).name for name in named] == named


def test_the_release_before_is_tried_on_every_engine() -> None:
    parts = [part for part in all_parts(2) if part.name.startswith("compatibility")]
    assert [part.engine for part in parts] == ["", "mariadb", "mysql"]
    commands = [check.command for part in parts for check in part.checks(Options([]))]
    assert all("devtools.compatibility" in command for command in commands)


def test_named_paths_replace_the_whole_suite() -> None:
    part = next(part for part in all_parts(2) if part.name == "sqlite")

    def targets(options: Options) -> list[str]:
        return [word for word in part.checks(options)[0].command if word in {"edusync", "edusync/kernel"}]

    assert targets(Options([])) == ["edusync"]
    assert targets(Options(["edusync/kernel", "-k", "problem"])) == ["edusync/kernel"]


def test_parts_never_ask_for_more_cores_than_there_are() -> None:
    parts: list[Part] = all_parts(2)
    assert {part.cores for part in parts} == {1}
    assert max(part.cores for part in all_parts(8)) == 4


def test_all_but_the_browsers_step_back() -> None:
    first, *others = all_parts(2)
    assert (first.name, first.steps_back) == ("e2e", False)
    assert all(part.steps_back for part in others)


def test_a_program_that_steps_back_has_a_low_priority_with_all_it_starts(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        command = ["sh", "-c", f"while [ $(nice) = 0 ]; do :; done; sh -c nice > {tmp_path / 'nice'}"]
        assert run_logged(command, log=log, seconds=60, steps_back=True) == 0
    assert int((tmp_path / "nice").read_text()) >= LOW_PRIORITY


def test_the_lock_without_the_driver_keeps_everything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "dev.lock"
    lock.write_text(
        "django==5.2.19 \\\n    --hash=sha256:aa\nmysqlclient==2.3.1 \\\n    --hash=sha256:bb\n    # via -r server.in\npymysql==1.2.4 \\\n    --hash=sha256:cc\n"
    )
    monkeypatch.setattr(environment, "VAR", tmp_path)
    reduced = environment.without_driver(lock).read_text()
    assert reduced == "django==5.2.19 \\\n    --hash=sha256:aa\npymysql==1.2.4 \\\n    --hash=sha256:cc\n"


def test_each_part_has_a_temporary_folder_of_its_own() -> None:
    checks = [check for part in all_parts(2) for check in part.checks(Options([])) if check.name == "pytest"]
    folders = [check.env["TMPDIR"] for check in checks]
    assert len(set(folders)) == len(folders)
    assert all(Path(folder).is_dir() for folder in folders)
