"""Whether the ports of a site are free. Asked before anything is prepared; the standard library alone is needed."""

import errno
import os
import socket

# `EDUSYNC_LIVE_URL` says so where the site has no listener of its own.
_OFF = "off"
_HIGHEST = 65_535
_SPAN = 10


class PortTaken(Exception):
    """A site cannot be served where it was asked for; the text says why and what to do."""


def require_free_ports(host: str, port: int, *, has_listener: bool | None = None) -> None:
    """Raises PortTaken unless the site's port and, with a listener of live news, the next one can be opened on the host.

    The web server shares its port with its own workers, and so with another site too: without this question two sites
    would answer in turns. Whether there is a listener is read from the environment unless it is given.
    """
    if has_listener is None:
        has_listener = os.environ.get("EDUSYNC_LIVE_URL", "") != _OFF
    last = port + 1 if has_listener else port
    if not 1 <= port <= last <= _HIGHEST:
        raise PortTaken(f"--port must be 1 to {_HIGHEST - (last - port)}")
    for number in range(port, last + 1):
        error = refusal(host, number)
        if error is not None:
            raise PortTaken(told(host, port, number, error))


def refusal(host: str, port: int) -> OSError | None:
    """Why the port cannot be opened; None where it can. Ports of a site that has just ended count as free."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def told(host: str, asked: int, port: int, error: OSError) -> str:
    """The refusal in words."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine. Leave --host out, or give 127.0.0.1 or 0.0.0.0."
    if error.errno == errno.EACCES:
        return f"this user may not open port {port}. Choose one of 1024 or more (--port), with a proxy in front of it."
    if error.errno != errno.EADDRINUSE:
        return f"port {port} of {host} cannot be opened: {error.strerror}. Choose another with --port."
    what = f"port {port} of {host} is in use"
    if port != asked:
        what += f" (live news take the port after {asked}, unless EDUSYNC_LIVE_URL is {_OFF})"
    free = suggested(host, asked)
    how = f"--port {free}" if free else "--port"
    return f"{what}: another program listens there, perhaps this site already. End it, or choose another port with {how}."


def suggested(host: str, port: int) -> int | None:
    """A port behind this one that is free together with the next."""
    for number in range(port + _SPAN, min(port + 10 * _SPAN, _HIGHEST - 1), _SPAN):
        if refusal(host, number) is None and refusal(host, number + 1) is None:
            return number
    return None
