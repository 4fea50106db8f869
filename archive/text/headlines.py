"""Where a question or statement begins after its opening courtesies, for its headline. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.text.courtesies import COURTESIES
from archive.text.folding import APOSTROPHES, NOT_WORD, words
from archive.text.letters import plain
from archive.text.sentences import abbreviated

LOOKED_AT = 600  # characters searched; longer greetings stay
LONGEST = 14  # words in a sentence that is only a courtesy
SHORT = 3  # words in such a sentence if the language's courtesies are not all known
EDGE = re.compile(r"(?:[.!?…؟।։]+[\"”’»)\]]*\s+|[。！？]+[」』”’)）]*\s*|\n\s*\n\s*)(?=[\"“‘«„(\[「『¿¡]*(?P<next>\S))")
ASKED = re.compile(r"[?؟？;;][\"”’»)\]」』\s]*$")
ADDRESSED = re.compile(r"\s*[^\W\d_]+\s*[,،]")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

GREETINGS: Final[frozenset[str]] = frozenset(
    words(
        """
        hello hi hey thanks thank greetings welcome morning afternoon evening goodbye
        bonjour bonsoir merci bienvenue salut guten danke hallo willkommen gruss grussgott servus moin
        hola buenos buenas buen gracias obrigado obrigada ola oi bom boa bienvenidos bienvenidas bienvenido bienvenida
        buongiorno buonasera grazie benvenuti benvenuto salve ciao dag dank dankuwel bedankt goedemorgen goedemiddag goedenavond
        god tack hej takk tak takkar hyvää kiitos huomenta päivää hei köszönöm jó üdvözlöm bună mulțumesc mersi ziua
        dobar dobro hvala zdravo dzień dziękuję witam dobrý dobrou dobré děkuji ďakujem ahoj aitäh tere paldies labdien ačiū laba
        merhaba günaydın teşekkür teşekkürler sağolun selam faleminderit mirëdita rahmat salom sağ
        здравствуйте добрый доброе спасибо приветствую привет благодарю добрий дякую вітаю доброго здраво
        хвала добар добро благодаря
        рахмет дзякуй добры καλημέρα καλησπέρα ευχαριστώ χαίρετε გამარჯობა გმადლობთ მადლობა բարեւ շնորհակալություն
        شكرا مرحبا صباح مساء أهلا السلام سلام متشکرم ممنون سپاس شکریہ שלום תודה בוקר ערב
        नमस्ते नमस्कार धन्यवाद ধন্যবাদ நன்றி xin chào cảm selamat terima asante habari
        안녕하세요 안녕하십니까 감사합니다 고맙습니다 สวัสดี ขอบคุณ
        """
    )
)
ANNOUNCED: Final[frozenset[str]] = frozenset(
    words(
        """question questions frage fragen pregunta preguntas pergunta perguntas domanda domande вопрос вопроса вопросов вопросы
        питання запитання pitanje pitanja pytanie pytania otázka otázky soru sorular سؤال سؤالان question"""
    )
)
# Other words that occur in courtesies. They have no weight in comparing events.
BESIDE: Final[frozenset[str]] = frozenset(
    words("being mille jai deux trois zwei drei dos tres dois duas due tre два две три dva dvije tri dwa trzy iki üç twee tres")
)
# In scripts without spaces, pieces that show a greeting. All other characters must be typical of courtesies.
UNSPACED_GREETINGS = re.compile("[谢謝]|[你您大各].{0,4}好|[早上午晚]好|欢迎|歡迎|提问|提問|问题|問題")
KANA_GREETINGS = re.compile(
    "(?:おはよう|こんにち[はわ]|こんばん[はわ]|ありがとう|よろしく)[ぁ-ん、，]*(?:ございま[すし]た?|お願いします)?"
)


def headline(text: str) -> str:
    """Return a text from its first sentence that is more than a courtesy; all of it if there is none."""
    begins = 0
    for edge in _edges(text[:LOOKED_AT]):
        if not is_courtesy(text[begins:edge]):
            return text[begins:]
        begins = edge
    return text if is_courtesy(text[begins:]) else text[begins:]


def _edges(text: str) -> Iterator[int]:
    for match in EDGE.finditer(text):
        if not match["next"].islower() and not abbreviated(text[max(0, match.start() - 20) : match.start() + 1]):
            yield match.end()


def is_courtesy(sentence: str) -> bool:
    """Tell whether a sentence only greets, thanks or announces a question. Names may occur in it."""
    if ASKED.search(sentence) or len(sentence) > LOOKED_AT:
        return False
    if UNSPACED.search(sentence):
        return _is_unspaced_courtesy(sentence)
    written = NOT_WORD.sub(" ", APOSTROPHES.sub("", sentence)).split()
    said = [plain(word) for word in written]
    if not said or len(said) > LONGEST:
        return False
    of_courtesy = [word in COURTESIES or word in GREETINGS or word in BESIDE for word in said]
    if GREETINGS.isdisjoint(said):
        return all(of_courtesy) and not ANNOUNCED.isdisjoint(said)
    if not of_courtesy[0] and not ADDRESSED.match(sentence):
        return False
    return all(map(_may_stand, written, of_courtesy)) or (len(said) <= SHORT and not _is_known(said))


def _may_stand(word: str, of_courtesy: bool) -> bool:
    return of_courtesy or word[:1].isupper()


def _is_known(said: list[str]) -> bool:
    """Tell whether most words are known courtesies."""
    return sum(word in COURTESIES for word in said) * 2 >= len(said)


def _is_unspaced_courtesy(sentence: str) -> bool:
    bare = re.sub(r"\W+", "", KANA_GREETINGS.sub("", sentence))
    if not bare:
        return True
    return bool(UNSPACED_GREETINGS.search(bare)) and len(bare) <= 2 * LONGEST and all(letter in COURTESIES for letter in bare)
