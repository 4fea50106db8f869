"""What operators see of alerts, and who of them sees addresses."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client

from search.models import Alert, Subscriber
from tests.search.alerts.conftest import READER, confirmed

ALERTS, SUBSCRIBERS = "/admin/search/alert/", "/admin/search/subscriber/"


def signed_in(*codes: str) -> Client:
    """Return a client of a member of staff with these permissions."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="search", codename__in=codes))
    client = Client()
    client.force_login(user)
    return client


def rows_of(client, **query) -> list[str]:
    soup = BeautifulSoup(client.get(ALERTS, query).content, "lxml")
    return [" ".join(row.get_text(" ").split()) for row in soup.select("#result_list tbody tr")]


@pytest.fixture
def two(talks):
    return confirmed("q=ferry"), confirmed("q=tariffs", "other@minister.example", "weekly")


def test_alerts_are_listed_found_and_deleted(two, admin_client):
    assert len(rows_of(admin_client)) == 2
    assert [READER in row and "q=ferry" in row for row in rows_of(admin_client, q="reader@journal")] == [True]
    assert len(rows_of(admin_client, q="tariffs")) == 1
    assert len(rows_of(admin_client, state__exact="refused")) == 0
    admin_client.post(f"{ALERTS}{two[0].pk}/delete/", {"post": "yes"})
    assert list(Subscriber.objects.values_list("address", flat=True)) == ["other@minister.example"]
    chosen = {"action": "delete_selected", "_selected_action": two[1].pk, "post": "yes"}
    admin_client.post(ALERTS, chosen)
    assert not (Alert.objects.exists() or Subscriber.objects.exists())


def test_an_address_is_deleted_with_all_about_it(two, admin_client):
    admin_client.post(f"{SUBSCRIBERS}{two[0].subscriber_id}/delete/", {"post": "yes"})
    assert list(Alert.objects.all()) == [two[1]]


def test_whoever_may_not_view_subscribers_sees_no_address_and_finds_none(two):
    clerk = signed_in("view_alert")
    assert all("@journal.example" not in row or "r…@journal.example" in row for row in rows_of(clerk))
    page = clerk.get(f"{ALERTS}{two[0].pk}/change/").content.decode()
    assert READER not in page
    assert "r…@journal.example" in page
    assert rows_of(clerk, q="reader") == []
    assert len(rows_of(clerk, q="ferry")) == 1
    assert clerk.get(SUBSCRIBERS).status_code == 403
    assert clerk.post(f"{ALERTS}{two[0].pk}/delete/", {"post": "yes"}).status_code == 403


def test_whoever_may_view_subscribers_sees_addresses(two):
    clerk = signed_in("view_alert", "view_subscriber")
    assert any(READER in row for row in rows_of(clerk))
    assert READER in clerk.get(f"{ALERTS}{two[0].pk}/change/").content.decode()


def test_nobody_writes_alerts_in_the_admin(two, admin_client):
    for path in (ALERTS, SUBSCRIBERS):
        assert admin_client.get(f"{path}add/").status_code == 403
    answer = admin_client.post(f"{ALERTS}{two[0].pk}/change/", {"state": "paused", "rhythm": "weekly"})
    assert answer.status_code == 403
    assert Alert.objects.get(pk=two[0].pk).rhythm == "daily"
