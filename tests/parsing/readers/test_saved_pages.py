"""Pages saved with their parts in one file: the page is read, at its address, and nothing of its parts."""

import plistlib
import quopri

import pytest

from archive.parsing import TranscriptError, parse_transcript

TITLE = "Minister Ilsa Varga’s interview, Port Orla, May 4, 2021"
TALK = f"<h1>{TITLE}</h1><p><b>Question:</b> What of the wöbblé pact?</p><p><b>Ilsa Varga:</b> It’s fine &amp; good — naïve.</p>"
ADDRESS = "https://mea.example/news/varga-2021"
SAID = [("Question", "What of the wöbblé pact?"), ("Ilsa Varga", "It’s fine & good — naïve.")]
FRAME = "<html><body><p>Question: Buy now?</p><p>Advertiser: Yes, buy now, buy today.</p></body></html>" * 20


def page(charset="utf-8"):
    return f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>News</title></head><body>{TALK}</body></html>'


def mhtml(head, parts, line="\r\n"):
    boundary = "----MultipartBoundary--abc"
    text = f'{head}\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="{boundary}"\n\n'
    whole = text.encode()
    for fields, body in parts:
        whole += (
            f"--{boundary}\n{fields}\nContent-Transfer-Encoding: quoted-printable\n\n".encode()
            + quopri.encodestring(body)
            + b"\n"
        )
    return (whole + f"--{boundary}--\n".encode()).replace(b"\n", line.encode())


def check(parsed, address=ADDRESS):
    assert [(turn.label, turn.text) for turn in parsed.turns] == SAID
    assert (parsed.title, str(parsed.date), parsed.published) == (TITLE, "2021-05-04", None)
    assert parsed.source_url == address


CHROME = (
    f"From: <Saved by Blink>\nSnapshot-Content-Location: {ADDRESS}\nSubject: March 1, 2019\nDate: Fri, 3 Mar 2023 10:11:12 -0000"
)
EXPLORER = 'From: "Saved by Windows Internet Explorer 8"\nSubject: News\nDate: Fri, 3 Mar 2023 10:11:12 +0100'
HTML = f"Content-Type: text/html\nContent-Location: {ADDRESS}"


@pytest.mark.parametrize("line", ["\n", "\r\n"])
@pytest.mark.parametrize("head", [CHROME, EXPLORER, "From: <Saved by Mozilla 5.0>"])
def test_the_page_is_read_at_its_address(head, line):
    check(parse_transcript(mhtml(head, [(HTML, page().encode())], line), "page.mhtml"))


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", None])
def test_the_pages_charset_is_the_parts_or_its_own(charset):
    fields = HTML.replace("text/html", f'text/html; charset="{charset}"') if charset else HTML
    check(parse_transcript(mhtml(EXPLORER, [(fields, page("windows-1252").encode(charset or "windows-1252"))])))


def test_frames_and_styles_are_not_read_wherever_they_stand():
    frame = ("Content-Type: text/html\nContent-Location: https://ads.example/frame", FRAME.encode())
    style = ("Content-Type: text/css\nContent-Location: cid:css@mhtml.blink", b"p { color: red }")
    for parts in ([frame, style, (HTML, page().encode())], [(HTML, page().encode()), frame, style]):
        check(parse_transcript(mhtml(CHROME, parts)))


def test_an_address_on_somebodys_disk_is_no_source():
    fields = "Content-Type: text/html\nContent-Location: file:///D:/saved/page.htm"
    check(parse_transcript(mhtml(EXPLORER, [(fields, page().encode())])), address=None)


def test_the_day_of_saving_is_nobodys_day():
    data = mhtml(CHROME, [(HTML, page().replace(", May 4, 2021", "").encode())])
    parsed = parse_transcript(data)
    assert (parsed.date, parsed.published) == (None, None)


def test_a_saved_page_without_html_is_refused():
    with pytest.raises(TranscriptError, match="save it as HTML"):
        parse_transcript(mhtml(CHROME, [("Content-Type: image/png", b"png")]))


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@pytest.mark.parametrize("charset", ["UTF-8", "windows-1252"])
def test_safaris_web_archive_is_read(form, charset):
    main = {
        "WebResourceData": page(charset).encode(charset),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": charset,
        "WebResourceURL": ADDRESS,
    }
    frame = {"WebMainResource": {"WebResourceData": FRAME.encode(), "WebResourceURL": "https://ads.example/"}}
    held = {"WebMainResource": main, "WebSubframeArchives": [frame]}
    check(parse_transcript(plistlib.dumps(held, fmt=form), "page.webarchive"))


@pytest.mark.parametrize("data", [b"bplist00" + bytes(40), plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY)])
def test_a_property_list_that_is_no_page_is_refused(data):
    with pytest.raises(TranscriptError, match="save the page as HTML"):
        parse_transcript(data)
