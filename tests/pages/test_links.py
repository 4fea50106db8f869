"""Addresses put together are those that Django makes."""

import pytest
from django.urls import reverse, set_script_prefix

from archive.pages.links import address_of

ADDRESSES = [
    ("home",),
    ("search",),
    ("transcript", "2023-04-18-a_talk"),
    ("record", "a-talk", 12),
    ("why", "a-talk", 12, "RS"),
    ("why", "a-talk", 12, "org:näto & co"),
    ("country", "XK"),
    ("speaker", "ilse-marchetti"),
    ("search_facet", "country"),
]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_an_address_is_the_one_that_django_makes(address):
    name, *args = address
    assert address_of(name, *args) == reverse(name, args=args)


def test_a_site_below_a_path_keeps_it():
    set_script_prefix("/archive/")
    try:
        assert address_of("country", "RS") == "/archive/countries/RS/"
    finally:
        set_script_prefix("/")
