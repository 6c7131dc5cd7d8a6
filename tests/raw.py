"""A server of its own, and bytes on a socket: what no client of HTTP would send."""

import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

WAYS = {
    "serve": "from pinprick.cli import main; main(['serve', '--port', '{port}'])",
    "uvicorn": "import uvicorn; uvicorn.run('pinprick.app:create', factory=True, port={port}, access_log=False)",
}
"""How it may be served: by the command, and by the application's name alone."""
FASTER = """
from pinprick.serving import middleware, protocol
protocol.READ_SECONDS, protocol.WRITE_SECONDS, middleware.BODY_SECONDS = 1.5, 1.0, 0.7
"""
"""Time limits that a test can wait for."""
WHOLE = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


class Served:
    """A server that runs, and what it wrote when it has ended."""

    def __init__(self, port: int, process: "subprocess.Popen[str]") -> None:
        self.port, self.process = port, process
        self.said = ""

    def talk(self, sent: bytes) -> bytes:
        """What comes back until the other side closes."""
        with closing(self.connected()) as line:
            line.sendall(sent)
            return rest(line)

    def connected(self) -> socket.socket:
        """A connection, as soon as somebody listens."""
        for _ in range(600):
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=60)
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise AssertionError("nobody listens any more")

    def end(self) -> str:
        """What it wrote but where it serves."""
        self.process.terminate()
        self.said, _ = self.process.communicate()
        lines = (line for line in self.said.splitlines() if "http://" not in line)
        return "\n".join(line for line in lines if not line.startswith("INFO:"))


def rest(line: socket.socket) -> bytes:
    """All that still comes; a connection that is reset ends too."""
    got = b""
    try:
        while more := line.recv(65536):
            got += more
    except ConnectionResetError:
        pass
    return got


@contextmanager
def served(way: str = "serve", before: str = FASTER, files: int = 0) -> Iterator[Served]:
    """A server that may have so many `files` open, if a number is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"{before}\n{WAYS[way].format(port=port)}"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_fewer(files),
    ) as process:
        server = Served(port, process)
        try:
            assert server.talk(WHOLE).startswith(b"HTTP/1.1 200")
            yield server
        finally:
            process.kill()


def _fewer(files: int) -> Callable[[], None] | None:
    return (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None


def status(answer: bytes) -> int:
    """The status of an answer, 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(found[1]) if found else 0
