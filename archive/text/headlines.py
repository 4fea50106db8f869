"""Where a question or statement begins after its opening courtesies, for its headline; and the words of such courtesies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.text.folding import APOSTROPHES, NOT_WORD, plain, words
from archive.text.paragraphs import abbreviated

_ENGLISH = """
a about again ahead all also am an and another any anybody anyone anything are as ask at back be been before begin bit
both but by can chance come coming could couple day dear delighted do doing else end evening event every everybody
everyone everything excellency excellencies few final finally first floor follow followup for from gentleman gentlemen
get give glad go going good goodbye great greetings guest guests had hand hands happy has have having he hello her here
hi him his honor honour hope how i if in introduction is it its joining journalists just kind ladies last late latest
leave let lets like little lot maam madam made may me media members minute minutes moderator moment more morning mr mrs
ms much my need next nice night no noon not now of off offer okay ok on one only open opening opportunity or other
others our over patience please pleased pleasure possible press proceed question questioner questions quick ready remark
remarks reporters right round same say see shall she short sir so some somebody sorry speak speaker start started
statement take takes taking thank thanks that the their them then there these they this those time to today todays
together tonight tonights tomorrow two up very wait want warm was we welcome well were what when where which who will
wish with wonderful words would yes you your afternoon ambassador briefing chair chairman colleagues commissioner
conference department deputy foreign governor host interview minister ministry office president prime professor
representative secretary senator spokesman spokesperson spokeswoman state
"""
_FRENCH = """
a ai allez apres au aussi autre autres avant avec avez beaucoup bien bienvenue bon bonjour bonne bonsoir ce cela ces cet
cette chers cher chere commencer d dames de debut derniere des deux du elle en encore est et etes etre excellence fin
heureux ici il j je jour journalistes journee l la le les leur ma madame mais matin merci mes mesdames messieurs midi
ministre moi mon monsieur ne nos notre nous ont ou oui par parole pas plaisir plus porte pour premiere presence present
presse presidente president prie qu que question questions qui sans si soir soiree sommes son suis suivante sur tous
tout toute toutes tres un une vais venus venue voila voix vos votre vous y
"""
_GERMAN = """
abend alle allen als am an anderen auch auf aus beginnen bei bin bitte da dame damen danke dann darf das dass dem den
der des die ein eine einen einer entschuldigung erste es fragen frage freue freut fur ganz geehrte geehrten geehrter
gern gibt gruss gut guten guter haben habe heissen heisse heute herr herren herrn herzlich herzlichen hier ich ihnen ihr
ihre im in ist ja jetzt kanzler kollegen kommen konnen letzte liebe lieber mein meine meinen mich minister mit mittag
moderator morgen nachmittag nachste nachster nein nicht noch nun nur oder presse sehr sein sie sind so tag uns unser und
vielen von vor weitere wenn wie willkommen wir wollen wort zu zum zur
"""
_SPANISH_AND_PORTUGUESE = """
a adelante al algo algun alguna ante antes ao aos aqui as bem bienvenida bienvenidas bienvenidos boa boas bom buen buena
buenas bueno buenos com comenzar como con cual cuando da damas das de del dia dias do dos e el ella em embajador en es
esta estamos estan este excelencia foi gracias gusto ha han hasta hay hola hoje hoy la las le les lo los manana mas me
mi minister ministra ministro mis muchas mucho muito muy na nao no noche noches nos nosotros noite nossa nosso o
obrigada obrigado oi ola os otra otro outra para pergunta perguntas periodistas placer por pregunta preguntas prensa
presidenta presidente proxima que queria quiero se senhor senhora senhoras senhores senor senora senoras senores ser si
siguiente sim sin sobre su sus tarde tardes tem tengo todas todo todos tambien um uma un una usted ustedes ultima vamos
vou y ya
"""
_ITALIAN = """
a abbiamo ai al alla alle allora altra altre altri anche benvenuti benvenuto bene buon buona buonasera buongiorno c che
chi ci come con cosa da dei del della delle di domanda domande dopo e ed essere giornalisti giorno gli grazie ha ho i il
in io la le lei loro ma mattina mi mio molte moltissime molto ministro no noi non nostra nostro per piacere posso prego
presidente presso prima prossima questa questo qui sera si siamo signor signora signore signori sono stampa sua suo
tutte tutti ultima un una uno vi voi vostra
"""
_SLAVIC = """
а без большое большой будем будет бы быть в вам вас ваш ваша ваше ваши вечер вопрос вопросов вопросы все всем всех вы
господа господин госпожа да давайте дамы день для до добрый доброе его ее есть еще же за задавайте здравствуйте и из или
их к как коллеги который кто ли меня министр мне можно мой мы на нам нас наш наша не нет ни но ночи о об ответ от очень
по пожалуйста последний посол президент привет приветствую просим прошу рад ради с сегодня следующий слово сми спасибо
так также то товарищи ту ты у уважаемые уважаемый утро утра чтобы что это я журналисты прессы пресс конференция будь
ваші вечір вечора відповідь вітаю дуже дякую добрий добрі з запитання і й ласка міністр ми пані пане панове питання
ранку сьогодні та це шановні що як dame damo dobar dobro dan danas veče gospodo gospođo gospodine hvala izvolite jutro
kolege lijepo ministar novinari pitanje pitanja poštovani predsjednik puno svi svima vam vas večer za bardzo dobry dzień
dziękuję panie panowie pani pan państwo państwa proszę pytanie pytania dziennikarze ministrze na w z i do się że dobrý
den děkuji ďakujem prosím otázka otázky dámy pánové
"""
_OTHERS = """
ben bir bugün çok evet günaydın hanımlar beyler hayır herkese hoş geldiniz ile iyi merhaba sayın
sağolun soru sorular teşekkür teşekkürler ederim ederiz ve akşamlar günler basın bakan شكرا جزيلا
لكم لك السيد السيدة الوزير صباح مساء الخير مرحبا أهلا بكم سؤال السؤال تفضل تفضلوا في من على هل
谢 大 家 好 各 位 记 者 朋 友 下 午 上 早 晚 今 天 的 欢 迎 出 席 例 行 会 请 问 提 第 个 最 后 一 题 先 生 女 士 们 主
持 人 发 言 部 长 现 在 开 始 我 你 您
"""

COURTESIES: Final[frozenset[str]] = frozenset(
    words(" ".join((_ENGLISH, _FRENCH, _GERMAN, _SPANISH_AND_PORTUGUESE, _ITALIAN, _SLAVIC, _OTHERS)))
)
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
    if not written or len(written) > LONGEST:
        return False
    words = [plain(word) for word in written]
    of_courtesy = [word in COURTESIES or word in GREETINGS or word in BESIDE for word in words]
    if GREETINGS.isdisjoint(words):
        return all(of_courtesy) and not ANNOUNCED.isdisjoint(words)
    if not of_courtesy[0] and not ADDRESSED.match(sentence):
        return False
    return all(map(_may_stand, written, of_courtesy)) or (len(words) <= SHORT and not _is_known(words))


def _may_stand(word: str, of_courtesy: bool) -> bool:
    return of_courtesy or word[:1].isupper()


def _is_known(words: list[str]) -> bool:
    """Tell whether most words are known courtesies."""
    return sum(word in COURTESIES for word in words) * 2 >= len(words)


def _is_unspaced_courtesy(sentence: str) -> bool:
    bare = re.sub(r"\W+", "", KANA_GREETINGS.sub("", sentence))
    if not bare:
        return True
    return bool(UNSPACED_GREETINGS.search(bare)) and len(bare) <= 2 * LONGEST and all(letter in COURTESIES for letter in bare)
