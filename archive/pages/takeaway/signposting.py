"""Signposting: the `Link` header that leads programs from a page to its reference and files (signposting.org)."""

from __future__ import annotations

from collections.abc import Iterable


def signposts(permalink: str, cite: str, files: Iterable[tuple[str, str]] = ()) -> str:
    """Return the header: the address to cite, references from the page `cite`, and files as pairs of address and media type."""
    links = [
        link(permalink, "cite-as"),
        link(f"{cite}?format=json", "describedby", "application/vnd.citationstyles.csl+json"),
        link(f"{cite}?format=ris", "describedby", "application/x-research-info-systems"),
        *(link(address, "alternate", media_type) for address, media_type in files),
    ]
    return ", ".join(links)


def link(address: str, rel: str, media_type: str = "") -> str:
    """Return one link of a `Link` header (RFC 8288)."""
    return f'<{address}>; rel="{rel}"' + (f'; type="{media_type}"' if media_type else "")
