"""Servers that keep everything encrypted, with the settings of our own guide: what it says is what is tried."""

import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from hashlib import sha1
from pathlib import Path

from devtools.engines import START_SECONDS, Engine, EngineMissing
from devtools.engines_mariadb import MariaDB
from devtools.engines_mysql import MySQL
from devtools.paths import ROOT, cache_dir
from devtools.shell import Failure, read
from devtools.system_packages import can_install, update_lists

GUIDE = ROOT / "docs/how-to/secure-the-database.md"
LEFT_IN_CLEAR = (
    "SELECT COUNT(*) FROM information_schema.innodb_tablespaces_encryption"
    " WHERE encryption_scheme = 0 OR min_key_version = 0 OR rotating_or_flushing = 1"
)
MARIADB_PLUGINS = Path("/usr/lib/mysql/plugin")
KEY_PLUGIN = "file_key_management.so"
# What the servers of tests do without, and here shall be encrypted too.
NO_LOG = ("skip_log_bin", "disable_log_bin")


def guide_settings(word: str) -> list[str]:
    """Lines of the guide's block of settings that has this word. Raises LookupError."""
    blocks = re.findall(r"```ini\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    found = [block for block in blocks if word in block]
    if len(found) != 1:
        raise LookupError(f"{GUIDE.name} has {len(found)} blocks of settings with {word}")
    return [line for line in found[0].splitlines() if line and not line.startswith(("#", "["))]


class EncryptedMariaDB(MariaDB):
    @property
    def keys(self) -> Path:
        """Beside the data only because the whole server is gone in a minute."""
        return self.folder / "keys"

    def install(self) -> None:
        super().install()
        self.plugins = mariadb_plugins()

    def own_settings(self) -> list[str]:
        if not self.data.exists():
            return super().own_settings()
        if not self.keys.exists():  # With other keys nobody could read what is there.
            make_mariadb_keys(self.keys)
        lines = [
            line.replace("/etc/mysql/keys", str(self.keys)) for line in guide_settings("file_key_management")
        ]
        return [*with_log(super().own_settings(), self.folder), f"plugin_dir={self.plugins}", *lines]

    def initialize(self) -> None:
        """In clear: the installer looks for plugins in the host's folder alone."""
        super().initialize()
        self.write_options()

    def start(self) -> None:
        """The tables of the system, and the undo log among them, are made in clear and encrypted by a thread."""
        super().start()
        deadline = time.monotonic() + START_SECONDS
        while self.try_execute(LEFT_IN_CLEAR).stdout.split()[-1:] != [b"0"]:
            if time.monotonic() > deadline:
                raise Failure("MariaDB does not encrypt its own tables")
            time.sleep(0.2)


class EncryptedMySQL(MySQL):
    @property
    def programs(self) -> Path:
        """A folder of its own for the server's program and the component: what lies beside them is their setting."""
        return self.folder / "programs"

    def program(self, name: str) -> list[str]:
        command = super().program(name)
        if name != "mysqld":
            return command
        own = str(self.programs / "mysqld")
        return [own if word.endswith("/usr/sbin/mysqld") else word for word in command]

    def own_settings(self) -> list[str]:
        self.programs.mkdir(parents=True, exist_ok=True)
        for source in ("usr/sbin/mysqld", "usr/lib/mysql/plugin/component_keyring_file.so"):
            link_or_copy(self.root / source, self.programs / Path(source).name)
        (self.programs / "mysqld.my").write_text(json.dumps({"components": "file://component_keyring_file"}))
        keyring = {"path": str(self.folder / "keyring"), "read_only": False}
        (self.programs / "component_keyring_file.cnf").write_text(json.dumps(keyring))
        lines = with_log(super().own_settings(), self.folder)
        lines = [f"plugin_dir={self.programs}" if line.startswith("plugin_dir=") else line for line in lines]
        return [*lines, *guide_settings("default_table_encryption")]


def with_log(lines: list[str], folder: Path) -> list[str]:
    """Settings with a binary log: it holds every row, too."""
    return [
        *(line for line in lines if line not in NO_LOG),
        "server_id=1",
        f"log_bin={folder / 'data' / 'changes'}",
    ]


def link_or_copy(source: Path, target: Path) -> None:
    """The same file at a second place; a copy where that is another disk."""
    if not target.exists():
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def mariadb_plugins() -> Path:
    """Folder with the plugin that knows the keys: the host's, or one unpacked from Debian's package of this version.

    The plugin lies in the package that would also start a service, so that package is never installed.
    Raises EngineMissing.
    """
    if (MARIADB_PLUGINS / KEY_PLUGIN).exists():
        return MARIADB_PLUGINS
    version = read(["dpkg-query", "-W", "-f=${Version}", "mariadb-server-core"])
    home = cache_dir() / "mariadb" / version.replace(":", "_")
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            unpack_package(f"mariadb-server={version}", Path(folder))
            if not home.exists():
                (Path(folder) / MARIADB_PLUGINS.relative_to("/")).rename(home)
    return home


def unpack_package(name: str, folder: Path) -> None:
    """The files of a Debian package, laid out below that folder. Raises EngineMissing with the reason."""
    try:
        if not download_package(name, folder) and can_install():
            update_lists()
            download_package(name, folder)
        package = next(folder.glob("*.deb"), None)
        if package is None:
            raise EngineMissing(f"{name} could not be fetched: 'apt-get download {name}' as root tells why")
        subprocess.run(["dpkg", "-x", package, folder], check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissing(f"{name} could not be unpacked: {error}") from error


def download_package(name: str, folder: Path) -> bool:
    """Whether apt knew the package, which lies in the folder then."""
    command = ["apt-get", "-q", "download", name]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=300).returncode == 0


def make_mariadb_keys(folder: Path) -> None:
    """What the guide's `openssl` commands make: a key, under a pass phrase."""
    folder.mkdir(parents=True, exist_ok=True)
    phrase = secrets.token_hex(64)
    (folder / "keyfile.key").write_text(phrase)
    plain = f"1;{secrets.token_hex(32)}\n".encode()
    (folder / "keyfile.enc").write_bytes(salted(plain, phrase.encode()))


def salted(plain: bytes, phrase: bytes) -> bytes:
    """`openssl enc -aes-256-cbc -md sha1`: the format that the plugin reads."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    salt, block, material = secrets.token_bytes(8), b"", b""
    while len(material) < 48:
        block = sha1(block + phrase + salt, usedforsecurity=False).digest()
        material += block
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES256(material[:32]), modes.CBC(material[32:48])).encryptor()
    body = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    return b"Salted__" + salt + body


def encrypted_engine(name: str, folder: Path) -> Engine:
    """A server of that engine, not started."""
    return {"mariadb": EncryptedMariaDB, "mysql": EncryptedMySQL}[name](folder)
