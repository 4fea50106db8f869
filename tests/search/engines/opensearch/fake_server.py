"""A server that answers what it is told to, and remembers what it was asked."""

from __future__ import annotations

from search.engines.opensearch.server_link import LinkOptions, ServerLink
from search.engines.opensearch.word_statistics import Frequencies, IndexFacts


class FakeLink(ServerLink):
    """A link whose client is a `FakeClient`, or raises what it is given."""

    def __init__(self, client):
        super().__init__(LinkOptions(("http://127.0.0.1:1",)))
        self.client = client


class FakeClient:
    """Answers each call from a queue: a result, or an exception to be raised."""

    def __init__(self, **answers):
        self.answers = {name: list(given) for name, given in answers.items()}
        self.asked = []
        self.indices = self

    def __getattr__(self, name):
        def call(*args, **given):
            self.asked.append((name, given))
            answer = self.answers[name].pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


class FakeStatistics:
    """Knows how often tokens stand in fields, without a server."""

    def __init__(self, records=1000, languages=(), **frequencies):
        self.records, self.languages = records, languages
        self.frequencies = {tuple(name.split("__")): number for name, number in frequencies.items()}

    def facts(self):
        return IndexFacts(self.records, self.languages)

    def learn(self, wanted):
        self.wanted = set(wanted)
        return Frequencies(self.records, self.frequencies, {"answer_stem": 100.0})

    def records_with(self, pattern, query):
        return 10
