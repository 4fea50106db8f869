"""Talks in many languages: the language, the words for who asks, the speaker, the day; and the language of a few sentences."""

import pytest

from archive.parsing import parse_transcript
from archive.parsing.metadata.language import language_of, script_of, script_of_language

# Language, masthead, title (with the day), the word for a question, who answers, a question, an answer.
TALKS = [
    (
        "el",
        "Υπουργείο Εξωτερικών Ορλανδίας",
        "Συνέντευξη Τύπου της υπουργού Ειρήνης Βαλτινού, Πορτ Όρλα, 4 Μαΐου 2021",
        "Ερώτηση",
        "Ειρήνη Βαλτινού",
        "Πότε φεύγει το πλοίο;",
        "Το πλοίο φεύγει αύριο και θα γυρίσει το φθινόπωρο.",
    ),
    (
        "bg",
        "Министерство на външните работи на Орландия",
        "Пресконференция на министър Радка Велева, Порт Орла, 4 май 2021 г.",
        "Въпрос",
        "Радка Велева",
        "Кога тръгва корабът?",
        "Корабът тръгва утре и ще се върне през есента, това е сигурно.",
    ),
    (
        "ro",
        "Ministerul Afacerilor Externe al Orlandiei",
        "Conferință de presă a ministrului Ilinca Vărgan, Port Orla, 4 mai 2021",
        "Întrebare",
        "Ilinca Vărgan",
        "Când pleacă vaporul?",
        "Vaporul pleacă mâine și se întoarce în toamnă, așa am spus și noi.",
    ),
    (
        "hu",
        "Orlandiai Külügyminisztérium",
        "Varga Ilonka miniszter sajtótájékoztatója, Port Orla, 2021. május 4.",
        "Kérdés",
        "Varga Ilonka",
        "Mikor indul a hajó?",
        "A hajó holnap indul, és ősszel jön vissza, ahogy már mondtam is.",
    ),
    (
        "cs",
        "Ministerstvo zahraničních věcí Orlandie",
        "Tisková konference ministryně Ilsy Vargové, Port Orla, 4. května 2021",
        "Otázka",
        "Ilsa Vargová",
        "Kdy vyplouvá loď?",
        "Loď vyplouvá zítra a vrátí se na podzim, jak jsme již řekli.",
    ),
    (
        "sr",
        "Министарство спољних послова Орландије",
        "Конференција за новинаре министарке Илзе Варгић, Порт Орла, 4. мај 2021.",
        "Питање",
        "Илза Варгић",
        "Када брод полази?",
        "Брод полази сутра и враћа се на јесен, као што смо већ рекли.",
    ),
    (
        "hr",
        "Ministarstvo vanjskih poslova Orlandije",
        "Konferencija za novinare ministrice Ilze Vargić, Port Orla, 4. svibnja 2021.",
        "Pitanje",
        "Ilza Vargić",
        "Kada brod polazi?",
        "Brod polazi sutra i vraća se na jesen, kao što smo već rekli.",
    ),
    (
        "fi",
        "Orlandian ulkoministeriö",
        "Ministeri Ilsa Varkaan lehdistötilaisuus, Port Orla, 4. toukokuuta 2021",
        "Kysymys",
        "Ilsa Varkaa",
        "Milloin laiva lähtee?",
        "Laiva lähtee huomenna ja se palaa syksyllä, kuten olemme sanoneet.",
    ),
    (
        "sv",
        "Utrikesdepartementet",
        "Presskonferens med utrikesminister Ylva Varg, Port Orla, 4 maj 2021",
        "Fråga",
        "Ylva Varg",
        "När går båten?",
        "Båten går i morgon och den kommer tillbaka till hösten, det är vi säkra på.",
    ),
    (
        "da",
        "Udenrigsministeriet",
        "Pressemøde med udenrigsminister Ylva Varg, Port Orla, 4. maj 2021",
        "Spørgsmål",
        "Ylva Varg",
        "Hvornår sejler skibet?",
        "Skibet sejler i morgen, og det kommer tilbage efter sommeren, blev der sagt.",
    ),
    (
        "nl",
        "Ministerie van Buitenlandse Zaken",
        "Persconferentie van minister Ilse van Vargen, Port Orla, 4 mei 2021",
        "Vraag",
        "Ilse van Vargen",
        "Wanneer vertrekt het schip?",
        "Het schip vertrekt morgen en het komt in de herfst terug, zoals we zeiden.",
    ),
    (
        "tr",
        "Orlandiya Dışişleri Bakanlığı",
        "Bakan Işıl Çağrı'nın basın toplantısı, Port Orla, 4 Mayıs 2021",
        "Soru",
        "Işıl Çağrı",
        "Gemi ne zaman kalkıyor?",
        "Gemi yarın kalkıyor ve sonbaharda dönecek, bunu daha önce de söyledik.",
    ),
    (
        "vi",
        "Bộ Ngoại giao Orlandia",
        "Họp báo của Bộ trưởng Vạn Thị Orla, Port Orla, ngày 4 tháng 5 năm 2021",
        "Hỏi",
        "Vạn Thị Orla",
        "Khi nào tàu rời bến?",
        "Tàu rời bến ngày mai và sẽ trở lại vào mùa thu, chúng tôi đã nói như vậy.",
    ),
    (
        "id",
        "Kementerian Luar Negeri Orlandia",
        "Konferensi pers Menteri Ilsa Varganto, Port Orla, 4 Mei 2021",
        "Pertanyaan",
        "Ilsa Varganto",
        "Kapan kapal berangkat?",
        "Kapal berangkat besok dan akan kembali pada musim gugur, itu yang kami katakan.",
    ),
    (
        "he",
        "משרד החוץ של אורלנדיה",
        "מסיבת עיתונאים של השרה אילה ורגן, פורט אורלה, 4 במאי 2021",
        "שאלה",
        "אילה ורגן",
        "מתי יוצאת האונייה?",
        "האונייה יוצאת מחר והיא תחזור בסתיו, כך אמרנו.",
    ),
    (
        "lt",
        "Orlandijos užsienio reikalų ministerija",
        "Ministrės Ilzės Vargaitės spaudos konferencija, Port Orla, 2021 m. gegužės 4 d.",
        "Klausimas",
        "Ilzė Vargaitė",
        "Kada išplaukia laivas?",
        "Laivas išplaukia rytoj ir grįš rudenį, kaip mes sakėme.",
    ),
]


@pytest.mark.parametrize(("language", "masthead", "title", "asks", "who", "question", "answer"), TALKS, ids=[t[0] for t in TALKS])
def test_a_talk_in_another_language_is_read_with_its_speaker(language, masthead, title, asks, who, question, answer):
    text = f"{masthead}\n\n{title}\n\n{asks}: {question}\n\n{who}: {answer}\n\n{asks}: {question}\n\n{who}: {answer}\n"
    read = parse_transcript(text.encode(), "talk.txt")
    assert read.language == language
    assert read.title == title
    assert read.kind == "news_conference"
    turns = [(asks, "question", question), (who, "answer", answer)] * 2
    assert [(turn.label, turn.role, turn.text) for turn in read.turns] == turns
    assert {turn.speaker for turn in read.turns} == {None, who}
    assert str(read.date) == "2021-05-04"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sk", "Zmluva bola podpísaná. Rieka tečie a my sme spokojní s tým, čo sa stalo."),
        ("sl", "Pogodba je podpisana. Reka teče in mi smo zadovoljni s tem, kar se je zgodilo."),
        ("no", "Avtalen er undertegnet. Elva renner, og vi er fornøyde med det som har skjedd."),
        ("et", "Leping on allkirjastatud. Jõgi voolab ja me oleme rahul sellega, mis juhtus."),
        ("lv", "Līgums ir parakstīts. Upe tek, un mēs esam apmierināti ar to, kas noticis."),
        ("sq", "Traktati është nënshkruar. Lumi rrjedh dhe ne jemi të kënaqur."),
        ("mk", "Договорот е потпишан. Ние сме задоволни од тоа што се случи."),
        ("uk", "Договір підписано. Річка тече, і ми задоволені."),
        ("ru", "Договор подписан. Река течёт, и мы довольны."),
        ("pl", "Traktat został podpisany. Rzeka płynie, a źródło bije."),
        ("az", "Müqavilə imzalandı və biz razıyıq."),
        ("pt", "O tratado está assinado. O rio corre e nós estamos contentes."),
        ("es", "El tratado está firmado. El río fluye."),
        ("en", "Who? I am. Really?"),
        ("fa", "قرارداد امضا شد و رودخانه پر است"),
        ("th", "เรือจะออกพรุ่งนี้"),
        ("hi", "जहाज़ कल निकलेगा"),
        ("ka", "გემი ხვალ გავა"),
        ("am", "መርከቡ ነገ ይሄዳል"),
    ],
)
def test_a_few_sentences_tell_the_language(language, text):
    assert language_of(text) == language
    assert script_of(text) == script_of_language(language)
