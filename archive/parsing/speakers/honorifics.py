"""Honorifics before a name that do not identify the person: "His Excellency", "The Rt Hon", "Su Excelencia"."""

from __future__ import annotations

import re

_WHOSE = r"(?:his|her|their|son|sa|leurs?|su|sus|sua|suas|seine?|ihre?|sein|its|его|её|ее|їх|його)"
_HONOUR = (
    r"(?:(?:most|very|royal|imperial|serene|right)\s+){0,3}"
    r"(?:excellenc(?:y|ies)|highness(?:es)?|majest(?:y|ies)|holiness|eminence|beatitude|grace|honou?r|lordship|ladyship|worship"
    r"|excellences?|altesse|majesté|sainteté|éminence|excelencias?|alteza|majestad|santidad|excelências?|majestade"
    r"|exzellenz|hoheit|majestät|eccellenza|altezza|maestà|превосходительство|высочество|величество|святейшество)"
)
_SHORT = r"(?:s\.\s?e\.\s?m(?:me)?\.?|h\.?\s?e\.?|h\.?\s?r\.?\s?h\.?|h\.?\s?m\.?|s\.?\s?e\.?|s\.?\s?m\.?)(?=\s)"
_HON = r"(?:the\s+)?(?:(?:rt|right)\.?\s+)?(?:l['’]\s?)?(?:(?:très|tres)\s+)?(?:hon\b\.?|honou?rable)"
_CHAIN = re.compile(rf"(?:(?:{_WHOSE}\s+{_HONOUR}|{_SHORT}|{_HON})[\s,]+)+(?=\S)", re.I)

# "M r Holm", as scans have it.
_SPACED = re.compile(r"^([MD]) ([rs])(?=\.? [A-Z])")


def without_honours(label: str) -> str:
    """Return a label without its opening honorifics; all of it if nothing else is left.

    "Your Excellency" and "Excellencies" stay: they address somebody.
    """
    label = _SPACED.sub(r"\1\2", label)
    found = _CHAIN.match(label)
    rest = label[found.end() :] if found else label
    return rest if rest[:1].isalpha() else label
