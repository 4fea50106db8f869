"""Quotations in addresses: copied with citation and link, marked where they are opened, found again after a correction."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from archive.importing.importer import import_transcript
from archive.models import Turn
from archive.pages import page_breaks, quoted
from tests import world
from tests.addresses.fuzz import NUMBERS, WORDS
from tests.pages.test_long_transcripts import long_transcript
from tests.world import TALK


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def copied(client, page, **asked):
    response = client.get(f"{page}cite/", {"format": "quote", **asked})
    return response.status_code, response.content.decode()


def marked(page):
    return [mark.get_text() for mark in page.soup.select("mark.quoted")]


def reopened(get, said):
    """Open the address with which a copied quotation ends."""
    address = urlsplit(said.strip().rsplit("\n", 1)[-1])
    return get(address.path, **{key: values[0] for key, values in parse_qs(address.query).items()}), address


def test_a_quote_has_words_citation_and_an_address_that_marks_them(client, get, talks):
    status, said = copied(client, talks.get_absolute_url(), quote="talks with Serbia went", p="2", at="4-26")
    words, citation, address = said.strip().split("\n\n")
    assert (status, words) == (200, "“talks with Serbia went”")
    assert citation.startswith("Ilse Marchetti (Minister), “News conference on the harbour talks,”")
    assert "paragraph 2, revision 1" in citation
    assert address.endswith("&quote=talks+with+Serbia+went#quote:~:text=talks%20with%20Serbia%20went")
    page, _ = reopened(get, said)
    assert marked(page) == ["talks with Serbia went"]
    assert page.soup.select_one("#quote").find_parent("p")["id"] == "p2"
    assert "The quoted words are marked." in page.text


def test_a_record_quotes_with_its_own_citation(client, get, talks):
    status, said = copied(client, f"{talks.get_absolute_url()}3/", quote="tariffs stay", p="6")
    assert (status, "in answer to The Meridian" in said or "record 3" in said) == (200, True)
    page, address = reopened(get, said)
    assert address.path == f"{talks.get_absolute_url()}3/"
    assert marked(page) == ["tariffs stay"]


def test_words_of_several_turns_are_cited_with_all_who_speak(client, get, talks):
    _, said = copied(client, talks.get_absolute_url(), quote="Serbia went well. What about the ferry line?", p="2")
    assert "paragraphs 2–3" in said
    _, asked = copied(client, talks.get_absolute_url(), quote="about the ferry", p="3")
    assert "\n\n“News conference" in asked  # “Question” is nobody's name
    page, _ = reopened(get, said)
    assert marked(page) == ["Serbia went well.", "What about the ferry line?"]
    assert len(page.soup.select("[id=quote]")) == 1


def test_a_long_passage_has_a_short_address_and_is_marked_whole(client, get, db):
    languages = ("Slow ferries carry grain past the mole. ", "Паром идёт мимо мола. ", "渡轮慢慢驶过防波堤。")
    of = world.talk(*(world.said((words * 90).strip(), world.MARCHETTI) for words in languages), title="A long speech")
    for turn in of.turns.order_by("position"):
        [number] = turn.paragraphs
        sentence = len(turn.text) // 90
        ends = f"{turn.text[:sentence].strip()} … {turn.text[-sentence:].strip()}"
        status, said = copied(client, of.get_absolute_url(), quote=ends, p=str(number), at=f"0-{len(turn.text)}")
        assert status == 200
        page, address = reopened(get, said)
        assert marked(page) == [turn.text]
        assert len(address.geturl()) < 1500
        assert "," in address.fragment


def test_hits_and_countries_stay_marked_within_a_quote(get, talks):
    page = get(talks.get_absolute_url(), quote="talks with Serbia", q='"with Serbia went"')
    ids = [mark.get("id") for mark in page.soup.select("mark") if mark.get("id")]
    assert len(ids) == len(set(ids))
    assert marked(page) == ["talks with Serbia"]
    assert page.soup.select_one("mark.quoted .mention").get_text() == "Serbia"
    assert "".join(mark.get_text() for mark in page.soup.select("mark:not(.quoted)")).split() == ["with", "Serbia", "went"]


def test_words_are_found_again_after_a_corrected_file(client, get, index_dir):
    of = import_transcript(TALK.encode(), "talk.txt").transcript
    url = of.get_absolute_url()
    number = Turn.objects.get(text__startswith="We signed").paragraphs[0]
    _, said = copied(client, url, quote="signed the papers in Belgrade", p=str(number), at="3-32")
    changed = TALK.replace("We signed the papers", "Yes, indeed: we “signed” the papers").replace("May, and", "June, and")
    import_transcript(changed.encode(), "talk2.txt", transcript=of)
    page, _ = reopened(get, said)
    assert marked(page) == ["signed” the papers in Belgrade"]
    other = get(url, quote="The ferry line will open in May, and France", p="1")
    assert "These exact words are not in this revision. The nearest passage is marked." in other.text
    assert "The ferry line will open in June" in marked(other)[0]
    assert other.soup.select_one("mark.quoted--nearest")["id"] == "quote"
    nothing = get(url, quote="a xylophone played by candlelight", p="1")
    assert "Nothing like the quoted words is in this revision" in nothing.text
    assert marked(nothing) == []


def test_words_on_another_page_of_a_long_transcript_are_found(client, get, db):
    of = long_transcript(450, "Under berth {} lies the wreck.")
    words = "berth 333 lies the wreck"
    assert marked(get(of.get_absolute_url(), quote=words, p="333")) == [words]
    assert marked(get(of.get_absolute_url(), quote=words)) == [words]
    assert marked(get(of.get_absolute_url(), quote=words, p="9999")) == [words]
    assert marked(get(of.get_absolute_url(), quote=words, page="1")) != [words]
    page = get(of.get_absolute_url(), quote=words)
    assert page.links("a[rel=next]") == [f"{of.get_absolute_url()}?page=3"]
    _, said = copied(client, of.get_absolute_url(), quote=words)
    assert "paragraph 333" in said


def test_a_page_is_found_within_a_record_that_goes_on_over_pages(get, db, monkeypatch):
    monkeypatch.setattr(page_breaks, "ROOM", 3000)
    words = "\n\n".join(f"Lamp {number} of the mole was lit at dusk." for number in range(200))
    of = world.talk(world.said(words, world.MARCHETTI), title="An endless speech")
    assert marked(get(of.get_absolute_url(), quote="Lamp 177 of the mole")) == ["Lamp 177 of the mole"]


def test_the_cite_page_takes_pasted_words(get, talks):
    page = get(f"{talks.get_absolute_url()}cite/", quote="the ferry will  SAIL")
    assert page.soup.select_one("form textarea[name=quote]") is not None
    assert page.soup.select_one("pre[data-copy]").get_text().startswith("“The ferry will sail")
    assert "paragraph 4" in page.text
    nearest = get(f"{talks.get_absolute_url()}cite/", quote="the talks with Serbia went badly")
    assert "These exact words are not in this revision. The nearest passage is this:" in nearest.text
    assert nearest.texts("blockquote") == ["The talks with Serbia went well."]
    assert "Nothing like these words is in this transcript." in get(f"{talks.get_absolute_url()}cite/", quote="xylophone").text
    record = get(f"{talks.get_absolute_url()}1/cite/", quote="the tariffs stay")
    assert "Nothing like these words is in this record." in record.text
    assert marked(get(talks.get_absolute_url(), quote="the tariffs stay")) == ["The tariffs stay"]


def test_several_paragraphs_are_cited_together(get, client, talks):
    page = get(f"{talks.get_absolute_url()}cite/", p="3-4")
    assert "paragraphs 3–4" in page.text
    for odd in ("4-3", "3-", "-3", "3-9999", "²-4", "x-y", "3-4-5"):
        assert get(f"{talks.get_absolute_url()}cite/", p=odd).status == 404


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_is_quoted_of_what_is_not_public(client, talks, state):
    talks.state = state
    talks.save()
    for page in (talks.get_absolute_url(), f"{talks.get_absolute_url()}1/"):
        status, said = copied(client, page, quote="Serbia")
        assert status in (404, 410)
        assert "talks" not in said.replace(talks.slug, "")


def test_odd_quotes_break_nothing(get, talks):
    odd = (*NUMBERS, *WORDS, "\x00", "a" * 100_000, "… " * 1000, "\ud800", "%", "&p=2", "<b>x</b>", "\n\n")
    for value in odd:
        value = value.encode("utf-8", "replace").decode()
        for path in (talks.get_absolute_url(), f"{talks.get_absolute_url()}2/", f"{talks.get_absolute_url()}cite/"):
            page = get(path, quote=value, at=value[:50], p="2")
            assert page.status == 200
            assert page.soup.select("main b") == []


def test_the_words_of_an_address_are_the_words(db):
    assert quoted.short("a  b\n\nc") == "a b c"
    long = quoted.short("wide water " * 100)
    assert long.count(" … ") == 1 and long.startswith("wide water") and long.endswith("water")
    assert quoted.fragment("re-open, now & then") == "re%2Dopen%2C%20now%20%26%20then"
    assert unquote(quoted.fragment("a b … c")) == "a b,c"


ODD_WORDS = {
    "two paragraphs": "The ferry sails at dawn.\n\nIt returns at night.",
    "beyond the basic plane": "We sail 🚢 with 𝔽erries and 𠮷野 today.",
    "right to left": "قال الوزير إن العبارة ستبحر غدا من الميناء.",
    "both directions": "The ship “עֲבוֹרָה 7” sails; العبارة follows.",
    "without spaces": "渡轮明天从港口出发，部长说一切都已准备好。",
    "signs of addresses": "100% & more: a=b+c, #5? <b>no</b> – “well-kept”",
    "five thousand characters": " ".join(f"word{number}" for number in range(620)),
    "five thousand beyond Latin": " ".join(f"волна{number}" for number in range(550)),
    "five thousand without spaces": "".join(chr(0x4E00 + number) for number in range(5_000)),
}


@pytest.mark.parametrize("words", ODD_WORDS.values(), ids=ODD_WORDS)
@pytest.mark.parametrize("alone", [True, False], ids=["record", "transcript"])
def test_a_link_reopens_with_exactly_these_words(client, get, db, words, alone):
    of = world.talk(world.said(f"Before it: {words} After it.", world.MARCHETTI))
    record = of.records.get()
    page = record.get_absolute_url() if alone else of.get_absolute_url()
    status, said = copied(client, page, quote=words)
    assert status == 200
    assert said.startswith(f"“{words}”\n\n")
    shown, address = reopened(get, said)
    assert "\n\n".join(marked(shown)) == words
    assert len(address.geturl()) < 2_000
