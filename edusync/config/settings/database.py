"""Which database, and how connections are opened."""

import ipaddress
import os
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from edusync.config.settings.apps import ENV

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
    "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"
)


def test_file() -> str:
    """A file for the test database: in memory, connections of several threads get in each other's way."""
    return str(Path(tempfile.gettempdir()) / f"edusync-test-{os.getpid()}.sqlite3")


def sqlite(path: str) -> dict[str, object]:
    """Connection settings of an SQLite file. Writers take the lock at BEGIN: an upgrade later would fail at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": test_file()},
    }


def mysql(url: str) -> dict[str, object]:
    """Connection settings of a MariaDB or MySQL address `mysql://user:password@host:port/name`.

    `?unix_socket=path` for a server on this machine, `?ssl_ca=path` (certificate of the authority, PEM) for any other.
    Raises ValueError for another machine without `ssl_ca`: nothing goes there in clear text.
    """
    parts = urlsplit(url)
    extra = dict(parse_qsl(parts.query))
    is_near = "unix_socket" in extra or is_this_machine(parts.hostname or "")
    if not is_near and not extra.get("ssl_ca"):
        raise ValueError(
            "EDUSYNC_DATABASE_URL leads to another machine: add ?ssl_ca=<file>, the server's authority"
        )
    return {
        "ENGINE": "django.db.backends.mysql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": extra.get("unix_socket") or parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "charset": "utf8mb4",
            "isolation_level": "read committed",
            "init_command": "SET sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'",
            **(tls(extra["ssl_ca"]) if extra.get("ssl_ca") else {}),
        },
        "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_520_ci"},
    }


def is_this_machine(host: str) -> bool:
    """Whether packets to the host stay on this machine."""
    try:
        return host in {"", "localhost"} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def tls(authority: str) -> dict[str, object]:
    """Options by which the driver takes no server but one with a certificate of that authority and of that name.

    mysqlclient's mode REQUIRED is not asked for: built on MariaDB's library it connects in clear text and says nothing.
    """
    if import_module("MySQLdb").__name__ != "pymysql":
        return {"ssl_mode": "VERIFY_IDENTITY", "ssl": {"ca": authority}}
    return {"ssl": {"ca": authority, "check_hostname": True}}


def use_installed_driver() -> None:
    """Let PyMySQL stand in for mysqlclient where that could not be built: pure Python, half as fast."""
    if find_spec("MySQLdb") is None:
        import pymysql

        # Django asks for mysqlclient's version; PyMySQL speaks its interface.
        pymysql.version_info = (2, 2, 1, "final", 0)
        pymysql.install_as_MySQLdb()


def configured(url: str) -> dict[str, object]:
    """Settings for `EDUSYNC_DATABASE_URL`. Raises ValueError for an unknown scheme."""
    if not url:
        return sqlite(str(Path(ENV.data_dir) / "edusync.sqlite3"))
    if url.startswith("sqlite:///"):
        return sqlite(url.removeprefix("sqlite:///"))
    if url.startswith(("mysql://", "mariadb://")):
        use_installed_driver()
        return mysql(url)
    raise ValueError("EDUSYNC_DATABASE_URL must start with sqlite:///, mysql:// or mariadb://")


DATABASES = {"default": configured(ENV.database_url)}
if ENV.report_database_url:
    # The same database as a user who can read the report views and nothing else.
    DATABASES["report"] = {**configured(ENV.report_database_url), "TEST": {"MIRROR": "default"}}
