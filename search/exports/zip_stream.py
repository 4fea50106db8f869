"""A zip sent while it is made: no member is held in memory or written twice."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class _Pipe:
    """An output for ZipFile that cannot seek, so sizes follow each member."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Buffer what was written."""
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        """Yield what was written since the last call."""
        pieces, self.pieces = self.pieces, []
        if pieces:
            yield b"".join(pieces)


def zip_pieces(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a zip of these members, pairs of path and pieces. Each begins only when the previous one is complete."""
    pipe = _Pipe()
    now = time.localtime()[:6]
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it needs no more than write()
        for path, pieces in members:
            info = ZipInfo(path, date_time=now)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield from pipe.taken()
            yield from pipe.taken()
    yield from pipe.taken()
