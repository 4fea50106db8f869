"""The same invented documents in two indexes: one by stock Whoosh, one by our codec."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

from whoosh import fields, query
from whoosh.index import create_in
from whoosh.searching import Searcher

from search.engines.whoosh.haystack.from_whoosh import Translator
from search.engines.whoosh.haystack.schema_fields import ArchiveText, Code, Codes
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.evaluate import Evaluator
from search.engines.whoosh.storage.directory import open_or_create
from search.engines.whoosh.storage.snapshot import Snapshot

WORDS = (
    "the of and to treaty treaties border borders minister ministers ministry energy energetic grain gas talk talks talking "
    "peace peaceful sanction sanctions sanctioned state states stated nation national nations river rivers harbour harbours "
    "vote votes"
).split()
TAGS = ("alpha", "beta", "gamma", "delta", "two words", "epsilon")


def schema() -> Any:
    """Return a schema with every kind of field that matters."""
    return fields.Schema(
        key=fields.ID(stored=True, unique=True),
        text=ArchiveText(stored=True),
        title=ArchiveText(field_boost=2.0),
        plain=fields.TEXT(),
        tags=Codes(scorable=True),
        kind=Code(),
        count=fields.NUMERIC(int, 32, sortable=True),
        ratio=fields.NUMERIC(float),
        date=fields.DATETIME(sortable=True),
    )


def document(number: int, chance: random.Random) -> dict[str, Any]:
    """Return an invented document; words are drawn so that some are common and some are rare."""

    def text(most: int) -> str:
        return " ".join(WORDS[min(int(chance.expovariate(0.12)), len(WORDS) - 1)] for _ in range(chance.randint(1, most)))

    made: dict[str, Any] = {"key": str(number), "text": text(chance.choice((5, 40, 400))), "plain": text(12)}
    if chance.random() < 0.8:
        made["title"] = text(6)
    if chance.random() < 0.9:
        made["tags"] = ",".join(chance.sample(TAGS, chance.randint(1, 4)))
    made["kind"] = chance.choice(("one", "two", "three words here"))
    made["count"] = chance.randint(-50, 50)
    made["ratio"] = chance.random() * 10
    if chance.random() < 0.9:
        made["date"] = dt.datetime(2000, 1, 1) + dt.timedelta(days=chance.randint(0, 3000), seconds=chance.randint(0, 86399))
    return made


class Twins:
    """Two indexes of the same documents, in several segments and with deletions."""

    def __init__(self, folder: Path, seed: int = 1, batches: tuple[int, ...] = (120, 12, 60, 19)) -> None:
        chance = random.Random(seed)
        (folder / "stock").mkdir()
        self.stock = create_in(str(folder / "stock"), schema())
        self.ours, _ = open_or_create(folder / "ours", schema())
        self.documents: dict[str, dict[str, Any]] = {}
        number = 0
        for size in batches:
            batch = [document(number + i, chance) for i in range(size)]
            number += size
            gone = chance.sample(sorted(self.documents), len(self.documents) // 8)
            self._write(batch, gone)
            self.documents |= {made["key"]: made for made in batch}
            self.documents = {key: made for key, made in self.documents.items() if key not in gone}

    def _write(self, batch: list[dict[str, Any]], gone: list[str]) -> None:
        stock = self.stock.writer(compound=False)
        ours = self.ours.writer()
        for key in gone:
            stock.delete_by_term("key", key)
        ours.delete_keys("key", gone)
        for made in batch:
            stock.add_document(**made)
            ours.add_document(**made)
        stock.commit(merge=False)
        ours.commit()

    def stock_hits(self, asked: query.Query) -> list[tuple[int, float]]:
        """Return what stock Whoosh finds: (record, score), best first."""
        with Searcher(self.stock.reader()) as searcher:
            return [(hit.docnum, hit.score) for hit in searcher.search(asked, limit=None)]

    def our_hits(self, asked: query.Query, ranked: bool = False) -> list[tuple[int, float]]:
        """Return what our evaluator finds: (record, score), best first."""
        snapshot = Snapshot(self.ours)
        plan = Translator(snapshot.schema, ranked=ranked).plan(asked)
        statistics = Statistics(snapshot)
        found: list[tuple[int, float]] = []
        for leaf in snapshot.leaves:
            hits = Evaluator(leaf, statistics).hits(plan)
            scores = hits.score_array().tolist()
            found += [
                (leaf.offset + record, score)
                for record, score in zip(hits.ids.tolist(), scores, strict=True)
                if record not in leaf.segment.deleted
            ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))
