"""Draw layouts and say how the parser reads them.

python -m tests.parsing.layouts --draws 20000 [--from SEED] [--axis label --value "X. text"] [--keep DIR] [--worst 40]
python -m tests.parsing.layouts --show SEED

Prints the means of held-out draws first, then of the others, then one line an axis value, worst first. --keep writes the worst
draws (held-out ones only with --held-out) with their gold and their layout into DIR. Exit status 1 if a draw broke the parser.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.parsing.layouts.draw import draw
from tests.parsing.layouts.measure import KEYS, Result, mean, per_value, read, trust
from tests.parsing.layouts.model import Value
from tests.parsing.layouts.tables import AXES, axes, find

KEPT = 40


def say(*words: object) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.list:
        return _list()
    fixed = dict(_fixed(choice) for choice in options.fix)
    if options.axis:
        fixed[options.axis] = find(options.axis, options.value)
    if options.show is not None:
        return _show(options.show, fixed)
    results = []
    for seed in range(options.start, options.start + options.draws):
        result = read(draw(seed, fixed))
        if result.refused:
            say(f"draw {seed}: refused: {result.refused}")
        if result.fault:
            say(f"draw {seed}: {result.fault}: {write(result, _folder(options.keep))}")
        results.append(_slim(result, keep=bool(options.keep)))
    _report(results, options.worst, options.held_out)
    if options.keep:
        _keep(results, _folder(options.keep), options.held_out)
    return int(any(result.fault for result in results))


def _folder(keep: Path | None) -> Path:
    """Return where files go: the folder that was named, or one in the system's place for temporary files."""
    folder = keep or Path(tempfile.gettempdir(), "layouts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _slim(result: Result, keep: bool) -> Result:
    """Return a result without the file and its reading where they will not be written: twenty thousand would fill the memory."""
    if keep and min(result.scores.values()) < 1:
        return result
    return result._replace(drawn=result.drawn._replace(data=b"", gold={}), found=None)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--from", dest="start", type=int, default=0, help="number of the first draw")
    parser.add_argument("--axis", choices=AXES)
    parser.add_argument("--value", help="the value of --axis that every draw has")
    parser.add_argument("--fix", action="append", default=[], metavar="AXIS=VALUE", help="more values that every draw has")
    parser.add_argument("--keep", type=Path, help="write the worst draws here")
    parser.add_argument("--worst", type=int, default=40, help="lines of the table; 0 for all")
    parser.add_argument("--held-out", action="store_true", help="also list and keep held-out values and draws")
    parser.add_argument("--show", type=int, metavar="SEED", help="print one draw and how it is read")
    parser.add_argument("--list", action="store_true", help="print every axis with its values")
    return parser.parse_args(arguments)


def _fixed(choice: str) -> tuple[str, Value]:
    axis, _, name = choice.partition("=")
    return axis, find(axis, name)


def _list() -> int:
    for axis, values in axes().items():
        say(f"{axis} ({len(values)}): " + "; ".join(value.name + (" [held out]" if value.held_out else "") for value in values))
    return 0


def _report(results: Sequence[Result], worst: int, held_out: bool) -> None:
    parts = {
        "held out": [result for result in results if result.drawn.held_out],
        "others": [result for result in results if not result.drawn.held_out],
        "all": list(results),
    }
    for name, part in parts.items():
        means = mean(part)
        rest = "  ".join(f"{key} {means[key]:.3f}" for key in KEYS[1:])
        say(f"{name:9} {len(part):6} draws: turns F1 {means['turns']:.4f}  {rest}")
    seen = trust(results)
    say(f"confidence 0.9 and more: {seen.sure} draws, {seen.right} of them with F1 of 0.98 and more")
    say(f"F1 under 0.5: {seen.bad} draws, {seen.unaware} of them with confidence over 0.5")
    say(f"words lost in {sum(result.lost > 0 for result in results)} draws, broken {sum(bool(r.fault) for r in results)}")
    shown = results if held_out else parts["others"]
    rows = sorted(per_value(shown).rows.items(), key=lambda row: row[1][1]["turns"])
    say(f"\n{'axis':10} {'value':44.44} {'draws':>6} " + " ".join(f"{key:>7}" for key in KEYS))
    for (axis, name), (count, means) in rows[: worst or None]:
        say(f"{axis:10} {name:44.44} {count:6} " + " ".join(f"{means[key]:7.3f}" for key in KEYS))


def _keep(results: Sequence[Result], folder: Path, held_out: bool) -> None:
    shown = [result for result in results if result.drawn.data and (held_out or not result.drawn.held_out)]
    for result in sorted(shown, key=lambda result: (result.scores["turns"], sum(result.scores.values())))[:KEPT]:
        write(result, folder)


def write(result: Result, folder: Path) -> Path:
    """Write a draw, its gold, its layout and its reading; return the path of the file."""
    drawn = result.drawn
    path = folder / drawn.name
    path.write_bytes(drawn.data)
    said = {"gold": drawn.gold, "layout": drawn.layout, "scores": result.scores, "lost": result.lost, "found": result.found}
    path.with_name(f"draw_{drawn.seed}.gold.json").write_text(json.dumps(_with_edges(drawn.gold), ensure_ascii=False, indent=1))
    path.with_name(f"draw_{drawn.seed}.reading.json").write_text(json.dumps(said, ensure_ascii=False, indent=1))
    return path


def _with_edges(gold: dict) -> dict:
    """Return a gold reading in the form of ../shared: first and last words of a turn instead of all."""
    turns = []
    for turn in gold["turns"]:
        words = turn["text"].split()
        edges = {"starts": " ".join(words[:8]), "ends": " ".join(words[-8:]), "words": len(words)}
        turns.append({key: turn.get(key) for key in ("label", "speaker", "role")} | edges)
    return {**gold, "place": None, "turns": turns}


def _show(seed: int, fixed: dict[str, Value]) -> int:
    result = read(draw(seed, fixed))
    say(json.dumps(result.drawn.layout, ensure_ascii=False, indent=1))
    say(result.drawn.data.decode("utf-8", "replace"))
    say(result.scores, "lost", result.lost, result.fault)
    for name, turns in (("gold", result.drawn.gold), ("found", result.found or {})):
        say(name, {key: value for key, value in turns.items() if key not in ("turns", "pairs")}, turns.get("pairs"))
        for turn in turns.get("turns", []):
            say(
                "   ",
                turn["role"][0],
                repr(turn["label"]),
                "|",
                turn.get("speaker", "?"),
                "|",
                turn["text"][:90].replace("\n", "¶"),
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
