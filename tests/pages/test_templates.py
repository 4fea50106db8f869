"""The templates of public pages: they compile, miss nothing they name, and are another engine's than the editors' ones."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.template import TemplateDoesNotExist, engines
from django.template.defaultfilters import truncatewords as truncated_by_django
from django.utils.safestring import mark_safe
from django.views.csrf import csrf_failure
from django.views.defaults import page_not_found, permission_denied, server_error
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import UndefinedError, meta
from markupsafe import Markup, escape

from archive.pages.html.formatting import truncatewords
from archive.signals import loaded
from tests.house import ROOT

ENVIRONMENT = engines["jinja2"].env
PAGES = sorted(ENVIRONMENT.list_templates())
EDITORS = sorted(str(path.relative_to(ROOT / "templates/editors")) for path in (ROOT / "templates/editors").rglob("*.html"))
MACRO = re.compile(r"{% macro ")


def source(name):
    return ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0]


def test_there_are_templates_of_both_kinds():
    assert {"base.html", "search.html", "404.html", "robots.txt"} <= set(PAGES)
    assert "admin/base_site.html" in EDITORS


@pytest.mark.parametrize("name", PAGES)
def test_a_public_template_compiles(name):
    assert ENVIRONMENT.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_the_editors_engine_does_not_see_a_public_template(name):
    with pytest.raises(TemplateDoesNotExist):
        engines["django"].get_template(name)


@pytest.mark.parametrize("name", EDITORS)
def test_the_public_engine_does_not_see_an_editors_template(name):
    assert engines["django"].get_template(name)
    with pytest.raises(TemplateDoesNotExist):
        engines["jinja2"].get_template(name)


@pytest.mark.parametrize("name", [name for name in PAGES if MACRO.search(source(name))])
def test_a_fragment_that_is_called_names_nothing_but_what_it_is_given(name):
    unknown = meta.find_undeclared_variables(ENVIRONMENT.parse(source(name)))
    assert unknown <= set(ENVIRONMENT.globals)


def test_all_are_compiled_and_kept_once_the_application_is_loaded():
    ENVIRONMENT.cache.clear()
    loaded.send(sender=None)
    assert {name for _, name in dict(ENVIRONMENT.cache.items())} == set(PAGES)


def test_a_misspelt_name_is_an_error():
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ transcripd }}").render()
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ hit.titel }}").render(hit=object())


@given(st.text())
def test_a_text_is_escaped_as_everywhere_else(text):
    assert ENVIRONMENT.from_string("{{ text }}").render(text=text) == escape(text)


class Named:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return self.name


class Written(Named):
    def __html__(self):
        return f"<b>{self.name}</b>"


class Word(str):
    __slots__ = ()


WRITTEN = [
    (mark_safe("<i>safe</i>"), "<i>safe</i>"),
    (Markup("<i>safe</i>"), "<i>safe</i>"),
    (Written("x"), "<b>x</b>"),
    (Named("<x>"), "&lt;x&gt;"),
    (Word("<x>"), "&lt;x&gt;"),
    (12345, "12345"),
    (1.5, "1.5"),
    (None, "None"),
    (True, "True"),
    (("<a>",), "(&#39;&lt;a&gt;&#39;,)"),
]


@pytest.mark.parametrize(("value", "wanted"), WRITTEN, ids=[type(value).__name__ for value, _ in WRITTEN])
def test_what_is_said_to_be_safe_is_left_as_it_is_and_nothing_else(value, wanted):
    assert ENVIRONMENT.from_string("{{ value }}").render(value=value) == wanted


@pytest.mark.parametrize(
    "source", ["{{ x }}", "{{ x|lower }}", "{{ [x]|join(', ') }}", "{{ x|truncatewords(3) }}", "{{ x ~ 'y' }}"]
)
def test_what_comes_out_of_a_filter_is_escaped(source):
    assert "<" not in ENVIRONMENT.from_string(source).render(x="<script>")


def test_what_a_fragment_returns_is_not_escaped_twice():
    source = "{% macro named(x) %}<b>{{ x }}</b>{% endmacro %}{{ named('<' ~ x) }}"
    assert ENVIRONMENT.from_string(source).render(x="&") == "<b>&lt;&amp;</b>"


@example("a b … c", 3)
@given(st.text(st.sampled_from("ab…<& \n\t\u00a0\u2028"), max_size=40), st.integers(1, 8))
def test_words_are_cut_where_django_cuts_them(text, length):
    assert truncatewords(text, length) == truncated_by_django(text, length)


def test_the_page_of_an_error_needs_nothing_of_the_request(rf):
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "Chancery" in answer.text


@pytest.mark.parametrize(
    ("user", "words"),
    [
        (None, "Sign in with an account"),
        (AnonymousUser(), "Sign in with an account"),
        (User(username="<b>joe</b>"), "You are signed in as &lt;b&gt;joe&lt;/b&gt;."),
    ],
    ids=["before anybody is known", "anonymous", "signed in"],
)
def test_who_may_not_do_something_is_told_as_whom(rf, user, words):
    request = rf.get("/")
    if user is not None:
        request.user = user
    answer = permission_denied(request, Exception("no"))
    assert answer.status_code == 403
    assert words in answer.text


@pytest.mark.parametrize(("view", "status"), [(csrf_failure, 403), (page_not_found, 404)])
def test_a_request_that_led_nowhere_gets_a_page(rf, view, status):
    answer = view(rf.get("/"), Exception("no"))
    assert answer.status_code == status
    assert '<main id="content"' in answer.text
