"""Difficult clients over real sockets: slow ones, costly ones, and a bystander who only wants a page."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import quote

HOST = "127.0.0.1"
BYSTANDER = "127.0.0.3"  # all of 127.0.0.0/8 is this machine, so clients can have addresses of their own
ATTACKER = "127.0.0.2"
PATIENCE = 30.0  # seconds that a client waits for an answer
DRIP = 4.0  # seconds between two bytes of a slow client
WORDS = (
    "minister water border security council agreement trade sanctions nuclear peace troops energy gas treaty summit visit".split()
)
COUNTRIES = "US FR DE RU CN IN GB IT ES PL UA TR EG JP KR BR AR MX CA AU".split()
LOGIN_BODY = b"csrfmiddlewaretoken=" + b"a" * 32 + b"&username=admin&password=wrong"
LOGIN_HEAD = "Cookie: csrftoken={0}; __Host-csrftoken={0}\r\nContent-Type: application/x-www-form-urlencoded\r\n".format("a" * 32)

Client = Callable[[int, int, float], Awaitable[None]]


class Answer(NamedTuple):
    """An answer: its status (0: none came), and the seconds it took."""

    status: int
    seconds: float


async def ask(port: int, address: str, source: str, method: str = "GET", more: str = "", body: bytes = b"") -> Answer:
    """Ask for a page over a connection of its own."""
    began = time.perf_counter()
    status = 0
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(HOST, port, local_addr=(source, 0))
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            writer.write(
                f"{method} {address} HTTP/1.1\r\nHost: localhost\r\n{more}{length}Connection: close\r\n\r\n".encode() + body
            )
            received = await reader.read()
            writer.close()
            status = int(received[9:12]) if received.startswith(b"HTTP/1.") else 0
    except (OSError, TimeoutError):
        pass
    return Answer(status, time.perf_counter() - began)


async def bystand(port: int, seconds: float, source: str = BYSTANDER, every: float = 0.5) -> list[Answer]:
    """Search for a word every half second, whether or not answers have come."""
    asked, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        asked.append(asyncio.create_task(ask(port, f"/search/?q={random.choice(WORDS)}", source)))
        await asyncio.sleep(every)
    return list(await asyncio.gather(*asked))


async def drip(port: int, number: int, until: float, first: bytes, more: bytes) -> None:
    """Send a beginning, then a little every few seconds; reconnect when the connection is closed."""
    source = f"127.0.{1 + number % 50}.{1 + number % 200}"
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection(HOST, port, local_addr=(source, 0), limit=1024)
            writer.write(first)
            while time.monotonic() < until and not reader.at_eof():
                await asyncio.sleep(min(DRIP, max(0.0, until - time.monotonic())))
                writer.write(more)
                await writer.drain()
            writer.transport.abort()
        except OSError:
            await asyncio.sleep(0.5)


async def slow_head(port: int, number: int, until: float) -> None:
    """Send a head line by line."""
    await drip(port, number, until, b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-a: b\r\n")


async def slow_body(port: int, number: int, until: float) -> None:
    """Send a form byte by byte."""
    head = "POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    await drip(port, number, until, f"{head}Content-Length: 5000\r\n\r\na=".encode(), b"x")


async def slow_reader(port: int, number: int, until: float) -> None:
    """Request a page, and read a little of it now and then until cut off."""
    loop = asyncio.get_running_loop()
    with small_socket(f"127.0.{1 + number % 50}.{1 + number % 200}") as connection:
        try:
            await loop.sock_connect(connection, (HOST, port))
            await loop.sock_sendall(connection, f"GET /t/?page={number % 20 + 1} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            while time.monotonic() < until and await asyncio.wait_for(loop.sock_recv(connection, 16), PATIENCE):
                await asyncio.sleep(min(DRIP, max(0.0, until - time.monotonic())))
        except (OSError, TimeoutError):
            await asyncio.sleep(0)


def small_socket(source: str) -> socket.socket:
    """Return a socket with the smallest possible receive buffer."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    connection.bind((source, 0))
    connection.setblocking(False)
    return connection


def costly_searches() -> dict[str, str]:
    """Return addresses of searches that use the whole budget."""
    common = "the of minister water agreement border security council we and to in said question".split()
    letters = "abcdefghijklmnopqrstuvwxyz"

    def phrase() -> str:
        return f'"{random.choice(common)} {random.choice(common)}"'

    queries = {
        "misspelt words": " OR ".join("".join(random.choices(letters, k=7)) + "~2" for _ in range(95)),
        "phrases": " OR ".join(phrase() for _ in range(60)),
        "words far apart": " ".join(f'"the of"~{random.randrange(900, 1000)}' for _ in range(80)),
        "beginnings": " OR ".join(f"{first}{second}*" for first in "abcdefghs" for second in "aeiou"),
    }
    chosen = "&".join(f"country={code}" for code in COUNTRIES)
    found = {name: f"/search/?size=100&q={quote(query)}" for name, query in queries.items()}
    return found | {"all filters": f"/search/?size=100&q=the&{chosen}&country_in=unprompted&own=hidden"}


async def keep_asking(port: int, until: float, address: str, source: str = ATTACKER) -> list[Answer]:
    """Ask for a page again and again."""
    answers = []
    while time.monotonic() < until:
        answers.append(await ask(port, address, source))
    return answers


async def keep_signing_in(port: int, until: float, source: str = ATTACKER) -> list[Answer]:
    """Try a wrong password again and again."""
    answers = []
    while time.monotonic() < until:
        answers.append(await ask(port, "/admin/login/", source, "POST", LOGIN_HEAD, LOGIN_BODY))
    return answers
