"""The word signature of a draft, and the stored transcript it resembles."""

from __future__ import annotations

from archive.importing.identity.duplicates import Resemblance, nearest_to, signature_from, signature_of
from archive.models import Transcript, Upload
from archive.uploads.editing.draft import Draft


def alike_to(upload: Upload, draft: Draft, target: Transcript | None) -> Resemblance | None:
    """Return a stored transcript with nearly the same words as the file, other than the one to be revised."""
    kept = upload.wording
    found = nearest_to(signature_from(bytes(wording_of(draft) if kept is None else kept)))
    return found if found and found.transcript != target else None


def wording_of(draft: Draft) -> bytes:
    """Return the signature of a draft's words as bytes, empty if there is none."""
    signature = signature_of("\n\n".join(turn.text for turn in draft.reading.turns))
    return b"" if signature is None else signature.tobytes()
