"""What is written quickly is to the letter what Django writes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from archive.quick_templates import compiled, written


@dataclass
class Ferry:
    name: str = "Ilse & <Co>"
    count: int = 12345
    safe: str = field(default_factory=lambda: mark_safe("<b>safe</b>"))
    nothing: None = None
    stops: tuple[str, ...] = ("Dakar", "<Port>")
    ratio: float = 1.5

    def call(self) -> str:
        return "called & escaped"

    def __getitem__(self, key: str) -> str:
        if key == "by_item":
            return "item & attribute"
        raise KeyError(key)


@dataclass
class Plain:
    ferry: Ferry
    name: str = "plain"


FRAGMENTS = [
    "text only",
    "{{ ferry.name }} {{ ferry.safe }} {{ ferry.count }} {{ ferry.ratio }} {{ ferry.nothing }}",
    "{{ ferry.call }} {{ ferry.by_item }} {{ plain.ferry.call }} {{ plain.name }}",
    "{{ missing }} {{ ferry.missing }} {{ missing.name }} {{ ferry.stops.1 }} {{ ferry.name.upper }}",
    "{{ dict.name }} {{ dict.items }} {{ dict.values|length }} {{ 'quoted' }} {{ 7 }}",
    "{{ ferry.name|lower }} {{ ferry.safe|lower }} {{ ferry.safe|truncatewords:1 }} {{ ferry.name|default:plain.name }}",
    '{{ ferry.stops|join:", " }} {{ ferry.stops|length }} {{ ferry.count|pluralize:"one,many" }} {{ missing|default:"<none>" }}',
    "{{ ferry.name|safe }} {{ ferry.name|linebreaksbr }} {{ now|date:'Y' }} {{ ferry.name|slice:':3' }}",
    "{% if ferry.name %}yes{% else %}no{% endif %}{% if missing %}yes{% elif ferry.nothing %}2{% else %}no{% endif %}",
    "{% if ferry.count > 3 and not missing %}yes{% endif %}{% if missing.more == 3 %}yes{% endif %}",
    "{% if ferry.stops %}s{% endif %}",
    "{% for stop in ferry.stops %}{{ forloop.counter }}/{{ forloop.revcounter }} {{ stop }}{% endfor %}",
    "{% for stop in ferry.stops %}{% if not forloop.last %}, {% endif %}{% endfor %}",
    "{% for one in missing %}x{% empty %}none of {{ plain.name }}{% endfor %}{% for one in '' %}x{% endfor %}",
    "{% for a, b in pairs %}{{ a }}={{ b }};{% endfor %}{% for stop in ferry.stops reversed %}{{ stop }}{% endfor %}",
    "{% for pair in pairs %}{% for part in pair %}{{ forloop.parentloop.counter }}.{{ part }}{% endfor %}{% endfor %}",
    "{% with other=ferry.name %}{{ other }}{% endwith %}{% comment %}unseen{% endcomment %}{# unseen #}",
    "{% autoescape off %}{{ ferry.name }}{% endautoescape %}{% filter upper %}{{ ferry.name }}{% endfilter %}",
    '{% include "_choices.html" with label=ferry.name links=links %}{{ label }}',
    "{% load chancery %}{{ ferry.count|number }} {{ ferry.count|counted:'record' }} {% url 'home' %}",
]


def context() -> Context:
    ferry = Ferry()
    links = [{"url": "/?a=1&b=2", "current": True, "label": "A & B"}, {"url": "/", "current": False, "label": "C"}]
    pairs = [("<a>", 1), ("b", 2)]
    import datetime as dt

    return Context(
        {
            "ferry": ferry,
            "plain": Plain(ferry),
            "dict": {"name": "<dict>", "items": "own items"},
            "links": links,
            "pairs": pairs,
            "now": dt.datetime(2024, 2, 3, 4, 5),
        }
    )


@pytest.mark.parametrize("source", FRAGMENTS)
def test_a_fragment_is_written_as_django_writes_it(source):
    template, ours = Template(source), context()
    with ours.bind_template(template), ours.render_context.push_state(template):
        ours_written = written(compiled(template.nodelist), ours)
    assert ours_written == template.render(context())


def test_what_a_fragment_names_is_forgotten_after_it():
    ours = context()
    template = Template("{% for stop in ferry.stops %}{{ stop }}{% endfor %}")
    with ours.bind_template(template), ours.render_context.push_state(template):
        written(compiled(template.nodelist), ours)
    assert "stop" not in ours
    assert "forloop" not in ours
