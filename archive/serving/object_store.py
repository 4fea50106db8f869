"""The object store for originals as an entry of Django's STORAGES. Needs django-storages, which is optional."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TRIES = 2
NEEDED = ("storages", "boto3")


def object_store(bucket: str, endpoint: str, region: str, prefix: str, patience: int) -> dict[str, Any]:
    """Return the entry of STORAGES. Raises ImproperlyConfigured if the packages are missing.

    Credentials come from where Amazon's tools look (AWS_ACCESS_KEY_ID, a role, a file).
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        problem = f"ORIGINALS_BUCKET is set, but {' and '.join(missing)} cannot be imported."
        raise ImproperlyConfigured(f"{problem} Install them: pip install 'django-storages[s3]'")
    from botocore.config import Config  # a hundred modules that nothing else needs

    waiting = {"connect_timeout": patience, "read_timeout": patience, "retries": {"total_max_attempts": TRIES}}
    style = {"addressing_style": "path"} if endpoint else {}
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "location": prefix,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "client_config": Config(**waiting, s3=style),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
