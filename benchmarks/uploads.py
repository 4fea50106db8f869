"""How long an editor waits with a file of 5 MB, of 12,500 turns and of 20,000: `python -m benchmarks.uploads`.

Each file is dropped, paged through, corrected, saved and published over HTTP, on a one-worker gunicorn with its own archive; then
read as the public reads it. A save is the form and the following page. Times are the worker's processor seconds and wall-clock
seconds, sizes before compression, memory the worker's maximum; then the SQL queries of each step, counted in a separate process.
Exit status 1 if a step takes more processor time, or an editor's page is larger, than the aims.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from benchmarks.collection import ROOT, environment_of
from benchmarks.serving import Site, serving

RESULT = ROOT / "benchmarks" / "results" / "uploads.json"
SIZES = {12_500: 15, 20_000: 9}  # turns, sentences an answer: 5 MB each
AIMS = {"read and shown": 10.0, "page": 1.0, "save": 1.0, "publish, asked for": 1.0}  # seconds of the processor
PAGE_AIM = 1_000_000  # bytes
BOUNDARY = "a-boundary-that-stands-nowhere-else"
PASSWORD = "benchmark-only"


def transcript(turns: int, sentences: int) -> str:
    """Return a news conference of so many turns, each question answered in so many sentences."""
    head = "Ministry of Bulk of Quorvania\n\nMinister Hefty Bulk's news conference, Quorville, June 9, 2020\n\n"
    sentence = "The bulk item {} is heavy, and France knows it. "
    said = (f"Question: What of item {n}?\n\nHefty Bulk: {sentence.format(n) * sentences}\n\n" for n in range(turns // 2))
    return head + "".join(said)


class Fields(HTMLParser):
    """The fields of a draft's form as a browser without scripts sends them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of an input, of the chosen option of a select, of a ticked radio."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.found[name] = given.get("value") or ""
        elif tag in ("select", "textarea"):
            self._open = name
            self.found[name] = ""
        elif tag == "option" and self._open and "selected" in given:
            self.found[self._open] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        """Take what stands in a text area."""
        if self._open == "title":
            self.found["title"] = data.strip()
            self._open = ""


@dataclass
class Editor:
    """A browser without scripts that records what each request took."""

    site: Site
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))
    seconds: float = 0.0
    cpu: float = 0.0
    address: str = ""

    @property
    def url(self) -> str:
        """Return where the site is."""
        return f"http://127.0.0.1:{self.site.port}"

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> str:
        """Return a page; follows redirects, as the clock does."""
        headers = {"Content-Type": kind} if body is not None else {}
        begun, used = time.perf_counter(), self.site.cpu()
        with self.opener.open(Request(self.url + path, body, headers), timeout=300) as answer:
            page: str = answer.read().decode()
        self.cpu = (self.site.cpu() - used) / 1000
        self.seconds, self.address = time.perf_counter() - begun, answer.geturl().removeprefix(self.url)
        return page

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send the form of a page with some fields changed; names have _ for -."""
        form = Fields()
        form.feed(page[page.index("data-draft") :] if "data-draft" in page else page)
        changed = {name.replace("_", "-"): value for name, value in fields.items()}
        return self.ask(path, urlencode({**form.found, "csrfmiddlewaretoken": token_of(page), **changed}).encode())

    def drop(self, name: str, data: bytes) -> str:
        """Drop a file on the upload page and return the page that follows."""
        token = token_of(self.ask("/admin/archive/upload/"))
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode()]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: text/plain\r\n\r\n".encode(), data, f"\r\n--{BOUNDARY}--\r\n".encode()]
        return self.ask("/admin/archive/upload/add/", b"".join(parts), f"multipart/form-data; boundary={BOUNDARY}")


def token_of(page: str) -> str:
    """Return the form's token against forgery."""
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]


def main() -> int:
    """Drop, page through, save, publish, read; print, keep, and compare with the aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, choices=list(SIZES), action="append")
    parser.add_argument("--count", type=int, choices=list(SIZES), help="only count queries, in the database of the environment")
    asked = parser.parse_args()
    if asked.count:
        return _count(asked.count)
    return max([_of_size(turns) for turns in asked.turns or SIZES])


def _of_size(turns: int) -> int:
    text = transcript(turns, SIZES[turns]).encode()
    print(f"{turns:,} turns")
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        _prepare(Path(folder))
        with serving(Path(folder), 1) as site:
            times, sizes = _measured(Editor(site), text)
            times["highest memory, MB"] = _highest(site.workers())
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        _prepare(Path(folder))
        counting = [sys.executable, "-m", "benchmarks.uploads", "--count", str(turns)]
        subprocess.run(counting, cwd=ROOT, env=environment_of(Path(folder)), check=True)
    return _tell(turns, len(text), times, sizes)


def _count(turns: int) -> int:
    """Print the queries of each step, through Django's own client; publishing is done where it is asked for."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from archive.models import Upload
    from archive.uploads import background_publishing
    from archive.uploads.editing import editor

    editor.publish_in_background = background_publishing.publish_all
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())

    def counted(step: str, path: str, sent: Mapping[str, Any] | None = None) -> str:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path) if sent is None else client.post(path, dict(sent))
        print(f"{step:28} {len(seen):6} queries", flush=True)
        return answer.content.decode()

    def form(page: str, **changed: str) -> dict[str, str]:
        fields = Fields()
        fields.feed(page[page.index("data-draft") :])
        return {**fields.found, **{name.replace("_", "-"): value for name, value in changed.items()}}

    file = SimpleUploadedFile("bulk.txt", transcript(turns, SIZES[turns]).encode())
    counted("read", "/admin/archive/upload/add/", {"files": file})
    draft = f"/admin/archive/upload/{Upload.objects.values_list('pk', flat=True).get()}/change/"
    page = counted("page", f"{draft}?page=60")
    number = int(re.search(r'name="turn-(\d+)-office"', page)[1])  # type: ignore[index]
    counted("save, a turn corrected", f"{draft}?page=60", form(page, do="save", **{f"turn_{number}_office": "x"}))
    page = counted("page", f"{draft}?page=60")
    counted("save, all of a label", f"{draft}?page=60", form(page, do=f"alike:{number}"))
    counted("publish, the background too", draft, form(counted("page", draft), do="publish"))
    return 0


def _prepare(folder: Path) -> None:
    environment = environment_of(folder)
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], env=environment, check=True)
    environment |= {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    made = ["createsuperuser", "--noinput", "--username", "vera", "--email", "vera@chancery.example", "-v0"]
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *made], env=environment, check=True)


def _measured(editor: Editor, text: bytes) -> tuple[dict[str, float], dict[str, int]]:
    times: dict[str, float] = {}
    sizes: dict[str, int] = {}

    def note(step: str, page: str) -> str:
        print(f"{step:28} {editor.cpu:6.2f} ({editor.seconds:6.2f}) s {len(page.encode()) / 1000:8,.0f} kB", flush=True)
        times[step], sizes[step] = round(editor.cpu, 2), len(page.encode())
        return page

    editor.send("/admin/login/", editor.ask("/admin/login/"), username="vera", password=PASSWORD)
    note("read and shown", editor.drop("bulk.txt", text))
    draft = editor.address.partition("?")[0]
    note("page, first", editor.ask(draft))
    note("page, last", editor.ask(f"{draft}?page=9999"))
    middle = editor.ask(f"{draft}?page=60")
    number = re.search(r'name="turn-(\d+)-office"', middle)[1]  # type: ignore[index]
    page = note("save, a turn corrected", editor.send(f"{draft}?page=60", middle, do="save", **{f"turn_{number}_office": "x"}))
    page = note("save, two turns merged", editor.send(f"{draft}?page=60", page, do=f"merge:{int(number) + 2}"))
    page = note("save, undone", editor.send(f"{draft}?page=60", page, do="undo"))
    note("page, words found", editor.send(draft, page, do="find", find="item 9999?"))
    note("save, all of a label", editor.send(f"{draft}?page=60", page, do=f"alike:{int(number)}"))
    begun, used = time.perf_counter(), editor.site.cpu()
    page = note("publish, asked for", editor.send(draft, editor.ask(draft), do="publish"))
    progress = editor.address
    while "is stored:" not in page:
        time.sleep(0.5)
        page = editor.ask(progress)
    editor.seconds, editor.cpu = time.perf_counter() - begun, (editor.site.cpu() - used) / 1000
    note("published, in the background", page)
    _read(editor, note)
    return times, sizes


def _read(editor: Editor, note: object) -> None:
    assert callable(note)
    listed = editor.ask("/t/")
    address = re.search(r'href="(/t/[a-z0-9-]+/)"', listed)[1]  # type: ignore[index]
    note("public, first page", editor.ask(address))
    note("public, last page", editor.ask(f"{address}?page=9999"))
    note("public, a record", editor.ask(f"{address}6000/"))


def _highest(workers: list[int]) -> int:
    told = [Path(f"/proc/{worker}/status").read_text(encoding="ascii") for worker in workers]
    return max(int(line.split()[1]) for status in told for line in status.splitlines() if line.startswith("VmHWM")) // 1024


def _tell(turns: int, size: int, times: dict[str, float], sizes: dict[str, int]) -> int:
    print(f"{size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}; highest memory {times['highest memory, MB']:.0f} MB")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    kept[str(turns)] = {"seconds": times, "bytes": sizes}
    RESULT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    slow = [step for step, seconds in times.items() if seconds > AIMS.get(step.partition(",")[0], 1e9)]
    large = [step for step, count in sizes.items() if count > PAGE_AIM and not step.startswith("public")]
    for step in slow + large:
        print(f"missed its aim: {step}", file=sys.stderr)
    return 1 if slow or large else 0


if __name__ == "__main__":
    sys.exit(main())
