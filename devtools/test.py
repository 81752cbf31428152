"""./dev test: install what is missing, run every part even if one failed, tell all at the end."""

import argparse
import os
import shutil
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import MappingProxyType

from devtools import environment
from devtools.engines import EngineMissing, running_engine
from devtools.engines_mysql import install_mysql
from devtools.paths import TEST_LOGS, VAR
from devtools.shell import Failure, end_all_logged, run_logged, say
from devtools.system_packages import install_packages
from devtools.test_parts import Check, Options, Part, all_parts
from devtools.test_report import Result, count_report, print_closing_line, print_failure, print_table

# A run that takes longer tells more by stopping and reporting than by being stopped.
RUN_ENDS_AT = time.monotonic() + 75 * 60

NEED_WEB = {"web", "types", "lint", "e2e", "package"}
NEED_REDIS = {"sqlite", "mariadb", "mysql"}
NEED_BUILD = {"web", "e2e", "package"}
NEED_COUNTERPARTS = {"e2e", "sqlite", "mariadb", "mysql"}


def main(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    workers = max(2, min(os.cpu_count() or 2, 8))
    parts = [part for part in all_parts(workers) if not arguments.only or part.name in arguments.only]
    prepare_folders()
    broken = prepare({part.name for part in parts})
    options = Options(
        pytest_arguments=arguments.pytest,
        is_coverage_wanted=arguments.coverage or (is_ci() and not arguments.pytest),
    )
    say(f"prepared in {time.monotonic() - started:.0f} s")
    results = Schedule(parts, options, broken, cores=workers).run()
    order = [part.name for part in parts]
    results.sort(key=lambda result: order.index(result.part))
    for result in results:
        if result.failed_checks or result.missing:
            print_failure(result)
    print_table(results, time.monotonic() - started)
    is_failed = any(result.failed or is_gap(result, arguments.only) for result in results)
    print_closing_line(results)
    return 1 if is_failed else 0


def is_gap(result: Result, only: list[str] | None) -> bool:
    """A part that could not run is forgiven only to a person who did not ask for it by name."""
    return bool(result.missing) and (bool(only) or is_ci())


def is_ci() -> bool:
    return os.environ.get("CI", "") == "true"


def prepare_folders() -> None:
    for folder in (TEST_LOGS, VAR / "test-data"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    # Compiled files of temporary folders serve nobody again.
    shutil.rmtree(VAR / "compiled" / tempfile.gettempdir().lstrip("/"), ignore_errors=True)


def prepare(names: set[str]) -> dict[str, str]:
    """Install side by side what the parts need; return for each part that can't run the reason."""
    engines = {part.engine for part in all_parts(1) if part.name in names}
    install_packages(needed_packages(names, engines))
    jobs: dict[str, Callable[[], object]] = {"python": lambda: environment.prepare_python("dev")}
    if names & NEED_BUILD:
        jobs["front end"] = environment.prepare_web
    elif names & NEED_WEB:
        jobs["front end"] = lambda: environment.node_step().run()
    if "mysql" in engines:
        jobs["mysql"] = install_mysql
    if names & NEED_COUNTERPARTS:
        jobs["counterparts"] = environment.counterparts_step().run
    broken: dict[str, str] = {}
    with ThreadPoolExecutor() as pool:
        futures = {job: pool.submit(action) for job, action in jobs.items()}
    for job, future in futures.items():
        error = future.exception()
        if isinstance(error, Failure | OSError):
            needing = {
                "python": names,
                "front end": names & NEED_WEB,
                "mysql": {part.name for part in all_parts(1) if part.engine == "mysql"} & names,
                # Without them a few tests skip, and say so; on CI that is not good enough.
                "counterparts": names & NEED_COUNTERPARTS if is_ci() else set(),
            }
            for name in needing[job]:
                broken.setdefault(name, f"{job}: {error}")
        elif error is not None:
            raise error
    return broken


def needed_packages(names: set[str], engines: set[str]) -> list[str]:
    packages = list(environment.DRIVER_PACKAGES)
    if "mariadb" in engines:
        packages += environment.ENGINE_PACKAGES
    if names & NEED_REDIS:
        packages += environment.REDIS_PACKAGES
    if "e2e" in names:
        packages += environment.BROWSER_PACKAGES
    return packages


@dataclass
class Schedule:
    """Starts the parts in order, as many side by side as their cores allow."""

    parts: list[Part]
    options: Options
    broken: dict[str, str]
    cores: int
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.free = self.cores
        self.turn = threading.Condition()
        self.waiting = list(self.parts)

    def run(self) -> list[Result]:
        workers = [threading.Thread(target=self.work) for _ in range(self.cores)]
        for worker in workers:
            worker.start()
        try:
            for worker in workers:
                worker.join()
        except BaseException:  # stopped from outside: the threads end with what they wait for
            with self.turn:
                self.waiting.clear()
                self.turn.notify_all()
            end_all_logged()
            raise
        return self.results

    def take(self) -> Part | None:
        """The next part that fits into the free cores; waits for one; None when all have started."""
        with self.turn:
            while self.waiting:
                part = next((part for part in self.waiting if part.cores <= self.free), None)
                if part:
                    self.waiting.remove(part)
                    self.free -= part.cores
                    return part
                self.turn.wait()
            return None

    def work(self) -> None:
        while part := self.take():
            result = self.run_part(part)
            with self.turn:
                self.results.append(result)
                self.free += part.cores
                self.turn.notify_all()

    def run_part(self, part: Part) -> Result:
        result = Result(part.name)
        started = time.monotonic()
        try:
            if part.name in self.broken:
                result.missing = self.broken[part.name]
            elif part.engine:
                with running_engine(part.engine) as engine:
                    env = {"EDUSYNC_DATABASE_URL": engine.url()}
                    run_checks(part, part.checks(self.options), result, env=env)
            else:
                run_checks(part, part.checks(self.options), result)
        except EngineMissing as error:
            result.missing = str(error)
        except Exception as error:  # noqa: BLE001 - a part must be accounted for, whatever happened to it
            result.failed += 1
            result.failed_checks[f"{type(error).__name__} in the test run"] = (
                f"{error}\n{traceback.format_exc()}"
            )
        result.seconds = time.monotonic() - started
        counts = f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped"
        say(f"  {result.part}: {result.word}, {counts} in {result.seconds:.0f} s")
        return result


def run_checks(
    part: Part, checks: list[Check], result: Result, *, env: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Run all checks of a part and count them."""
    deadline = min(time.monotonic() + part.seconds, RUN_ENDS_AT)
    say(f"• {part.name}")
    for check in checks:
        log_file = TEST_LOGS / f"{part.name}-{check.name.replace(' ', '-')}.log"
        left = max(60.0, deadline - time.monotonic())
        with log_file.open("wb") as log:
            code = run_logged(
                check.command,
                log=log,
                env={**check.env, **env},
                cwd=check.cwd,
                seconds=left,
                steps_back=part.steps_back,
            )
        passed, failed, skipped = count_report(check.report) if check.report else (0, 0, 0)
        result.passed += passed + (1 if not check.report and code == 0 else 0)
        # A runner that fails without naming a failed test (no test found, a crash) is a failure too.
        result.failed += failed + (1 if code != 0 and not failed else 0)
        result.skipped += skipped
        if code != 0 or failed:
            result.failed_checks[f"{check.name} ended with {code}"] = log_file.read_text(errors="replace")
