"""A folder of posts in several languages: each is checked in its own."""

import pytest
from posts import document, findings

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
