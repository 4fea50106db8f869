"""The files of docs/deploy can be used as they are, and the server that they describe answers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.house import ROOT
from tests.serving.fronts import Front, free_port, nginx_file

DEPLOY = ROOT / "docs" / "deploy"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py")]


@pytest.fixture
def environment(tmp_path):
    return os.environ | {
        "DATA_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }


def test_gunicorn_takes_its_file(environment):
    done = subprocess.run([*GUNICORN, "--check-config"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_its_file(tmp_path):
    written = nginx_file(tmp_path, Front(free_port(), free_port()), 8000)
    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
def test_caddy_takes_its_file(tmp_path):
    command = ["caddy", "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile", "--validate"]
    home = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=home)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_knows_every_line_of_the_unit():
    done = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / "chancery.service")], capture_output=True, text=True, timeout=60
    )
    assert "Unknown" not in done.stderr and "Invalid" not in done.stderr, done.stderr


def test_the_unit_starts_what_the_file_describes():
    unit = (DEPLOY / "chancery.service").read_text(encoding="utf-8")
    assert "gunicorn --config docs/deploy/gunicorn.conf.py" in unit
    for name in ("nginx.conf", "Caddyfile"):
        assert "127.0.0.1:8000" in (DEPLOY / name).read_text(encoding="utf-8")


def test_proxies_tell_the_address_that_they_see():
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"X-Forwarded-For \$remote_addr;", nginx)
    assert "trusted_proxies" not in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def test_the_server_answers_while_slow_clients_wait_and_ends_when_told(environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "2", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
        for client in slow:
            client.sendall(b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\na")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=60) as answer:
            assert answer.status == 200
        for client in slow:
            client.close()
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
