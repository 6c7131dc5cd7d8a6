"""`pinprick serve` says where it is once somebody can connect, and not before."""

import re
import signal
import socket
import subprocess
import sys

import pytest

from tests.commands import with_cache

LATE = """
import time
from pinprick import app
from pinprick.cli import main
from pinprick.cli import serve
make = app.create
def late(*of):
    time.sleep(1.5)
    return make(*of)
app.create = late
serve.application = lambda *of: (time.sleep(1.5), app.application(*of))[1]
main(["serve", "--port", "0", "--workers", "{workers}"])
"""
"""A server that is slow to start, as on a machine that is busy."""


@pytest.mark.parametrize("workers", [1, 2])
def test_the_address_is_told_when_it_can_be_opened(workers: int) -> None:
    command = [sys.executable, "-c", LATE.format(workers=workers)]
    with subprocess.Popen(command, env=with_cache(), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            told = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            assert told, line
            with socket.create_connection(("127.0.0.1", int(told[1])), timeout=0.5) as one:
                one.settimeout(5)
                one.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                assert one.recv(64).startswith(b"HTTP/1.1 200")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
