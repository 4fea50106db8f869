"""The engines that Chancery is compared with: what they are asked, and what a server of theirs uses."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from benchmarks import kept
from benchmarks.peers import NotInstalled, fts5, peer, processes, recounted
from benchmarks.search import NOT_INSTALLED, Left, in_a_process
from search.query.request import Choice, SearchRequest
from search.query.tree import And, Fuzzy, Phrase, Prefix, Word
from tests.house import ROOT

BUSY = "import time, subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
BUSY += "end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\nprint('done', flush=True)\ninput()"


@pytest.fixture
def server():
    process = subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process.pid
    process.kill()
    process.communicate()


def test_a_facet_with_a_choice_is_counted_without_it():
    request = SearchRequest(choices=(Choice("country", ("FR",)), Choice("speaker", ("ilka-moren",))))
    assert recounted(request)["country"].choices == (Choice("speaker", ("ilka-moren",)),)


def test_months_are_counted_without_the_dates():
    request = SearchRequest(date_from="2020-01-01", date_to="2020-12-31")
    assert recounted(request) == {"month": SearchRequest()}


def test_without_a_choice_nothing_is_counted_again():
    assert recounted(SearchRequest(tree=Word("harbours"))) == {}


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (Word("harbours"), '"harbours"'),
        (Word("harbours", "title"), 'title : "harbours"'),
        (And((Word("a"), Prefix("harb"))), '("a") AND ("harb" *)'),
        (Phrase(("calm", "sea")), '"calm sea"'),
        (Phrase(("calm", "sea"), slop=5), 'NEAR("calm" "sea", 5)'),
    ],
)
def test_fts5_is_asked_in_its_language(tree, told):
    assert fts5.match(tree) == told


def test_fts5_has_no_search_for_words_like_another():
    with pytest.raises(fts5.NotSupported):
        fts5.match(Fuzzy("harbuor"))


def test_fts5_counts_what_it_finds(tmp_path):
    one = fts5.Fts5(tmp_path)
    one.build([document(1, "The harbours are open."), document(2, "The sea is calm.")])
    one.open()
    assert one.ask(SearchRequest(tree=Word("harbour"))) == 1
    assert one._count("hits", ["country", "kind"]) == {("country", "FR"): 1, ("country", "DE"): 1, ("kind", "statement"): 1}
    one.close()


def document(pk: int, answer: str) -> dict:
    facets = dict.fromkeys(fts5.KEYS, []) | {key: ["x"] for key in fts5.SINGLE} | {"kind": ["statement"]}
    texts = {"django_id": str(pk), "title": "Talks", "question": "", "answer": answer, "date": "2020-01-02"}
    return facets | texts | {"country": ["DE", "FR"]}


def test_a_servers_processes_are_found(server):
    assert len(list(processes.descendants(server))) == 1


def test_a_servers_seconds_are_those_of_the_processor(server):
    assert processes.cpu_seconds(server) >= 0.3
    used = processes.cpu_seconds(server)
    time.sleep(0.1)
    assert processes.cpu_seconds(server) == pytest.approx(used, abs=0.05)


def test_a_servers_memory_is_of_all_its_processes(server):
    alone = (processes.PROC / str(server) / "smaps_rollup").read_text()
    own = sum(int(line.split()[1]) for line in alone.splitlines() if line.startswith("Pss_Anon")) / 1024
    assert processes.memory(server)["own"] > own


def test_an_engine_that_is_not_installed_says_how_it_is(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "benchmarks.peers.tantivy_peer", raising=False)
    with pytest.raises(NotInstalled, match=r"tantivy is not installed \(benchmarks/requirements.txt\)"):
        peer("tantivy", tmp_path)


def test_an_engine_that_is_not_installed_is_left_out_by_name(monkeypatch):
    told = subprocess.CompletedProcess([], NOT_INSTALLED, "tantivy is not installed\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: told)
    with pytest.raises(Left, match="tantivy is not installed"):
        in_a_process("tantivy", "5", "1", "1")


@pytest.mark.shared
def test_every_process_draws_the_same_searches(tmp_path):
    if not kept.PASSAGES.exists():
        pytest.skip("not run: ../shared is absent")
    told = []
    for seed in ("1", "2"):
        target = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", kept.MAKE, "5", str(target)], cwd=ROOT, env=environment, check=True)
        told.append(target.read_bytes())
    assert told[0] == told[1]


def test_a_sample_has_every_kind_of_search():
    asked = [(kind, SearchRequest()) for kind in ("word", "word", "phrase", "word", "word")]
    assert kept.sampled(asked, 3) == [0, 2, 4]


def test_searches_are_made_anew_when_their_code_changes(monkeypatch):
    before = kept.origin()
    monkeypatch.setattr(kept, "MADE_BY", (*kept.MADE_BY, "README.md"))
    assert kept.origin() != before
