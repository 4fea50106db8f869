from __future__ import annotations

import pytest

from archive.models import Upload
from tests.admin.desk import drop, file, make_editor
from tests.search.conftest import index_dir

__all__ = ["index_dir"]


@pytest.fixture
def editor(db):
    return make_editor()


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def upload(signed_in):
    drop(signed_in, file())
    return Upload.objects.get()
