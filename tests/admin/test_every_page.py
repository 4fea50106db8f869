"""Every page of the admin: no inline script, style or handler, and the policy that forbids them."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from archive.importing.importer import import_transcript
from archive.models import Speaker, Upload
from tests import rows
from tests.admin.desk import TALK, drop, file, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(admin_client, admin_user):
    transcript = import_transcript(TALK.replace("17", "16").encode(), "older.txt").transcript
    drop(admin_client, file(), even_if_alike="on")
    User.objects.create_user("clerk", is_staff=True)
    return transcript


def every_address(transcript) -> list[str]:
    found = ["/admin/", "/admin/login/", "/admin/password_change/", "/admin/archive/", page_of(Upload.objects.get())]
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"admin:{name}_changelist"))
        thing = model._default_manager.first()
        if thing is not None:
            found += [reverse(f"admin:{name}_{page}", args=[thing.pk]) for page in ("change", "history", "delete")]
        if model._meta.model_name in ("speaker", "source", "user", "group"):
            found.append(reverse(f"admin:{name}_add"))
    return [*found, f"/admin/auth/user/{User.objects.first().pk}/password/", "/admin/archive/upload/?transcript=1"]


def inline(html: bytes) -> list[str]:
    """Return what a policy of `default-src 'self'` would block."""
    soup = BeautifulSoup(html, "lxml")
    found = [str(tag) for tag in soup.select("script:not([src]), style, [style]") if tag.get("type") != "application/json"]
    found += [str(tag) for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    found += [
        str(tag) for tag in soup.select("[src], link[href]") if not re.match(r"/(static|admin)/", tag.get("src") or tag["href"])
    ]
    return [*found, *re.findall(rb"javascript:", html)]


def test_no_page_has_anything_inline(admin_client, world):
    bad = {}
    for address in every_address(world):
        answer = admin_client.get(address, follow=True)
        if answer.status_code == 200 and inline(answer.content):
            bad[address] = inline(answer.content)
    assert not bad


def test_most_pages_were_looked_at(admin_client, world):
    codes = [admin_client.get(address, follow=True).status_code for address in every_address(world)]
    assert codes.count(200) >= 20


def test_every_page_forbids_what_is_inline(admin_client, world):
    for address in every_address(world):
        policy = admin_client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_the_page_that_asks_which_speaker_stays_has_nothing_inline(admin_client, world):
    rows.person("Other")
    chosen = list(Speaker.objects.values_list("pk", flat=True))
    answer = admin_client.post("/admin/archive/speaker/", {"action": "merge", "_selected_action": chosen})
    assert "Which speaker do you keep?" in answer.content.decode()
    assert not inline(answer.content)


def test_no_page_asks_another_host(admin_client, world):
    for address in every_address(world):
        soup = BeautifulSoup(admin_client.get(address, follow=True).content, "lxml")
        assert not [
            tag for tag in soup.select("script[src], link[href], img[src]") if "//" in (tag.get("src") or tag.get("href"))
        ]


def test_every_field_of_a_draft_has_a_name_for_screen_readers(admin_client, world):
    soup = BeautifulSoup(admin_client.get(page_of(Upload.objects.get())).content, "lxml")
    labelled = {label["for"] for label in soup.select("label[for]")}
    fields = soup.select("form[data-draft] :is(input:not([type=hidden]), select, textarea)")
    assert len(fields) > 20
    assert not [
        str(field)
        for field in fields
        if not (field.get("id") in labelled or field.find_parent("label") or field.get("aria-label"))
    ]


def test_the_first_button_of_a_draft_is_the_harmless_one(admin_client, world):
    soup = BeautifulSoup(admin_client.get(page_of(Upload.objects.get())).content, "lxml")
    assert soup.select("form[data-draft] button")[0]["value"] == "save"


@pytest.mark.parametrize(
    "asked", ["_to_field=", "_to_field=nobodys", "_to_field=%00", "_to_field=password", "_popup=&_to_field="]
)
def test_a_field_that_is_none_is_never_a_fault(admin_client, world, asked):
    answers = {address: admin_client.get(address, QUERY_STRING=asked).status_code for address in every_address(world)}
    assert {status for status in answers.values() if status >= 500} == set()
    assert 200 in answers.values()
