"""Help someone who cannot sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.signin import second_factor, throttle


class Command(BaseCommand):
    """Reset an account's failed sign-ins and, if it is lost, its second factor."""

    help = "Forget the failed sign-ins of an account, so that its owner can try again at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", metavar="NAME")
        parser.add_argument("--without-second-factor", action="store_true", help="also remove its second factor (lost device)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["account"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['account']!r}.")
        self.stdout.write(f"{throttle.forget_failures(user)} failed sign-ins of {user} forgotten.")
        if options["without_second_factor"]:
            second_factor.remove(user)
            self.stdout.write(f"{user} has no second factor now; the password alone is enough.")
