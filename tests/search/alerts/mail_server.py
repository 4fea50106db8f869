"""A real mail server (aiosmtpd) in a thread of its own, and what it took."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller

TAKEN = "250 OK"


@dataclass
class Letters:
    """What a server took, and what it says to a recipient and to a mail; by default yes."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    of_recipient: Callable[[str], str] = lambda address: TAKEN
    of_mail: Callable[[str], str] = lambda address: TAKEN

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # aiosmtpd's name
        answer = self.of_recipient(address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.of_mail(envelope.rcpt_tos[0])
        if answer == TAKEN:
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return answer

    def messages(self):
        """Return the mails taken, read as strictly as Python can."""
        return [email.message_from_bytes(data, policy=email.policy.default) for _, data in self.taken]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def mail_server(letters: Letters) -> Iterator[int]:
    """Run a server; gives its port."""
    controller = Controller(letters, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
