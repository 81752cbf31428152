"""MariaDB from Debian's packages. Only the core packages: they start no service of the host."""

from devtools.engines import Engine, EngineMissing, run_initializer
from devtools.shell import find_program, is_root
from devtools.system_packages import install_packages


class MariaDB(Engine):
    name = "mariadb"

    def install(self) -> None:
        if not find_program("mariadbd") or not find_program("mariadb-install-db"):
            install_packages(["mariadb-server-core", "mariadb-client-core"])
        if not find_program("mariadbd") or not find_program("mariadb-install-db"):
            raise EngineMissing(
                "MariaDB is missing: apt-get install mariadb-server-core mariadb-client-core (as root)"
            )

    def own_settings(self) -> list[str]:
        lines = ["performance_schema=OFF", "skip_log_bin", "innodb_log_file_size=128M"]
        return [*lines, "user=root"] if is_root() else lines

    def initialize(self) -> None:
        command = [
            find_program("mariadb-install-db") or "mariadb-install-db",
            f"--defaults-file={self.option_file}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            f"--datadir={self.data}",
        ]
        run_initializer([*command, "--user=root"] if is_root() else command, engine=self)

    def server_command(self) -> list[str]:
        return [find_program("mariadbd") or "mariadbd", f"--defaults-file={self.option_file}"]

    def client_command(self) -> list[str]:
        return [find_program("mariadb") or "mariadb", "--no-defaults", "-uroot", f"--socket={self.socket}"]
