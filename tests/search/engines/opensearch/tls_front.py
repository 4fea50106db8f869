"""What stands before a node whose own security is elsewhere: TLS with a certificate of its own, and one account."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

USER, PASSWORD = "chancery", "harbour: lamps/at dusk"
PASSED = ("content-type", "content-encoding", "accept-encoding", "accept")


def make_authority(folder: Path) -> Path:
    """Make a key and a certificate for 127.0.0.1 that vouches for itself; return the certificate's file."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=search node"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder / "ca.pem"


class Handler(BaseHTTPRequestHandler):
    """Refuses whoever is not the one account, and passes everything else on."""

    protocol_version = "HTTP/1.1"
    behind = ""

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {wanted}":
            self.answer(401, b'{"error": "Unauthorized", "status": 401}', "application/json")
        elif not self.behind:
            self.answer(200, json.dumps({"path": self.path}).encode(), "application/json")
        else:
            self.pass_on(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do  # noqa: N815 (the names that http.server looks for)

    def pass_on(self, body: bytes) -> None:
        node = http.client.HTTPConnection(urlsplit(self.behind).netloc, timeout=120)
        try:
            node.request(self.command, self.path, body, {name: self.headers[name] for name in PASSED if name in self.headers})
            told = node.getresponse()
            self.answer(told.status, told.read(), told.headers.get("Content-Type", ""), told.headers.get("Content-Encoding"))
        finally:
            node.close()

    def answer(self, status: int, body: bytes, kind: str, encoding: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        pass


@contextmanager
def tls_front(folder: Path, behind: str = "") -> Iterator[str]:
    """Give the address of a front before a node; without one it says which path was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Front", (Handler,), {"behind": behind}))
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)
