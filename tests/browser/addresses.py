"""One address of every kind of page that the public sees."""

from __future__ import annotations

MISSING = "/nothing-here/"
FIXED = (
    "/",
    "/search/",
    "/search/?q=cooperation",
    "/search/?q=%22strategic+stability%22&country=US&from=2012&to=2023-06",
    "/search/?q=xylophonist",
    "/search/?q=%22unclosed+AND+%28",
    "/search/help/",
    "/search/saved/",
    "/search/list/",
    "/search/values/country/?q=cooperation",
    "/search/build/",
    "/t/",
    "/speakers/",
    "/countries/",
    "/about/",
    "/dumps/",
    "/alerts/",
    "/alerts/new/?q=cooperation",
    "/api/",
    MISSING,
)


def of_every_page(site) -> list[str]:
    """Return the fixed ones, and a transcript, a record, a speaker and a country of this site."""
    [(slug, number)] = site.ask(
        "SELECT t.slug, r.number FROM archive_record r JOIN archive_transcript t ON t.id = r.transcript_id "
        "WHERE t.kind = 'news_conference' AND t.language = 'en' AND r.kind = 'qa_pair' ORDER BY t.date DESC, r.position LIMIT 1"
    )
    [(speaker,)] = site.ask(
        "SELECT s.slug FROM archive_speaker s JOIN archive_turn u ON u.speaker_id = s.id "
        "GROUP BY s.id ORDER BY count(*) DESC LIMIT 1"
    )
    [(country,)] = site.ask("SELECT code FROM archive_mention WHERE layer = 'named' GROUP BY code ORDER BY count(*) DESC LIMIT 1")
    [(said, number_of, code)] = site.ask(
        "SELECT t.slug, r.number, m.code FROM archive_mention m JOIN archive_record r ON r.id = m.record_id "
        "JOIN archive_transcript t ON t.id = r.transcript_id WHERE t.state = 'published' AND m.rejected = 0 ORDER BY m.id LIMIT 1"
    )
    return [
        *FIXED,
        f"/t/{slug}/",
        f"/t/{slug}/?q=cooperation",
        f"/t/{slug}/{number}/",
        f"/t/{slug}/cite/",
        f"/t/{slug}/{number}/cite/",
        "/search/export/?q=cooperation",
        f"/search/list/?records={slug}/{number}",
        f"/speakers/{speaker}/",
        f"/countries/{country}/",
        f"/t/{said}/{number_of}/why/{code}/",
        *alert_pages(site),
    ]


MAKE_ALERT = """
from search.alerts import alert_links, subscribing
from search.query.params import SearchParams
for query, rhythm in (("agreement", "daily"), ("cooperation", "weekly")):
    alert = subscribing.ask_for(SearchParams(q=query), "reader@journal.example", rhythm, "192.0.2.1")
    subscribing.confirm(alert.pk, rhythm)
one = f"/alerts/one/{alert_links.alert_token(alert)}/"
print(one, f"{one}off/", alert_links.confirm_link(alert, "daily"), alert_links.mine_link(alert.subscriber))
"""
_alert_pages: dict[str, list[str]] = {}


def alert_pages(site) -> list[str]:
    """Return the pages of two alerts of one address, made once a site."""
    if str(site.folder) not in _alert_pages:
        _alert_pages[str(site.folder)] = site.manage("shell", "-v0", "-c", MAKE_ALERT).split()
    return _alert_pages[str(site.folder)]
