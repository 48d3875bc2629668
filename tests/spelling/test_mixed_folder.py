"""A folder of posts in several languages: each is checked in its own."""

import pytest
from posts import document, findings, flagged
from sentences import SENTENCES as VARIED

from postlint.spelling.languages import language_of

GERMAN = (
    "Das Wetter war gestern sehr schön, und wir sind lange durch den Wald gegangen.",
    "Am Abend haben die Kinder noch im Garten gespielt, weil es nicht kalt war.",
    "Wenn du das Programm startest, wird zuerst die Datei gelesen.",
)
FRENCH = (
    "Nous avons changé le programme pour que la page soit plus rapide.",
    "Il faut ouvrir le fichier avant de commencer, sinon tout est perdu.",
    "Les enfants ont joué dans le jardin parce que le temps était beau.",
)
SPANISH = (
    "El programa lee primero el archivo y después escribe la respuesta.",
    "Los niños jugaron en el jardín porque hacía muy buen tiempo.",
    "Si no quieres perder nada, guarda una copia de los datos antes de empezar.",
)
SENTENCES = [
    *(("de", sentence) for sentence in GERMAN),
    *(("fr", sentence) for sentence in FRENCH),
    *(("es", sentence) for sentence in SPANISH),
]


@pytest.mark.parametrize("folder", ["", "blog/", "{language}/"])
@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_a_sentence_is_checked_in_its_language(language: str, sentence: str, folder: str) -> None:
    path = folder.format(language=language) + "post.md"
    assert language_of(document(sentence, path)) == language
    assert findings(sentence, path) == []


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_within_an_english_post_it_is_not_flagged_as_english(language: str, sentence: str) -> None:
    english = "This is what they said in the letter that was sent to all of us.\n\n"
    assert findings(english * 4 + f"> {sentence}\n") == []


@pytest.mark.parametrize(
    ("path", "text", "word", "first"),
    [
        ("de.md", f"{GERMAN[0]} Wir haben es gemachd.", "gemachd", "gemacht"),
        ("fr.md", f"{FRENCH[0]} Voici un probllème.", "probllème", "problème"),
        ("es.md", f"{SPANISH[0]} Es una preguntta.", "preguntta", "pregunta"),
        ("en.md", "They said that it was a mistke.", "mistke", "mistake"),
    ],
)
def test_its_slips_are_found_beside_the_others(path: str, text: str, word: str, first: str) -> None:
    assert [(found.word, found.suggestions[0]) for found in findings(text, path)] == [(word, first)]


ENGLISH = "This is what they said in the letter that was sent to all of us.\n\n"
#: Where a sentence in another language may stand in an English post.
PLACES = {
    "paragraph": ENGLISH * 3 + "{sentence}\n\n" + ENGLISH,
    "quotation": ENGLISH * 3 + "> {sentence}\n",
    "item": ENGLISH * 3 + "- {sentence}\n- One more thing is in it.\n",
    "heading": ENGLISH * 3 + "## {sentence}\n",
    "emphasis": ENGLISH * 3 + "*{sentence}*\n",
    "cell": ENGLISH * 3 + "| a | b |\n|---|---|\n| {sentence} | that is it |\n",
    "picture": ENGLISH * 3 + "![{sentence}](x.png)\n",
    "footnote": ENGLISH * 3 + "They said it.[^1]\n\n[^1]: {sentence}\n",
    "quoted": ENGLISH * 3 + "They said: “{sentence}” and left.\n",
    "in brackets": ENGLISH * 3 + "They left the house (as they said: {sentence}) that day.\n",
}
#: What is misspelled, and what was meant.
SLIPS = {
    "de": {"vieleicht": "vielleicht", "nihct": "nicht", "Verzeichniss": "Verzeichnis"},
    "fr": {"maisson": "maison", "exemmple": "exemple", "beaucoupp": "beaucoup"},
    "es": {"travajo": "trabajo", "desarollo": "desarrollo", "siemrpe": "siempre"},
    "pt": {"trabahlo": "trabalho", "pesoas": "pessoas", "sempree": "sempre"},
    "it": {"lavorro": "lavoro", "semrpe": "sempre", "progarmma": "programma"},
    "ru": {"всегад": "всегда", "времяя": "время"},
    "nl": {"belangrjik": "belangrijk", "altjid": "altijd", "progamma": "programma"},
    "ar": {"الممدرسة": "المدرسة", "الكتتاب": "الكتاب"},
    "eu": {"egunn": "egun", "etxeea": "etxea"},
    "lv": {"vienmērr": "vienmēr", "cilvēkks": "cilvēks"},
    "fa": {"همیششه": "همیشه", "ایراان": "ایران"},
}


@pytest.mark.parametrize("language", VARIED)
def test_sentences_are_right_however_their_language_is_told(language: str) -> None:
    for sentence in VARIED[language]:
        assert flagged(sentence, language=language) == []
        assert flagged(f"---\nlang: {language}\n---\n\n{sentence}\n") == []
        assert flagged(sentence, f"{language}/post.md") == []
        assert flagged(sentence, f"post.{language}.md") == []


@pytest.mark.parametrize("language", VARIED)
def test_sentences_whose_language_nobody_tells_are_not_flagged(language: str) -> None:
    assert flagged("\n\n".join(VARIED[language])) == []
    assert language_of(document("\n\n".join(VARIED[language]))) == language
    for sentence in VARIED[language]:
        assert flagged(sentence) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", VARIED)
def test_nowhere_in_an_english_post_they_are_flagged(language: str, place: str) -> None:
    for sentence in VARIED[language]:
        assert flagged(PLACES[place].format(sentence=sentence)) == []


@pytest.mark.parametrize("language", SLIPS)
def test_slips_are_found_in_each_language(language: str) -> None:
    for word, meant in SLIPS[language].items():
        text = "\n\n".join((*VARIED[language], f"{word}."))
        for found in (
            findings(text, language=language),
            findings(f"---\nlang: {language}\n---\n\n{text}\n"),
            findings(text, f"{language}/post.md"),
            findings(text),
        ):
            assert [(item.word, item.suggestions[0].lower()) for item in found] == [
                (word, meant.lower())
            ]


def test_a_country_in_the_folder_or_tag_changes_nothing() -> None:
    for sentence in VARIED["pt"]:
        assert flagged(sentence, "pt-br/post.md") == []
        assert flagged(f"---\nlang: pt_BR\n---\n\n{sentence}\n") == []
    assert flagged("As pesoas e o trabalho.", "pt-br/post.md") == ["pesoas"]


def test_slips_of_english_beside_them_are_found() -> None:
    for sentences in VARIED.values():
        text = f"They said: “{sentences[0]}” and then we recieve it.\n"
        assert flagged(text) == ["recieve"]
        assert flagged(f"{ENGLISH}{sentences[0]}\n\nThey recieve it.\n") == ["recieve"]


def test_other_forms_of_words_are_no_slips() -> None:
    assert flagged("Los coches derraparon y los habitantes deseen lo mejor.", "es/a.md") == []
    assert flagged("Die Gärtnerinnen beschnitten die Sträucher.", "de/a.md") == []
