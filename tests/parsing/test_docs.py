"""docs/parsing.md names every rule, warning and format as the code has them."""

from pathlib import Path

import pytest

from archive.parsing.labels.label_rules import CONTEXT_RULES, RULES
from archive.parsing.warnings import COSTS

DOC = (Path(__file__).resolve().parents[2] / "docs" / "parsing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [*RULES, *CONTEXT_RULES], ids=lambda rule: rule.name)
def test_every_rule_stands_in_the_table_with_its_weight_and_reason(rule):
    assert f"| {rule.name} | {rule.weight:+d} | {rule.reason} |" in DOC


@pytest.mark.parametrize("code", COSTS)
def test_every_warning_stands_in_the_table_with_its_cost(code):
    cost, most = COSTS[code]
    assert f"| {code} | {cost} | {most} |" in DOC


@pytest.mark.parametrize("name", ["text", "html", "markdown", "docx", "pdf", "akoma-ntoso", "tei"])
def test_every_format_stands_in_the_table(name):
    assert f"\n| {name} |" in DOC
