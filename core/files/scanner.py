"""An antivirus scanner asked over the network (clamd, command INSTREAM), where settings.CLAMD names one."""

import socket
import struct
from typing import BinaryIO

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT_SECONDS = 30


class ScannerSilent(Exception):
    """The scanner cannot be reached or does not answer as agreed, so nobody knows what is in the file."""


def threat_in(file: BinaryIO) -> str:
    """What the scanner found in the file ("Eicar-Test-Signature"), or nothing. Raises ScannerSilent."""
    file.seek(0)
    try:
        with _connection() as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerSilent(answer)


def _connection() -> socket.socket:
    """A connection to "host:port" or to the socket file "/run/clamav/clamd.ctl"."""
    if settings.CLAMD.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(settings.CLAMD)
        return connection
    host, port = settings.CLAMD.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    """What the scanner says until it ends with a zero byte or hangs up; at most a kilobyte."""
    said = b""
    while len(said) < 1024 and not said.endswith(b"\0") and (part := connection.recv(1024)):
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
