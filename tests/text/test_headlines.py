"""Headlines begin where something is said: greetings, thanks and announcements are passed over, in many languages."""

import pytest

from archive.text.headlines import headline, is_courtesy


@pytest.mark.parametrize(
    "courtesy",
    [
        "Hello.",
        "Thanks, two questions.",
        "Good morning, Minister.",
        "Good afternoon, Mr. Farro.",
        "Thank you, Lucien, for being here today.",
        "Hi, Edda Sorrel, Radio Lantern.",
        "I have two questions.",
        "Two questions, if I may.",
        "Minister, good morning.",
        "Lucien, thank you very much.",
        "Thank you, Madam Foreign Secretary!",
        "Bonjour, Monsieur le Ministre.",
        "Merci beaucoup, Madame la Présidente.",
        "J’ai deux questions.",
        "Guten Tag, Herr Minister.",
        "Vielen Dank.",
        "Ich habe zwei Fragen.",
        "Buenos días, señor ministro.",
        "Muchas gracias, presidente.",
        "Tengo dos preguntas.",
        "Bom dia, senhor Ministro.",
        "Buongiorno, signor Ministro.",
        "Grazie mille.",
        "Здравствуйте, Сергей Ильич.",
        "Добрый день, господин министр!",
        "Спасибо большое.",
        "Добрий день, пане міністре.",
        "Dobar dan, gospodine ministre.",
        "Dzień dobry, panie ministrze.",
        "Dobrý den.",
        "Günaydın, Sayın Bakan.",
        "Teşekkür ederim.",
        "Goedemorgen, minister.",
        "God morgon.",
        "Tack så mycket.",
        "Kiitos.",
        "Köszönöm szépen.",
        "Mulțumesc.",
        "Καλημέρα σας.",
        "Ευχαριστώ πολύ.",
        "شكرا جزيلا.",
        "صباح الخير، السيد الوزير.",
        "متشکرم.",
        "תודה רבה.",
        "धन्यवाद।",
        "Xin chào.",
        "Terima kasih.",
        "안녕하세요.",
        "大家下午好。",
        "谢谢您，部长先生。",
        "欢迎各位记者朋友。",
        "おはようございます。",
        "ありがとうございます。",
    ],
)
def test_courtesies_are_passed_over(courtesy):
    rest = "渔业协定何时生效？" if courtesy.endswith("。") else "When does the ferry line open?"
    gap = "" if courtesy.endswith("。") else " "
    assert headline(f"{courtesy}{gap}{rest}") == rest


@pytest.mark.parametrize(
    "said",
    [
        "When does the ferry line open?",
        "Thank you for asking about the price of gas.",
        "What is it about?",
        "How are you, Minister?",
        "Questions remain about the harbour.",
        "Ukraine thanks Poland.",
        "Good relations matter to both of us.",
        "Welcome news came from the harbour yesterday.",
        "The minister will take the floor.",
        "Спасибо вам за соглашение о рыбе.",
        "Merci d’avoir signé l’accord de pêche.",
        "谢谢你们签署渔业协定。",
        "渔业协定何时生效？",
        "No.",
    ],
)
def test_what_says_something_is_no_courtesy(said):
    assert not is_courtesy(said)
    assert headline(f"{said} And the harbour stays open.") == f"{said} And the harbour stays open."


def test_several_are_passed_over_and_the_rest_stays_whole():
    asked = "Good morning, Minister. Thank you for coming. I have two questions.\n\nMr. Farro said no. Who pays? Thank you."
    assert headline(asked) == "Mr. Farro said no. Who pays? Thank you."


@pytest.mark.parametrize("text", ["", "Hello.", "Thank you. Good evening.", "谢谢。", "Hello"])
def test_a_text_of_nothing_but_courtesies_stays(text):
    assert headline(text) == text


def test_a_greeting_on_a_line_of_its_own_needs_no_full_stop():
    assert headline("Good morning\n\nThe ferry sails again.") == "The ferry sails again."
