"""A counterpart of the virus scanner for tests: it speaks as much of clamd's protocol as is used here."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What scanners agree to find, without being one (EICAR), put together here so that none finds this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 100_000


class Scanner:
    """What the counterpart knows: signatures by name, and the number of its definitions. Tests teach it more."""

    def __init__(self) -> None:
        self.signatures = {"Eicar-Test-Signature": EICAR}
        self.number = 1
        self.contents_read = 0

    def learn(self, name: str, signature: bytes) -> None:
        """Newer definitions find this, too."""
        self.signatures[name] = signature
        self.number += 1

    def unlearn(self, name: str) -> None:
        """Newer definitions find this no longer."""
        del self.signatures[name]
        self.number += 1

    def finding(self, content: bytes) -> str:
        """Name of what is in the content; empty when nothing."""
        self.contents_read += 1
        return next((name for name, what in self.signatures.items() if what in content), "")


class _Handler(socketserver.StreamRequestHandler):
    """VERSION and INSTREAM; stops reading behind its limit."""

    def handle(self) -> None:
        scanner: Scanner = self.server.scanner  # type: ignore[attr-defined]
        command = self.rfile.read(9)
        if command == b"zVERSION\0":
            self.wfile.write(f"ClamAV 1.4.3/{scanner.number}/Fri Nov 27 2026\0".encode())
            return
        assert command + self.rfile.read(1) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = scanner.finding(content)
        self.wfile.write(f"stream: {found} FOUND\0".encode() if found else b"stream: OK\0")


@contextmanager
def running_scanner(settings: Any, *, socket_path: str = "") -> Iterator[Scanner]:
    """The counterpart, listening on a port of this machine or on a socket; uploads go through it."""
    scanner = Scanner()
    kind: Any = socketserver.ThreadingUnixStreamServer if socket_path else socketserver.ThreadingTCPServer
    with kind(socket_path or ("127.0.0.1", 0), _Handler) as server:
        server.scanner = scanner
        address = server.server_address
        where = address if isinstance(address, str) else f"127.0.0.1:{address[1]}"
        settings.FILE_SCANNER = f"clamd://{where}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield scanner
        finally:
            server.shutdown()
            thread.join()
