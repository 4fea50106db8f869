"""What page tests share."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from haystack import connections

from archive.models import Transcript
from search.index.queue import drain, queue


class Page:
    """A page as a reader gets it."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.soup = BeautifulSoup(response.content, "lxml")

    @property
    def text(self):
        """Return the words on the page, spaces made one."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def title(self):
        """Return the page's title."""
        return self.soup.title.get_text().strip()

    @property
    def h1(self):
        """Return the heading, spaces made one."""
        return " ".join(self.soup.h1.get_text(" ").split())

    def texts(self, selector):
        """Return the words of every element that matches."""
        return [" ".join(found.get_text(" ").split()) for found in self.soup.select(selector)]

    def links(self, selector="a"):
        """Return where the links that match lead."""
        return [found["href"] for found in self.soup.select(selector)]


@pytest.fixture
def get(client, db):
    """Return a function that fetches a page: `get("/t/", year="2023")`."""

    def fetch(path, **query):
        return Page(client.get(path, query))

    return fetch


@pytest.fixture
def index_dir(tmp_path, settings, monkeypatch):
    """Keep the index in a folder of this test's own."""
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setitem(connections["default"].options, "PATH", str(settings.INDEX_DIR))
    return settings.INDEX_DIR


@pytest.fixture
def index(db, index_dir):
    """Return a function that brings the index in step with the database."""

    def everything():
        queue(Transcript.objects.values_list("pk", flat=True))
        assert drain()

    return everything
