"""Ready-made things for tests of all apps."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client

from edusync.kernel import outbox, schedule

LONGEST_CHAIN = 200


def run_worker(*, raise_errors: bool = True) -> int:
    """Deliver everything in the outbox now, also what the handlers add; return how many deliveries ran."""
    deliverer = outbox.Deliverer(name="test-worker", raise_errors=raise_errors)
    total = 0
    for _ in range(LONGEST_CHAIN):
        delivered = deliverer.deliver_batch()
        if not delivered:
            return total
        total += delivered
    raise AssertionError("the outbox does not become empty")


def run_jobs() -> list[str]:
    """Run the periodic jobs that are due."""
    return schedule.run_due_jobs("test-worker", raise_errors=True)


def make_organization(name: str = "Elsewhere School", **fields: Any) -> Any:
    """An organization of its own, with no people."""
    from django.apps import apps
    from django.utils.text import slugify

    model = apps.get_model("identity", "Organization")
    fields.setdefault("slug", slugify(name))
    return model.objects.create(name=name, **fields)


class ApiClient(Client):
    """A browser without cookies' formalities: bodies are sent as JSON, answers checked by `problem`."""

    def generic(  # type: ignore[override]
        self, method: str, path: str, data: Any = "", content_type: str = "application/json", **extra: Any
    ) -> Any:
        """Send a request."""
        return super().generic(method, path, data, content_type, **extra)

    def send(self, method: str, path: str, body: Any = None, **extra: Any) -> Any:
        """Send a body as JSON."""
        data = "" if body is None else json.dumps(body)
        return self.generic(method, path, data, **extra)

    def post(self, path: str, body: Any = None, **extra: Any) -> Any:  # type: ignore[override]
        """POST JSON."""
        return self.send("POST", path, body, **extra)

    def put(self, path: str, body: Any = None, **extra: Any) -> Any:  # type: ignore[override]
        """PUT JSON."""
        return self.send("PUT", path, body, **extra)

    def patch(self, path: str, body: Any = None, **extra: Any) -> Any:  # type: ignore[override]
        """PATCH JSON."""
        return self.send("PATCH", path, body, **extra)

    def delete(self, path: str, body: Any = None, **extra: Any) -> Any:  # type: ignore[override]
        """DELETE."""
        return self.send("DELETE", path, body, **extra)

    def upload(self, path: str, fields: dict[str, Any], **extra: Any) -> Any:
        """POST a form with files."""
        return Client.post(self, path, fields, **extra)

    @staticmethod
    def problem(response: Any, status: int, code: str = "") -> dict[str, Any]:
        """Assert that the answer is that problem, and return its body."""
        assert response.status_code == status, (response.status_code, response.content[:500])
        assert response["Content-Type"] == "application/problem+json", response["Content-Type"]
        body: dict[str, Any] = response.json()
        assert body["status"] == status
        assert not code or body["code"] == code, body
        return body


@contextmanager
def run_redis() -> Iterator[str]:
    """A Redis of its own, in memory, on a socket of its own; its address. It must be installed: `./dev test` does that."""
    # In Debian's redis-tools the server goes by the name of its checker: so no service of the host is installed.
    program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    if program is None:
        raise AssertionError("Redis is missing: apt-get install redis-tools")
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(
        command, executable=program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        # It says so itself: nothing is waited for by the clock.
        if not any("eady to accept connections" in line for line in process.stdout):
            raise AssertionError("redis-server did not start")
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.communicate(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)
