"""Find the browser that the browser suite drives, or install Debian's: `python -m tests.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-dejavu-core")
APT = {"DEBIAN_FRONTEND": "noninteractive"}
PATIENCE = 300
HELP = "install it with `apt-get install chromium`, or name one in the environment variable CHROMIUM"


class NoChromium(Exception):
    """Say why there is no browser."""


def find() -> str | None:
    """Return the path of a browser on this machine."""
    named = os.environ.get("CHROMIUM", "")
    if named and not shutil.which(named):
        raise NoChromium(f"CHROMIUM names {named}, which cannot be run")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's chromium. Needs root; a list of packages is fetched first, since a new machine has none."""
    if not shutil.which("apt-get"):
        raise NoChromium(f"no chromium here, and no apt-get to install it with: {HELP}")
    if os.geteuid() != 0:
        raise NoChromium(f"no chromium here, and only root may install it: {HELP}")
    run_apt("update")
    run_apt("install", "--yes", "--no-install-recommends", *PACKAGES)


def run_apt(*words: str) -> None:
    """Run apt-get without a question asked; its last line is the reason when it fails."""
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60", *words]
    try:
        done = subprocess.run(command, env={**os.environ, **APT}, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise NoChromium(f"`{' '.join(command)}` took more than {PATIENCE} seconds: {HELP}") from None
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise NoChromium(f"`{' '.join(command)}` failed ({last}): {HELP}")


@cache
def reason_for_none() -> str:
    """Say why no browser can be had, or nothing when one is there. Installs nothing."""
    try:
        return "" if find() else f"no chromium here: {HELP}"
    except NoChromium as problem:
        return str(problem)


def main() -> int:
    """Make sure that there is a browser; say which, or why not."""
    try:
        if not find():
            sys.stdout.write("Installing Debian's chromium for the browser suite ...\n")
            sys.stdout.flush()
            install()
        sys.stdout.write(f"Browser suite: {find() or 'installed, but not found'}\n")
    except NoChromium as problem:
        sys.stdout.write(f"Browser suite will be skipped: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
