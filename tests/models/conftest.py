from __future__ import annotations

from tests.admin.conftest import editor, index_dir, signed_in

__all__ = ["editor", "index_dir", "signed_in"]
