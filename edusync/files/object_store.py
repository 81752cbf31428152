"""Contents in an object store that speaks S3 (AWS, MinIO, Ceph, Garage). Private: browsers fetch through this site.

What comes in waits in a local folder until it is known to be welcome, as with the folder store, so a refused or broken
upload never reaches the bucket. Keys are those of the folder store, so contents can be moved between the two by copying.
"""

import dataclasses
import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from edusync.files.storage import FolderStorage, IncomingContent, content_key

if TYPE_CHECKING:
    from minio import Minio

_TRUE = frozenset({"1", "on", "true", "yes"})


@dataclasses.dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where the bucket is and how to get in."""

    host: str
    bucket: str
    access_key: str
    secret_key: str
    region: str
    is_secure: bool
    is_encrypted: bool


def parse_address(url: str) -> StoreAddress:
    """The parts of `s3://key:secret@host[:port]/bucket?region=…&insecure=on&encrypt=on`. Raises ValueError."""
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket:
        raise ValueError("the object store is named like s3://key:secret@host/bucket")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return StoreAddress(
        host=host,
        bucket=bucket,
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        region=options.get("region", "us-east-1"),
        is_secure=options.get("insecure", "off") not in _TRUE,
        is_encrypted=options.get("encrypt", "off") in _TRUE,
    )


class ObjectStorage:
    """Keeps contents as objects `ab/cd/<sha256>` of one bucket."""

    def __init__(self, address: StoreAddress, *, scratch: Path) -> None:
        self.address = address
        self.scratch = FolderStorage(scratch)
        self.client = _client(address)

    def receive(self, content: IO[bytes], *, max_bytes: int) -> IncomingContent:
        """Write to a temporary file on this machine."""
        return self.scratch.receive(content, max_bytes=max_bytes)

    def inspect(self, incoming: IncomingContent) -> IO[bytes]:
        """Open the temporary file."""
        return self.scratch.inspect(incoming)

    def keep(self, incoming: IncomingContent) -> str:
        """Send it to the bucket, unless it is there already: then its name says what is in it."""
        key = content_key(incoming.sha256)
        if self._size_of(key) != incoming.size_bytes:
            from minio.sse import SseS3

            encryption = SseS3() if self.address.is_encrypted else None
            self.client.fput_object(self.address.bucket, key, incoming.handle, sse=encryption)
        return key

    def discard(self, incoming: IncomingContent) -> None:
        """Remove the temporary file."""
        self.scratch.discard(incoming)

    def open(self, key: str) -> IO[bytes]:
        """A reader that asks for what is read. Raises FileNotFoundError."""
        size = self._size_of(key)
        if size is None:
            raise FileNotFoundError(key)
        return io.BufferedReader(_Reader(self.client, self.address.bucket, key, size), 256 * 1024)

    def delete(self, key: str) -> None:
        """Remove the object."""
        self.client.remove_object(self.address.bucket, key)

    def _size_of(self, key: str) -> int | None:
        """Length of an object, None where there is none."""
        from minio.error import S3Error

        try:
            return int(self.client.stat_object(self.address.bucket, key).size or 0)
        except S3Error as error:
            if error.code in {"NoSuchKey", "NoSuchObject"}:
                return None
            raise


class _Reader(io.RawIOBase):
    """An object as a seekable stream: one request from the place where reading begins until the reader jumps."""

    def __init__(self, client: "Minio", bucket: str, key: str, size: int) -> None:
        self.client, self.bucket, self.key, self.size = client, bucket, key, size
        self.at = 0
        self._response: Any = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Place of the next byte."""
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; the request under way ends."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        wanted = max(0, base + offset)
        if wanted != self.at:
            self._end_request()
            self.at = wanted
        return self.at

    def readinto(self, target: Any) -> int:
        """Next bytes of the object."""
        if self.at >= self.size:
            return 0
        if self._response is None:
            self._response = self.client.get_object(self.bucket, self.key, offset=self.at)
        piece = self._response.read(len(target))
        target[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def close(self) -> None:
        """End the request under way."""
        self._end_request()
        super().close()

    def _end_request(self) -> None:
        if self._response is not None:
            self._response.close()
            self._response.release_conn()
            self._response = None


_clients: dict[StoreAddress, Any] = {}


def _client(address: StoreAddress) -> Any:
    """One client per process and store: it keeps connections."""
    if address not in _clients:
        from minio import Minio

        _clients[address] = Minio(
            address.host,
            access_key=address.access_key,
            secret_key=address.secret_key,
            region=address.region,
            secure=address.is_secure,
        )
    return _clients[address]
