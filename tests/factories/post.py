"""A mail server on a free port of this machine: it takes letters and refuses the addresses it was told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Post(socketserver.ThreadingTCPServer):
    """`refused` maps an address to the answer that it gets ("550 5.1.1 no such user"); `taken` are (addressee, text)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.refused: dict[str, str] = {}
        self.taken: list[tuple[str, str]] = []


class Talk(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as a sender needs."""

    server: Post

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 post.example.org")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            match verb.upper():
                case "QUIT":
                    self.say("221 bye")
                    return
                case "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    self.say(self.server.refused.get(to, "250 ok"))
                case "DATA":
                    self.say("354 go on")
                    text = b""
                    while (row := self.rfile.readline()) != b".\r\n":
                        text += row
                    self.server.taken.append((to, text.decode()))
                    self.say("250 taken")
                case _:
                    self.say("250 ok")


@contextmanager
def post(settings: Any) -> Iterator[Post]:
    """Letters go out through a server of this test."""
    with Post() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
        server.shutdown()
        thread.join()
