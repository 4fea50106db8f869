"""The proxies of docs/deploy with ports and certificates of this machine in place of an operator's, and nothing else changed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.house import ROOT

DEPLOY = ROOT / "docs" / "deploy"
NAME = "archive.example.org"
NGINX = "daemon off; pid {0}/pid; error_log {0}/error.log; events {{ worker_connections 4096; }}\n"
NGINX += "http {{ access_log off; client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/f; "
NGINX += "uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n{1}\n}}\n"


class Front(NamedTuple):
    """Where a proxy listens."""

    http: int
    https: int


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> None:
    """Make a certificate that nobody trusts, where nginx.conf is told to look."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def nginx_file(folder: Path, front: Front, server: int) -> Path:
    """Write nginx.conf as an operator would, with other ports; return the whole file."""
    make_certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{server}")
    text = re.sub(r"listen \[::\]:[^;]+;", "", text).replace("listen 80;", f"listen 127.0.0.1:{front.http};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{front.https} ")
    text = text.replace(f"/etc/letsencrypt/live/{NAME}", str(folder))
    (folder / "nginx.conf").write_text(NGINX.format(folder, text), encoding="utf-8")
    return folder / "nginx.conf"


def caddy_file(folder: Path, front: Front, server: int) -> Path:
    """Write the Caddyfile as an operator would, with other ports and a certificate of Caddy's own making."""
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{server}")
    head = (
        "{",
        "admin off",
        "skip_install_trust",
        "default_bind 127.0.0.1",
        f"http_port {front.http}",
        f"https_port {front.https}",
    )
    text = text.replace("{\n", "\n\t".join(head) + "\n", 1).replace(f"{NAME} {{", f"{NAME} {{\n\ttls internal", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return folder / "Caddyfile"


@contextmanager
def fronted(kind: str, folder: Path, server: int) -> Iterator[Front]:
    """Run a proxy before a server until the block ends."""
    front = Front(free_port(), free_port())
    if kind == "nginx":
        command = ["nginx", "-p", str(folder), "-c", str(nginx_file(folder, front, server))]
    else:
        command = ["caddy", "run", "--config", str(caddy_file(folder, front, server)), "--adapter", "caddyfile"]
    home = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "front.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=home)
    try:
        wait_for(front.https, process, folder)
        yield front
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes], folder: Path, seconds: float = 60) -> None:
    """Wait until somebody listens; raises RuntimeError with what the process said."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError((folder / "front.log").read_text(encoding="utf-8", errors="replace"))
