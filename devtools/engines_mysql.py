"""MySQL 9.7 from Debian's unstable branch, unpacked into a private cache: the host stays as it is."""

import hashlib
import os
import shutil
import subprocess
import threading
from pathlib import Path

from devtools.engines import Engine, EngineMissing, run_initializer
from devtools.paths import cache_dir
from devtools.shell import find_program, is_root, read, say

PACKAGES = ["mysql-server-core", "mysql-client-core"]
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_lock = threading.Lock()


class MySQL(Engine):
    name = "mysql"

    def install(self) -> None:
        self.root = install_mysql()

    def program(self, name: str) -> list[str]:
        """A program of the unpacked tree, run by the tree's own loader and libraries."""
        path = self.root / "usr" / ("sbin" if name == "mysqld" else "bin") / name
        libraries = f"{self.root}/usr/lib/x86_64-linux-gnu:{self.root}/usr/lib/mysql/private"
        # --argv0 must be the full path: mysqld looks for itself on the path otherwise and finds MariaDB's link.
        return [
            str(self.root / "usr/lib64/ld-linux-x86-64.so.2"),
            "--argv0",
            str(path),
            "--library-path",
            libraries,
            str(path),
        ]

    def own_settings(self) -> list[str]:
        share = self.root / "usr/share/mysql"
        lines = [
            f"basedir={self.root}/usr",
            f"lc_messages_dir={share}",
            f"character_sets_dir={share}/charsets",
            f"plugin_dir={self.root}/usr/lib/mysql/plugin",
            'secure_file_priv=""',
            "mysqlx=OFF",
            "performance_schema=OFF",
            "disable_log_bin",
            "innodb_redo_log_capacity=256M",
            # The check of foreign keys that 9.7 makes above InnoDB lets rows in that point nowhere, where the key it
            # uses has a further column that is NULL. Older servers know no such option.
            "loose_innodb_native_foreign_keys=ON",
        ]
        return [*lines, "user=root"] if is_root() else lines

    def initialize(self) -> None:
        command = [*self.program("mysqld"), f"--defaults-file={self.option_file}", "--initialize-insecure"]
        run_initializer(command, engine=self)

    def server_command(self) -> list[str]:
        return [*self.program("mysqld"), f"--defaults-file={self.option_file}"]

    def client_command(self) -> list[str]:
        return [*self.program("mysql"), "--no-defaults", "-uroot", f"--socket={self.socket}"]


def install_mysql() -> Path:
    """Folder of the unpacked programs, downloaded once. Raises EngineMissing with the reason."""
    with _lock:
        home = cache_dir() / "mysql"
        root = home / "root"
        if not (home / "complete").exists():
            missing = [name for name in ("apt-get", "dpkg") if not find_program(name)]
            if missing:
                raise EngineMissing(f"MySQL 9.7 is unpacked from Debian's packages: {missing[0]} is missing")
            say("fetching MySQL 9.7 (60 MB, once)")
            try:
                _download_and_unpack(home, root)
            except (OSError, subprocess.SubprocessError) as error:
                raise EngineMissing(f"MySQL 9.7 could not be fetched: {_reason(error)}") from error
            (home / "complete").touch()
        return root


def _reason(error: Exception) -> str:
    output = getattr(error, "stderr", None) or b""
    return f"{error}\n{output.decode(errors='replace')[-2000:]}".strip()


def _download_and_unpack(home: Path, root: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    archives = home / "archives"
    if not any(archives.glob("*.deb")):
        _download(home, archives)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for package in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, root], check=True, capture_output=True)
    _write_package_list(home, archives)
    for unneeded in ("usr/share/doc", "usr/share/man", "usr/share/perl", "usr/lib/x86_64-linux-gnu/perl"):
        shutil.rmtree(root / unneeded, ignore_errors=True)


def _write_package_list(home: Path, archives: Path) -> None:
    """Names and hashes of what was unpacked, so that two machines can be compared."""
    lines = [
        f"{hashlib.sha256(package.read_bytes()).hexdigest()}  {package.name}"
        for package in sorted(archives.glob("*.deb"))
    ]
    (home / "packages.txt").write_text("\n".join(lines) + "\n")


def _download(home: Path, archives: Path) -> None:
    state = home / "apt"
    shutil.rmtree(state, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True)
    # An empty status file: apt believes that nothing is installed and fetches the whole closure, libc included.
    (state / "status").touch()
    (state / "sid.sources").write_text(
        f"Types: deb\nURIs: {_debian_uri()}\nSuites: sid\nComponents: main\nSigned-By: {KEYRING}\n"
    )
    options = {
        "Dir::State": state,
        "Dir::State::status": state / "status",
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Dir::Etc::sourcelist": state / "sid.sources",
        "Dir::Etc::sourceparts": "/dev/null",
        "Debug::NoLocking": 1,
        "APT::Sandbox::User": "root",
        "APT::Install-Recommends": 0,
        "APT::Keep-Downloaded-Packages": "true",
        "Acquire::Retries": 3,
    }
    apt = ["apt-get", "-q", *(word for key, value in options.items() for word in ("-o", f"{key}={value}"))]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for action in (["update"], ["-y", "-d", "install", *PACKAGES]):
        subprocess.run(
            [*apt, *action],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=600,
        )
    archives.mkdir(exist_ok=True)
    for package in (state / "cache/archives").glob("*.deb"):
        shutil.move(package, archives / package.name)
    shutil.rmtree(state)


def _debian_uri() -> str:
    """Address of the Debian mirror that this machine is set up with."""
    release = read(["sh", "-c", '. /etc/os-release && printf %s "$VERSION_CODENAME"']).strip()
    for line in read(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)"]).splitlines():
        uri, _, codename = line.partition(" ")
        if codename == release and "security" not in uri:
            return uri
    raise FileNotFoundError("no Debian mirror among apt's sources; run 'apt-get update' first")
