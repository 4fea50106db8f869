"""Mails: whatever way they are packed, the transcript in them is read and what surrounds it is not."""

import base64
import io
import mailbox
import quopri
from email.message import EmailMessage

import pytest

from archive.parsing import TranscriptError, parse_transcript
from tests.parsing import conversions

TITLE = "Minister Ilsa Varga's news conference, Port Orla, May 4, 2021"
SAID = (
    ("Question", "What of the wöbblé pact?"),
    ("Ilsa Varga", "It’s fine; naïve questions are welcome."),
    ("Question", "And spam?"),
    ("Ilsa Varga", "None."),
)
TALK = f"Ministry of External Affairs of Orlandia\n\n{TITLE}\n\n" + "\n\n".join(f"{who}: {what}" for who, what in SAID)
PAGE = (
    f"<html><body><p>Ministry of External Affairs of Orlandia</p><h1>{TITLE}</h1>"
    + "".join(f"<p><b>{who}:</b> {what}</p>" for who, what in SAID)
    + "</body></html>"
)
WITH_LABELS = [(who, [what]) for who, what in SAID]


def turns_of(parsed):
    return [(turn.label, turn.text) for turn in parsed.turns]


def check(parsed, published="2021-05-06", title=TITLE):
    assert turns_of(parsed) == list(SAID)
    assert (parsed.title, str(parsed.date), parsed.place) == (title, "2021-05-04", "Port Orla")
    assert str(parsed.published) == published


def message(text=TALK, **heads):
    mail = EmailMessage()
    mail["From"] = heads.get("sender", "Press Office <press@mea.example>")
    mail["To"] = "archive@example.org"
    mail["Subject"] = "FW: Pressekonferenz März 1, 2019"
    mail["Date"] = heads.get("date", "Thu, 06 May 2021 09:14:00 +0100")
    if text is not None:
        mail.set_content(text, cte=heads.get("cte"), charset=heads.get("charset", "utf-8"))
    return mail


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_a_mail_is_decoded_whatever_its_transfer_encoding(cte):
    check(parse_transcript(bytes(message(cte=cte)), "mail.eml"))


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "utf-8"),
        ("windows-1252", "cp1252"),
        (None, "utf-8"),
        (None, "cp1252"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_a_charset_that_is_wrong_or_missing_does_not_garble(declared, real):
    kind = f"; charset={declared}" if declared else ""
    head = f"From: a@b.example\nDate: Thu, 06 May 2021 09:14:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain{kind}\n\n"
    check(parse_transcript((head + TALK).replace("\n", "\r\n").encode(real)))


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("koi8-r", "Интервью министра, 4 мая 2021 года\n\nВопрос: Что дальше?\n\nИ.Варга: Дальше лето. Мы ждём гостей."),
        ("iso-2022-jp", "外務大臣会見記録、令和三年\n\n記者：日程を教えてください。\n\n大臣：来月です。よろしくお願いします。"),
        ("gb2312", "外交部发言人主持例行记者会\n\n问：请介绍访问安排。\n\n答：访问将于三月举行。"),
    ],
)
def test_a_mail_in_another_script_is_decoded(charset, text):
    parsed = parse_transcript(bytes(message(text, charset=charset)))
    assert parsed.title == text.split("\n")[0]
    assert len(parsed.turns) == 2 and parsed.turns[1].text == text.split("\n")[4].split("：")[-1].split(": ")[-1]


def test_of_two_alternatives_the_talk_is_read_once():
    mail = message()
    mail.add_alternative(PAGE, subtype="html")
    check(parse_transcript(bytes(mail)))


def test_an_empty_html_alternative_does_not_hide_the_text():
    mail = message()
    mail.add_alternative("<html><body><p>This message needs plain text.</p></body></html>", subtype="html")
    check(parse_transcript(bytes(mail)))


def test_pictures_of_the_layout_are_not_told_of():
    mail = message(None)
    mail.set_content(PAGE, subtype="html")
    mail.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>", filename="logo.png")
    parsed = parse_transcript(bytes(mail))
    check(parsed)
    assert not [warning for warning in parsed.warnings if warning.code == "not-read"]


@pytest.mark.parametrize("write", [conversions.as_docx, conversions.as_pdf, conversions.as_html])
def test_a_transcript_in_an_attachment_is_read(write):
    mail = message("Hi all,\n\nplease find the transcript attached.\n\nBest\nWilma\n")
    mail.add_attachment(write(WITH_LABELS * 3), maintype="application", subtype="octet-stream", filename="протокол 4 мая.bin")
    parsed = parse_transcript(bytes(mail))
    assert (parsed.title, len(parsed.turns), str(parsed.published)) == (conversions.HEADING, 12, "2021-05-06")
    assert any("please find" in piece.text for piece in parsed.skipped)


def test_attachments_that_are_left_are_named_in_full():
    mail = message()
    mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="Übersicht der Teilnehmer.gif")
    mail.add_attachment(
        conversions.as_docx(WITH_LABELS[:2]), maintype="application", subtype="octet-stream", filename="zweites.docx"
    )
    told = " ".join(warning.message for warning in parse_transcript(bytes(mail)).warnings if warning.code == "not-read")
    assert "“Übersicht der Teilnehmer.gif”" in told and "“zweites.docx”" in told


def test_a_file_name_in_encoded_words_is_named_decoded():
    mail = bytes(message()).replace(b"MIME-Version: 1.0\n", b"", 1)
    head, _, body = mail.partition(b"\n\n")
    part = b'Content-Type: image/gif; name="=?koi8-r?B?%s?="\nContent-Disposition: attachment\n\nGIF' % base64.b64encode(
        "схема.gif".encode("koi8-r")
    )
    kept = b"\n".join(line for line in head.split(b"\n") if not line.startswith(b"Content-"))
    own = b"\n".join(line for line in head.split(b"\n") if line.startswith(b"Content-"))
    whole = (
        kept
        + b'\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
        + own
        + b"\n\n"
        + body
        + b"\n--x\n"
        + part
        + b"\n--x--\n"
    )
    parsed = parse_transcript(whole)
    assert turns_of(parsed) == list(SAID)
    assert any("“схема.gif”" in warning.message for warning in parsed.warnings)


def test_a_forwarded_message_gives_its_own_day():
    outer = message("FYI, see below.\n", date="Fri, 07 May 2021 10:00:00 +0000")
    outer.add_attachment(message())
    check(parse_transcript(bytes(outer)), published="2021-05-06")


def test_text_in_format_flowed_is_joined():
    long = "We have read the gauges on both shores for ten years, \nand the numbers agree better every year. \nThat is all."
    mail = message(TALK.replace("None.", long))
    mail.set_param("format", "flowed")
    assert parse_transcript(bytes(mail)).turns[-1].text == long.replace("\n", "")


def test_a_mailbox_of_one_message_is_that_message(tmp_path):
    box = mailbox.mbox(tmp_path / "box.mbox")
    box.add(message())
    box.close()
    check(parse_transcript((tmp_path / "box.mbox").read_bytes()))


def test_a_mail_without_anything_readable_is_refused_with_what_it_holds():
    mail = message("")
    mail.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="scan.png")
    with pytest.raises(TranscriptError, match=r"no text that can be read; it holds “scan\.png”"):
        parse_transcript(bytes(mail))


@pytest.mark.parametrize("depth", [30, 2000])
def test_messages_within_messages_end(depth):
    data = b"Subject: a\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * depth + bytes(message())
    with pytest.raises(TranscriptError, match="mail"):
        parse_transcript(data)


def test_an_outlook_message_is_refused_with_what_to_do():
    with pytest.raises(TranscriptError, match=r"Outlook message.*save it as"):
        parse_transcript(b"\xd0\xcf\x11\xe0" + bytes(600) + "__substg1.0_1000001F".encode("utf-16-le"), "mail.msg")


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_quoted_printable_without_a_head_is_decoded(line):
    data = quopri.encodestring(TALK.encode()).replace(b"\n", line.encode())
    assert b"=C3" in data
    assert turns_of(parse_transcript(data, "talk.txt")) == list(SAID)


def test_a_page_in_quoted_printable_is_decoded():
    assert turns_of(parse_transcript(quopri.encodestring(PAGE.encode()), "talk.html")) == list(SAID)


@pytest.mark.parametrize("text", ["x=AB&y=CD", "See https://a.example/?id=A1&x=B2=C3&q=AB here.", "a = b, c = 5, E=MC2"])
def test_equals_signs_of_a_text_stay(text):
    talk = TALK.replace("None.", text)
    assert parse_transcript(talk.encode()).turns[-1].text == text


@pytest.mark.parametrize(
    "inner",
    [TALK.encode(), PAGE.encode(), TALK.encode("cp1252"), conversions.as_pdf(WITH_LABELS), conversions.as_docx(WITH_LABELS)],
)
def test_base64_without_a_head_is_decoded(inner):
    assert turns_of(parse_transcript(base64.encodebytes(inner), "talk.txt")) == list(SAID)


HEADS = {
    "Outlook": """From: Press Office <press@mea.example>
Sent: Thursday, May 6, 2021 9:14 AM
To: Archive
Subject: FW: March 3, 2019""",
    "Outlook, German": """Von: Pressestelle <press@mea.example>
Gesendet: Donnerstag, 6. Mai 2021 09:14
An: Archiv
Cc: Wilma
Betreff: WG: Konferenz""",
    "Outlook, French": """De : Service de presse <press@mea.example>
Envoyé : jeudi 6 mai 2021 09:14
À : Archives
Objet : TR: Conférence""",
    "Outlook, Spanish": """De: Prensa <press@mea.example>
Enviado el: jueves, 6 de mayo de 2021 9:14
Para: Archivo
Asunto: RV: Conferencia""",
    "Outlook, Russian": """От: Пресс-служба <press@mea.example>
Отправлено: 6 мая 2021 г. 9:14
Кому: Архив
Тема: Пресс-конференция""",
    "Outlook, Italian": """Da: Stampa <press@mea.example>
Inviato: giovedì 6 maggio 2021 09:14
A: Archivio
Oggetto: I: Conferenza""",
    "Outlook, Polish": """Od: Biuro <press@mea.example>
Wysłano: 6 maja 2021 09:14
Do: Archiwum
Temat: Konferencja""",
    "Outlook, Chinese": """发件人: 新闻处 <press@mea.example>
发送时间: 2021年5月6日 9:14
收件人: 档案
主题: 转发: 记者会""",
    "Gmail": """---------- Forwarded message ---------
From: Newsroom <news@mea.example>
Date: Thu, May 6, 2021 at 6:02 PM
Subject: News conference
To: <press@mea.example>""",
    "Apple Mail": """Begin forwarded message:

From: Newsroom <news@mea.example>
Subject: News conference
Date: May 6, 2021 at 6:02:11 PM GMT+2
To: press@mea.example""",
    "Thunderbird": """-------- Weitergeleitete Nachricht --------
Betreff: \tKonferenz
Datum: \tThu, 6 May 2021 18:02:11 +0200
Von: \tPresse <news@mea.example>
An: \tarchiv@mea.example""",
    "recipients over lines": """From: Press Office
Sent: Thursday, May 6, 2021 9:14 AM
To: One <one@mea.example>; Two <two@mea.example>;
 Three <three@mea.example>;
 Four <four@mea.example>
Subject: A subject that is long enough
 to go on""",
}


@pytest.mark.parametrize("name", HEADS)
def test_the_head_of_a_mail_above_is_not_the_transcript(name):
    check(parse_transcript(f"{HEADS[name]}\n\n{TALK}\n".encode(), "talk.txt"))


@pytest.mark.parametrize("name", HEADS)
def test_the_head_of_a_mail_in_a_page_is_not_the_transcript(name):
    head = "<br>".join(line.replace("<", "&lt;") for line in HEADS[name].split("\n"))
    check(parse_transcript(PAGE.replace("<body>", f"<body><p>{head}</p>").encode(), "talk.html"))


NOTES = {
    "English": """Hi all,

please find the transcript below.

Best
Wilma""",
    "with telephone": """Dear colleagues,

here is the transcript of yesterday, March 3, 2020.

Kind regards,
Wilma Quill
Press Office
Tel.: 555 0100""",
    "German": """Liebe Kolleginnen und Kollegen,

anbei das Protokoll.

Mit freundlichen Grüßen
Wilma Quill""",
    "French": """Bonjour à tous,

veuillez trouver ci-dessous la transcription.

Cordialement,
Wilma""",
    "Russian": """Добрый день!

Направляю стенограмму.

С уважением,
Вильма""",
    "no closing": """FYI, see below.""",
}


@pytest.mark.parametrize("name", NOTES)
def test_a_covering_note_is_not_the_transcript(name):
    parsed = parse_transcript(f"{HEADS['Outlook']}\n\n{NOTES[name]}\n\n{TALK}\n".encode(), "talk.txt")
    check(parsed)
    left = " ".join(piece.text for piece in parsed.skipped)
    assert all(line in left for line in NOTES[name].split("\n"))


@pytest.mark.parametrize("name", NOTES)
def test_a_covering_note_in_a_message_is_not_the_transcript(name):
    check(parse_transcript(bytes(message(f"{NOTES[name]}\n\n{TALK}\n"))))


@pytest.mark.parametrize(
    "end",
    ["-- \nWilma Quill\nPress Office", "Best regards,\nWilma", "Sent from my phone", "Viele Grüße\n\nWilma Quill\nPressestelle"],
)
def test_a_signature_is_nobodys_words(end):
    parsed = parse_transcript(f"{HEADS['Outlook']}\n\n{TALK}\n\n{end}\n".encode(), "talk.txt")
    check(parsed)


def test_a_chain_of_forwards_is_gone_through():
    innermost = HEADS["Gmail"].replace("6, 2021", "5, 2021")
    parts = [HEADS["Outlook"], NOTES["English"], HEADS["Outlook, German"], "zur Kenntnis", innermost, TALK]
    text = "\n\n".join(parts)
    check(parse_transcript(text.encode(), "talk.txt"), published="2021-05-05")


@pytest.mark.parametrize("sign", ["> ", ">> ", "> > ", ">"])
def test_a_quoted_mail_is_read(sign):
    quoted = "\n".join(f"{sign}{line}".rstrip() for line in f"{HEADS['Outlook']}\n\n{TALK}".split("\n"))
    check(parse_transcript(f"{HEADS['Gmail']}\n\n{quoted}\n".encode(), "talk.txt"))


@pytest.mark.parametrize(
    "line",
    [
        "On Thu, May 6, 2021 at 6:02 PM Newsroom <n@mea.example> wrote:",
        "Am 06.05.2021 um 18:02 schrieb Presse <n@mea.example>:",
        "Le jeu. 6 mai 2021 à 18:02, Presse <n@mea.example> a\n écrit :",
    ],
)
def test_a_line_that_says_who_wrote_is_a_head(line):
    quoted = "\n".join(f"> {row}".rstrip() for row in TALK.split("\n"))
    check(parse_transcript(f"Thanks, got it.\n\n{line}\n\n{quoted}\n".encode(), "talk.txt"))


def test_a_transcript_above_older_mails_is_read():
    text = f"{HEADS['Outlook']}\n\n{TALK}\n\n{HEADS['Outlook, German']}\n\nCould you send me the transcript, please?\n\nWilma\n"
    check(parse_transcript(text.encode(), "talk.txt"))


def test_a_mail_read_out_in_a_transcript_loses_no_words():
    mail = "From: Ann <ann@a.example>\nSubject: Ferry\n\nThe ferry will run."
    inside = f"I read it out.\n\n{mail}\n\nQuestion: Is that all of it?\n\nIlsa Varga: It is."
    parsed = parse_transcript(f"{TALK}\n\nQuestion: What did she write?\n\nIlsa Varga: {inside}".encode())
    told = str(parsed.turns)
    assert [words in told for words in ("What of the", "I read it out", "The ferry will run", "It is.")] == [True] * 4
    assert any(warning.code == "several-mails" for warning in parsed.warnings)


def test_the_day_of_a_mail_is_never_that_of_the_event():
    parsed = parse_transcript(bytes(message(TALK.replace(", May 4, 2021", ""))))
    assert (parsed.date, str(parsed.published)) == (None, "2021-05-06")
    assert any(warning.code == "no-date" for warning in parsed.warnings)


def test_a_text_that_begins_as_letters_do_keeps_its_greeting():
    said = "We have read the gauges for ten years. I thank you all for coming here."
    speech = f"{TITLE}\n\nDear friends,\n\n{said}\n\nBest regards to your families. Thank you."
    parsed = parse_transcript(speech.encode())
    assert "Dear friends," in str(parsed.turns) and "Best regards" in str(parsed.turns)


def test_a_mail_printed_to_pdf_is_read():
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    text = canvas.beginText(50, 780)
    for line in f"{HEADS['Outlook']}\n\n{TALK}".split("\n"):
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    parsed = parse_transcript(out.getvalue())
    assert (parsed.title, str(parsed.published), [turn.label for turn in parsed.turns]) == (
        TITLE,
        "2021-05-06",
        [who for who, _ in SAID],
    )


def test_a_part_whose_charset_is_not_sure_is_doubted():
    words = "Ministry of Tides of Vaska\n\nInterview with Ilka Moren, Orla, 3 March 2021\n\nQuestion: What of it?\n\nIlka Moren: "
    body = words.encode() + b"Caf\xe9 \x9e\x9f \xb9\xb3\xea \xd1\xf2 \xa4\xa6 twelve.\n" * 3
    head = b"From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Thu, 11 Mar 2021 10:00:00 +0000\nMIME-Version: 1.0\n"
    mail = head + b"Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n" + body
    assert "damaged-text" in {warning.code for warning in parse_transcript(mail, "m.eml").warnings}
