"""What every address of the API does: errors as problems, tags, what browsers ask before they read."""

from __future__ import annotations

import pytest
from django.core.exceptions import MiddlewareNotUsed  # noqa: F401
