"""What an editor does: drop files, read messages, press buttons of a draft."""

from __future__ import annotations

import io
import zipfile

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.models import Upload
from tests.world import TALK

UPLOADS = "/admin/archive/upload/"
ADD = "/admin/archive/upload/add/"


def file(text: str | bytes = TALK, name: str = "ferry.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def zipped(files: dict[str, str | bytes], name: str = "talks.zip") -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for member, text in files.items():
            out.writestr(member, text)
    return SimpleUploadedFile(name, packed.getvalue())


def make_editor(name: str = "vera") -> User:
    user = User.objects.create_user(name, password="pw", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def drop(client, *files, **fields):
    return client.post(ADD, {"files": list(files), **fields}, follow=True)


def said(answer) -> str:
    """Return what the page's messages say."""
    return " ".join(str(message) for message in answer.context["messages"])


def page_of(upload: Upload) -> str:
    return f"{UPLOADS}{upload.pk}/change/"


def filled_in(answer) -> dict[str, str]:
    """Return the fields of a draft's page as a browser would send them, without any button."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(answer.content, "lxml").select_one("form[data-draft]")
    fields = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = field["name"]
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            fields[name] = chosen["value"]
        elif field.name == "textarea":
            fields[name] = field.text.removeprefix("\r\n").removeprefix("\n")
        elif field.get("type") == "radio":
            if field.has_attr("checked"):
                fields[name] = field["value"]
        else:
            fields[name] = field.get("value", "")
    return fields


def press(client, upload: Upload, do: str, **changes):
    """Open a draft's page, change some fields, press a button; field names have _ for -."""
    fields = filled_in(client.get(page_of(upload)))
    fields.update(
        {name.replace("_", "-") if name.startswith(("turn", "speaker")) else name: value for name, value in changes.items()}
    )
    return client.post(page_of(upload), {**fields, "do": do}, follow=True)
