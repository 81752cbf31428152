"""Runs other people's identity providers on loopback. `./dev test` installs them from tests/counterparts/."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "counterparts"
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"


def require_counterparts() -> None:
    """Skip where they are not installed; on CI that is a failure."""
    if INSTALLED.exists() and shutil.which("node"):
        return
    message = "npm ci in tests/counterparts/ is needed (./dev test does it), with Node.js"
    if os.environ.get("CI") == "true":
        raise AssertionError(message)
    pytest.skip(message)


@contextmanager
def running(command: list[str], ready: str) -> Iterator[re.Match[str]]:
    """A program, from the line that says it is ready to the end of the block."""
    process = subprocess.Popen(
        command,
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": os.environ["PATH"], "NO_COLOR": "1", "FORCE_COLOR": "0"},
    )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.search(ready, line):
                yield found
                return
        raise AssertionError("it ended:\n" + "".join(said))
    finally:
        process.kill()
        process.communicate()


@contextmanager
def openid_provider(clients: list[dict], people: dict[str, dict], port: int = 0) -> Iterator[str]:
    """npm's oidc-provider; its issuer."""
    given = json.dumps({"clients": clients, "people": people, "port": port})
    with running(["node", "oidc.js", given], r'\{"issuer":"([^"]+)"\}') as found:
        yield found[1]


@contextmanager
def saml_provider(folder: Path, acs: str, audience: str) -> Iterator[str]:
    """npm's saml-idp with a key of its own; its address."""
    make_certificate(folder)
    command = [
        *("node", "node_modules/saml-idp/bin/run.js", "--host", "127.0.0.1", "--port", "0"),
        *("--acsUrl", acs, "--audience", audience),
        *("--cert", str(folder / "certificate.pem"), "--key", str(folder / "key.pem")),
    ]
    with running(command, r"localhost:(\d+)/metadata") as found:
        yield f"http://127.0.0.1:{found[1]}"


def make_certificate(folder: Path) -> None:
    """A key and its certificate."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Provider of tests")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
