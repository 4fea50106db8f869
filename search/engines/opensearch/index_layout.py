"""The layout of the index: one document a record, words as tokens, facets as whole values. Pure."""

from __future__ import annotations

from typing import Any

from search import facets
from search.engines.base import Document
from search.engines.opensearch.word_tokens import language_of_document, paragraphs_in, tokens_of

LAYOUT = 1  # increase it when anything below changes; indexes of another layout are not used
WEIGHTS = {"title": 1.5, "question": 0.8, "answer": 1.0}  # see search.engines.whoosh.query.from_tree
K1, B = 2.0, 0.25  # of BM25F over the fields of a record: see docs/ranking.md
FORM, STEM = "form", "stem"
READ_BACK = ("question", "answer")  # fields searched for the best paragraph

# The weight of a word in a field: its frequency divided by the field's length. BM25F sums these over the fields.
SHARE = (
    f"return query.boost * doc.freq / ({1 - B} + {B} * doc.length * (double) field.docCount / (double) field.sumTotalTermFreq);"
)
SATURATED = f"double f = _score; return params.weight * f / (f + {K1});"
UNDIVIDED = f"return _score * ({1 - B} + {B} * doc[params.length].value / params.average);"


def field_name(text_field: str, kind: str) -> str:
    return f"{text_field}_{kind}"


def length_name(text_field: str) -> str:
    return f"{text_field}_words"


def settings_of(shards: int, replicas: int | None) -> dict[str, Any]:
    """Return the settings of an index. Without a number of replicas there is one as soon as there are two nodes."""
    copies: dict[str, Any] = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    analysis = {
        "tokenizer": {"at_spaces": {"type": "char_group", "tokenize_on_chars": [" "], "max_token_length": 1000}},
        "filter": {"one_place": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]}},
        "analyzer": {"tokens": {"type": "custom", "tokenizer": "at_spaces", "filter": ["one_place"]}},
    }
    return {
        "number_of_shards": shards,
        **copies,
        "refresh_interval": "-1",  # writers refresh, so that deletions and additions appear together
        "codec": "best_compression",
        "gc_deletes": "10m",  # how long a late writer is kept from restoring deleted records
        "unassigned.node_left.delayed_timeout": "10s",
        "similarity": {"share": {"type": "scripted", "script": {"source": SHARE}}},
        "analysis": analysis,
    }


def mapping_of(stamp: str, note: str = "") -> dict[str, Any]:
    """Return the mapping of an index with this stamp."""
    words = {
        "type": "text",
        "analyzer": "tokens",
        "similarity": "share",
        "index_options": "positions",
        "position_increment_gap": 0,
    }
    kept = [field_name(name, kind) for name in READ_BACK for kind in (FORM, STEM)]
    return {
        "dynamic": "strict",
        "_meta": meta_of(stamp, note),
        "_source": {"includes": kept},
        "_routing": {"required": True},
        "properties": {
            **{field_name(name, kind): words for name in WEIGHTS for kind in (FORM, STEM)},
            **{length_name(name): {"type": "integer", "index": False} for name in WEIGHTS},
            **{key: {"type": "keyword"} for key in facets.TABLE.fields},
            "date": {"type": "date", "format": "strict_date"},
            "record": {"type": "long"},
            "transcript": {"type": "long"},
            "written": {"type": "long"},
            "fingerprint": {"type": "keyword", "index": False},
        },
    }


def meta_of(stamp: str, note: str) -> dict[str, Any]:
    """Return the metadata of an index."""
    return {"stamp": stamp, "note": note, "layout": LAYOUT, "fields": sorted(facets.TABLE.fields)}


def source_of(document: Document, written: int) -> dict[str, Any]:
    """Return the server's document for a record. `written` is the version of the write to its transcript."""
    language = language_of_document(document)
    made: dict[str, Any] = {key: document[key] for key in facets.TABLE.fields}
    for name in WEIGHTS:
        cut = [tokens_of(paragraph, language) for paragraph in paragraphs_in(document[name])]
        made[field_name(name, FORM)] = [forms for forms, _ in cut]
        made[field_name(name, STEM)] = [stems for _, stems in cut]
        made[length_name(name)] = sum(forms.count(" ") + 1 for forms, _ in cut if forms)
    if document.get("date"):
        made["date"] = str(document["date"])[:10]
    made |= {"record": int(document["django_id"]), "transcript": int(document["transcript"]), "written": written}
    return made | {"fingerprint": document["fingerprint"]}
