"""What the speller says about posts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posts import document, findings, flagged

from postlint.spelling import check
from postlint.spelling.misspelling import RegionalSpelling
from postlint.spelling.options import SpellingOptions


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("The model is traiing well.", "traiing", "training"),
        ("It works siginificantly better.", "siginificantly", "significantly"),
        ("Walk accross the bridge.", "accross", "across"),
        ("We have alot of them.", "alot", "a lot"),
        ("You shoud not do it.", "shoud", "should"),
        ("It does'nt matter.", "does'nt", "doesn't"),
        ("The compliler is slow.", "compliler", "compiler"),
        ("A self-expresion of doubt.", "expresion", "expression"),
        ("Their reponse's length.", "reponse", "response"),
        ("Becuase it rains.", "Becuase", "Because"),
        ("THE INSTALATION GUIDE", "INSTALATION", "INSTALLATION"),
        ("The un**beleiv**able truth.", "unbeleivable", "unbelievable"),
        ("Two enviro\u00adments are enough.", "enviro\u00adments", "environments"),
        ("An &quot;ocurrence&quot; of it.", "ocurrence", "occurrence"),
        ("The read/wirte lock.", "wirte", "write"),
    ],
)
def test_a_slip_is_found_with_the_right_suggestion(text: str, word: str, first: str) -> None:
    found = [(item.word, item.suggestions[0], item.confident) for item in findings(text)]
    assert found == [(word, first, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Call `recieve()` first.\n\n```\nrecieve accross\n```",
        "See https://example.org/recieve and www.recieve.org and recieve.org.",
        "Mail me at recieve@example.org or ask @recieve about #accross.",
        "It is in docs/recieve/accross.md, ./recieve and C:\\recieve\\accross.",
        "Use --recieve-all with recieve_all, recieveAll, RecieveAll and recieve.all.",
        "Set recieve=1, then recieve() it; version v1.2.3-recieve1, hash 3fa9bc1d.",
        "The HTTPS, JSON and QZXW acronyms, the 10kB file, the 3rd and the 21st.",
        "Press Ctrl+Shft, type :accross: and see the ０x1F value.",
        "An iPhone, GitHub, macOS, OpenSSL and PostgreSQL.",
        "Chapter xvii, part iv and volume XII.",
        "Naïve cafés serve crème brûlée; ﬁnd the oﬃce.",
        "Hmmm, that is soooo good, aaargh.",
        "It isn't theirs, they'd've said; y'all'll see the dogs' bowls and James's.",
        "A re-entrant, non-blocking, well-thought-out micro-service for pre-release use.",
        "{{ recieve }} and {% accross %} and {{< recieve >}}",
        "<!-- recieve accross -->\n\n<a href='recieve.html'>all right</a>",
        "$recieve + accross$",
    ],
)
def test_what_is_no_prose_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_both_kinds_of_english_are_right() -> None:
    assert (
        flagged("The colour of the color, organised and organized, at the centre's center.") == []
    )


def test_one_kind_of_english_may_be_asked_for() -> None:
    text = "The colour of the color."
    (british,) = findings(text, language="en-US")
    (american,) = findings(text, language="en-GB")
    assert isinstance(british, RegionalSpelling)
    assert (british.word, british.region, british.suggestions) == ("colour", "British", ("color",))
    assert isinstance(american, RegionalSpelling)
    assert (american.word, american.suggestions) == ("color", ("colour",))


def test_front_matter_names_the_region() -> None:
    assert flagged("---\nlang: en-GB\n---\n\nThe color of it.") == ["color"]


def test_own_words_are_right() -> None:
    text = "We recieve it."
    assert flagged(text) == ["recieve"]
    assert flagged(text, words=frozenset({"recieve"})) == []
    assert flagged("<!-- postlint-words: Recieve -->\n\n" + text) == []


def test_strict_mode_reports_whatever_is_unknown() -> None:
    text = "The flibberwock is a Zorblax."
    assert flagged(text) == []
    assert flagged(text, mode="strict") == ["flibberwock", "Zorblax"]


def test_the_post_itself_is_evidence() -> None:
    (alone,) = findings("Build it with xargo now.")
    assert alone.suggestions[0] == "cargo"
    assert flagged("Build it with xargo now: `xargo build`.") == []


def test_words_made_of_the_posts_identifiers_are_right() -> None:
    (alone,) = findings("Use the mergds.")
    assert alone.suggestions[0] == "merges"
    assert flagged("Use the mergds: `mergd --serve`.") == []
    (alone,) = findings("It was proposed by centril and others.")
    (linked,) = findings("It was proposed by [centril](https://example.org/thecentril) and others.")
    assert alone.confident
    assert not linked.confident


def test_an_identifier_that_has_the_word_meant_excuses_nothing() -> None:
    assert flagged("Use the acces methods of `Accessor`.") == ["acces"]


def test_people_with_their_handles_are_names() -> None:
    assert flagged("- cui fliter (cuishuang)\n- Martin Nordholt (mnordholt)\n") == []


def test_filler_text_is_not_english() -> None:
    assert flagged("Lorem ipsum dolor sit amet, consectetuer adipiscing elit, sed do.") == []
    assert flagged("Ea duo tractatos, quando vivendo accommodare te ius, nec melius volumus.") == []


def test_names_are_left_alone() -> None:
    assert flagged("We thank Hristo Bojlov, Refael Zakham and Theo Belaire for their help.") == []


def test_suggestions_fit_the_context() -> None:
    (noun,) = findings("Read the arry of numbers.")
    (verb,) = findings("They could not arry on with it.")
    assert noun.suggestions[0] == "array"
    assert verb.suggestions[0] == "carry"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Das ist nicht richtig, aber wir haben es gestern so gemacht und es war gut.", "a.md"),
        ("La pregunta es si los usuarios van a entender el nuevo sistema.", "es/a.md"),
        ("Nous avons décidé de changer le système pour que tous soient contents.", "fr/a.md"),
        ("To jest zdanie po polsku, którego nie ma w żadnym słowniku, ale tak jest.", "a.md"),
        ("Dette er en norsk setning som ikke har noen ordbok, men det er helt greit.", "a.md"),
        ("这是一个没有词典的句子。", "a.md"),
    ],
)
def test_another_language_is_not_english(text: str, path: str) -> None:
    assert flagged(text, path) == []


def test_a_foreign_paragraph_is_left_alone() -> None:
    english = "This is a post in English, and it has a quotation in it, which is long enough.\n\n"
    german = "> Das ist nicht der Fall, und wir haben es auch nicht so gesagt oder gemeint.\n"
    assert flagged(english * 3 + german) == []


def test_other_languages_are_checked() -> None:
    (german,) = findings("Das ist nicht richtig, aber wir haben es gestern gemachd.", "de/a.md")
    assert (german.word, german.suggestions[0]) == ("gemachd", "gemacht")
    assert flagged("---\nlang: ja\n---\n\nrecieve accross") == []


def test_a_fix_is_certain_only_beyond_doubt() -> None:
    certain = {item.word: item.certain for item in findings("We recieve it, but teh taks stays.")}
    assert certain["recieve"]
    assert not certain["taks"]
    (capital,) = findings("Recieve it.")
    assert not capital.certain
    (item,) = findings("Written by tom, recieve, and ann.")
    assert not item.certain


@given(
    st.text(alphabet=st.sampled_from("aeiorstn'’-/. \n*_`[](){}<>é\u00ad\ufb01A1@#"), max_size=80)
)
def test_any_text_has_findings_that_point_at_their_words(text: str) -> None:
    post = document(text)
    for found in check(post, SpellingOptions(mode="strict")):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start] in found.word or "&" in text


def test_a_copied_sentence_is_no_second_use_of_a_word() -> None:
    line = "- Lnk to it in the footer\n"
    (first, second) = findings(line + "- Mend the header\n" + line)
    assert first.confident
    assert second.confident
    assert flagged("- Ask Lnk to do it.\n- Lnk is a shell.\n- We like Lnk.\n") == []


def test_a_capital_before_a_number_is_no_name() -> None:
    (numbered,) = findings("It is drawn as shown in Liting 17-5 of the book.")
    assert (numbered.suggestions[0], numbered.confident) == ("Listing", True)
    assert not any(found.confident for found in findings("It is drawn as shown in Liting of it."))


def test_a_word_without_a_capital_was_not_meant_to_be_a_name() -> None:
    (handle,) = findings("It was ddavison who did it.")
    (name,) = findings("It was Ddavison who did it.")
    assert handle.confidence < name.confidence


def test_contractions_want_their_apostrophe() -> None:
    assert flagged("You dont know that theyve said so, and thats all.") == [
        "dont",
        "theyve",
        "thats",
    ]


def test_a_name_of_many_words_is_no_phrase() -> None:
    assert flagged("![why-dont-you-use-it](x.png)") == []


@pytest.mark.parametrize(
    "text",
    [
        # The slip that the sentence speaks of.
        'Mend the "vertycal" typo.',
        # Cut off.
        "It was found there (which it launche... they said).",
        # A name in a cell.
        "| a | b |\n|---|---|\n| notused | detail |",
        # A full name, where one half of it is a name or unknown.
        "Then Benno Lossin suggested more of it.",
        # Without a vowel, one letter from an abbreviation.
        "It was discussed with lcnr and the rest.",
        # Made by rule.
        "They chose incrementality over a finalish plan.",
    ],
)
def test_signs_of_a_word_that_was_meant(text: str) -> None:
    assert flagged(text) == []


def test_the_same_words_without_the_sign() -> None:
    assert flagged("Mend the vertycal line.") == ["vertycal"]
    assert flagged("That is notused here.") == ["notused"]
    assert flagged("They were Hristian and good.") == ["Hristian"]
    assert flagged("Google Colud and Amazon Lamdba are two.") != []
