"""Nothing goes to another machine's database in clear text: refused at the start, and by the driver."""

import datetime
import ipaddress
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from edusync.config.settings.database import configured

USER = "edusync_tls"


@pytest.mark.parametrize("host", ["db.example.org", "10.0.0.5", "[2001:db8::1]", "127.example.org"])
def test_another_machine_without_an_authority_stops_the_start(host):
    with pytest.raises(ValueError, match="ssl_ca"):
        configured(f"mysql://app:secret@{host}/school")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://app@127.0.0.1:3306/s",
        "mysql://app@[::1]/s",
        "mysql://app@localhost/s",
        "mysql://app@db/s?unix_socket=/x",
    ],
)
def test_this_machine_needs_none(address):
    assert "ssl" not in configured(address)["OPTIONS"]


def test_the_certificate_and_the_name_in_it_are_checked():
    options = configured("mysql://app@db.example.org/s?ssl_ca=/etc/ca.pem")["OPTIONS"]
    assert options["ssl"]["ca"] == "/etc/ca.pem"
    assert options.get("ssl_mode") == "VERIFY_IDENTITY" or options["ssl"]["check_hostname"]


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject: str, key: Any, issuer: str, issuer_key: Any, *, is_authority: bool) -> bytes:
    """A certificate for 127.0.0.1, valid from yesterday for two days."""
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
    )
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def make_authority(folder: Path, label: str) -> tuple[Path, Any]:
    """File of an authority's certificate, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    path = folder / f"{label}.pem"
    path.write_bytes(certificate(label, key, label, key, is_authority=True))
    return path, key


@pytest.fixture
def authorities(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """The authority of the server's certificate, and a strange one. MySQL takes the certificate while it runs."""
    ours, key = make_authority(tmp_path, "ours")
    strange, _ = make_authority(tmp_path, "strange")
    own = ec.generate_private_key(ec.SECP256R1())
    cert, secret = tmp_path / "server.pem", tmp_path / "server.key"
    cert.write_bytes(certificate("server", own, "ours", key, is_authority=False))
    secret.write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@ssl_ca, @@ssl_cert, @@ssl_key")
        before = cursor.fetchone()
        cursor.execute(f"CREATE USER '{USER}'@'127.0.0.1' REQUIRE SSL")
        use(cursor, ours, cert, secret)
        yield ours, strange
        use(cursor, *before)
        cursor.execute(f"DROP USER '{USER}'@'127.0.0.1'")


def use(cursor: Any, authority: Any, cert: Any, key: Any) -> None:
    """Let the server speak with another certificate."""
    for variable, value in (("ssl_ca", authority), ("ssl_cert", cert), ("ssl_key", key)):
        cursor.execute(f"SET GLOBAL {variable} = %s", [str(value)])
    cursor.execute("ALTER INSTANCE RELOAD TLS")


def cipher(authority: Path) -> str:
    """Name of the cipher of a new connection by our settings. Raises OperationalError of the driver."""
    port = scalar("SELECT @@port")
    settings = configured(f"mysql://{USER}@127.0.0.1:{port}/?ssl_ca={authority}")
    driver = import_module("MySQLdb")
    options = settings["OPTIONS"]
    assert isinstance(options, dict)
    tls = {key: value for key, value in options.items() if key in {"ssl", "ssl_mode"}}
    link = driver.connect(host="127.0.0.1", port=int(port), user=USER, **tls)
    try:
        cursor = link.cursor()
        cursor.execute("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        return str(cursor.fetchone()[1])
    finally:
        link.close()


def scalar(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.administrator("gives the server another certificate")
def test_connections_are_encrypted_or_there_are_none(request, transactional_db, tmp_path):
    """MySQL with our certificate is taken, with a strange authority it is not; MariaDB here has no TLS: not taken."""
    if connection.vendor == "sqlite":
        assert scalar("SELECT 1") == 1  # A file: there is no way on which somebody could listen.
        return
    refused = import_module("MySQLdb").OperationalError
    if connection.mysql_is_mariadb:
        with pytest.raises(refused):
            cipher(make_authority(tmp_path, "any")[0])
        return
    ours, strange = request.getfixturevalue("authorities")
    assert cipher(ours)
    with pytest.raises(refused):
        cipher(strange)
