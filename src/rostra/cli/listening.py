"""The port: whether it can be had, found out before anything is touched."""

import errno
import socket
import time

from rostra.cli.failures import Failure


def address_of(host: str) -> str:
    """The number of a host to listen on; raises Failure if there is none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Failure(
            f"There is no host called {host} to listen on; try 127.0.0.1 or 0.0.0.0."
        ) from None
    return str(found[0][4][0])


def check_port(host: str, port: int, patience: float = 1.0) -> None:
    """Raise Failure if nobody could listen there.

    A Rostra that was killed a moment ago may still be letting go of it, hence the
    patience, in seconds.
    """
    end = time.monotonic() + patience
    while (error := _refusal(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > end:
            raise Failure(_why(error, host, port))
        time.sleep(0.05)


def _refusal(host: str, port: int) -> OSError | None:
    address = address_of(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        # Without SO_REUSEPORT, which the workers use: with it, two installations
        # could share a port and each get half of the requests.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
            trial.listen(1)
        except OSError as error:
            return error
    return None


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program; "
            "choose another with --port."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Port {port} on {host} may not be used by this user; "
            "choose one above 1023 with --port."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address {host}; try 127.0.0.1 or 0.0.0.0."
    return f"Port {port} on {host} cannot be used: {error.strerror}."
