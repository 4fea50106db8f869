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
    "/search/values/country/?q=cooperation",
    "/search/build/",
    "/t/",
    "/speakers/",
    "/countries/",
    "/about/",
    "/dumps/",
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
        f"/speakers/{speaker}/",
        f"/countries/{country}/",
        f"/t/{said}/{number_of}/why/{code}/",
    ]
