"""Helpers for long patterns, written as lists of words."""

from __future__ import annotations

import re


def either(words: str) -> str:
    """Return a pattern for any of the given words. They are separated by commas and may be patterns themselves."""
    return "(?:" + "|".join(word.strip() for word in re.split(r",\s+", words.strip())) + ")"


def word(words: str) -> str:
    """Return a pattern for any whole word of a list."""
    return rf"\b{either(words)}\b"


STATES = either(
    """Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Idaho, Illinois,
    Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi,
    Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North
    Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah,
    Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming"""
)
