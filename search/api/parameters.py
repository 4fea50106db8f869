"""The parameters of the API: one table for validation and description."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

SIZE_LIMIT = 100
SIZE = 20
NAME = r"^[-a-zA-Z0-9_]{1,200}$"
DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
WHOLE = re.compile(r"[0-9]{1,18}")


class BadParameter(Exception):
    """An invalid parameter. The message says why and what to send instead."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name, self.message = name, message


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter. `schema` is the JSON Schema of one value; `many` allows repetition."""

    name: str
    description: str
    schema: Mapping[str, Any]
    many: bool = False


def text(name: str, description: str, *, most: int = 200, many: bool = False) -> Parameter:
    """Return a parameter for text up to a length in characters."""
    return Parameter(name, description, {"type": "string", "maxLength": most}, many)


def matching(name: str, description: str, pattern: str, example: str, *, many: bool = False) -> Parameter:
    """Return a parameter for values that match a pattern. The example is shown for invalid values."""
    return Parameter(name, description, {"type": "string", "pattern": pattern, "examples": [example]}, many)


def choice(name: str, description: str, values: Sequence[str], *, many: bool = False, default: str = "") -> Parameter:
    """Return a parameter with fixed choices."""
    schema: dict[str, Any] = {"type": "string", "enum": list(values)}
    return Parameter(name, description, schema | ({"default": default} if default else {}), many)


def cursor(pattern: str, example: str) -> Parameter:
    """Return the paging parameter."""
    description = "The cursor in `next`. Use it as it is; its form may change."
    return matching("cursor", description, pattern, example)


SIZED = Parameter(
    "size", "Number of results on a page.", {"type": "integer", "minimum": 1, "maximum": SIZE_LIMIT, "default": SIZE}, many=False
)


def read(query: QueryDict, known: Sequence[Parameter]) -> dict[str, list[str]]:
    """Return the values of each parameter. Raises BadParameter for unknown parameters."""
    by_name = {parameter.name: parameter for parameter in known}
    for name in query:
        if name not in by_name:
            takes = f"It takes {', '.join(by_name)}." if by_name else "It takes none."
            raise BadParameter(name[:60], f"There is no parameter “{name[:60]}” here. {takes}")
    found = {name: query.getlist(name) for name in query}
    for name, values in found.items():
        if len(values) > 1 and not by_name[name].many:
            raise BadParameter(name, f"“{name}” was given {len(values)} times; give it once.")
        for value in values:
            _check(by_name[name], value)
    return found


def one(found: Mapping[str, list[str]], name: str, default: str = "") -> str:
    """Return the value of a parameter that may be given once."""
    return found.get(name, [default])[0]


def size_of(found: Mapping[str, list[str]]) -> int:
    """Return the page size."""
    return int(one(found, "size", str(SIZE)))


def _check(parameter: Parameter, value: str) -> None:
    schema, name = parameter.schema, parameter.name
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not WHOLE.fullmatch(value) or not least <= int(value) <= most:
            raise BadParameter(name, f"“{name}” must be a whole number from {least} to {most}.")
    elif "enum" in schema and value not in schema["enum"]:
        raise BadParameter(name, f"“{name}” must be one of {', '.join(schema['enum'])}.")
    elif "pattern" in schema and not re.fullmatch(schema["pattern"].removesuffix("$"), value):
        raise BadParameter(name, f"“{name}” cannot be read. Write it like “{schema['examples'][0]}”.")
    elif len(value) > schema.get("maxLength", len(value)):
        raise BadParameter(name, f"“{name}” must have at most {schema['maxLength']} characters.")
