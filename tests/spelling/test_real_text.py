"""Words as they stand in real posts: each kind right, and each kind with a slip in it."""

import pytest
from posts import findings, flagged


def test_contractions() -> None:
    assert (
        flagged("It isn't so, they'd've said, y'all'll see; 'tis o'clock, ma'am, ain't it.") == []
    )
    assert flagged("She shouldn't've, who's to say; rock'n'roll, e'er and ne'er.") == []
    found = [(item.word, item.suggestions[0]) for item in findings("We do'nt, and it shoudn't.")]
    assert found == [("do'nt", "don't"), ("shoudn't", "shouldn't")]


@pytest.mark.parametrize(
    ("word", "first"),
    [("doesnt", "doesn't"), ("youre", "you're"), ("wouldnt", "wouldn't"), ("theyre", "they're")],
)
def test_a_contraction_without_its_apostrophe_gets_it_back(word: str, first: str) -> None:
    (found,) = findings(f"They say {word} here.")
    assert found.suggestions[0] == first


def test_curly_apostrophes() -> None:
    assert (
        flagged("It isn’t theirs, they’d’ve said; the dogs’ bowls, ‘quoted’, ’tis the ’90s.") == []
    )
    assert flagged("It shoud’nt be the compnay’s.") == ["shoud’nt", "compnay"]


def test_possessives() -> None:
    assert flagged("James's and the dogs' bowls, Kubernetes' pods, SQLite's pages, an API's.") == []
    (found,) = findings("It is the resturant's menu.")
    assert (found.word, found.suggestions[0]) == ("resturant", "restaurant")


def test_plurals() -> None:
    assert flagged("Vertices, indices, schemas, regexes, mutexes, enums, URLs, PDFs, IDEs.") == []
    assert flagged("The file(s), class(es) and child(ren).") == []
    found = [
        (item.word, item.suggestions[0]) for item in findings("Three librarys of enviroments.")
    ]
    assert found == [("librarys", "libraries"), ("enviroments", "environments")]


def test_hyphenated_compounds() -> None:
    text = "A well-formed, self-hosted, state-of-the-art, end-to-end, 32-bit T-shirt with Wi-Fi."
    assert flagged(text) == []
    assert flagged("A well-knwon, self-expresion of high-perfomance.") == [
        "knwon",
        "expresion",
        "perfomance",
    ]


def test_closed_prefixes() -> None:
    assert flagged("Reindexing, nonblocking, prereleases, multithreaded, microservices.") == []
    assert flagged("Unpinned subcommands, hyperparameters, deduplicated, metaprogramming.") == []
    found = flagged("Preprocesing is unneccesary, a reimplementaiton nonexistant.")
    assert found == ["Preprocesing", "unneccesary", "reimplementaiton", "nonexistant"]


def test_prefixes_with_a_hyphen() -> None:
    assert (
        flagged("A re-entrant, non-blocking, un-pin, pre-release, multi-step micro-service.") == []
    )
    assert flagged("A re-occuring, non-existant, multi-thraeded one.") == [
        "occuring",
        "existant",
        "thraeded",
    ]


def test_ordinals() -> None:
    assert flagged("The 1st, 2nd, 3rd, 21st and nth, a 19th-century one, in the mid-1990s.") == []
    assert flagged("The secnd and the fourty.") == ["secnd", "fourty"]


def test_units() -> None:
    assert (
        flagged("10kB, 5 MiB, 20 ms, 3.5GHz, 12 km/h, 7pm, 16px, 20°C, 90deg, 3 kWh, 5 dB.") == []
    )


def test_roman_numerals() -> None:
    assert flagged("Henry VIII and Louis XIV, chapter xvii, part iv, MCMXCIX, xxvi.") == []


def test_soft_hyphens() -> None:
    assert flagged("A co\u00adop\u00ader\u00ada\u00adtion of many.") == []
    (found,) = findings("An enviro\u00adment of many.")
    assert found.suggestions[0] == "environment"


def test_ligatures() -> None:
    assert flagged("The oﬃce ﬁles ﬂow eﬃciently; ﬁrst, deﬁne it.") == []
    found = [(item.word, item.suggestions[0]) for item in findings("The oﬃcal and eﬁcient way.")]
    assert found == [("oﬃcal", "official"), ("eﬁcient", "efficient")]


def test_combining_accents() -> None:
    assert (
        flagged("Cafe\u0301s, nai\u0308ve re\u0301sume\u0301s, a pin\u0303ata, a façade, élite.")
        == []
    )


def test_emphasis_inside_a_word() -> None:
    assert flagged("That is un**believ**able, *re*do it, and **un**true.") == []
    text = "That is un**beleiv**able."
    (found,) = findings(text)
    assert (found.word, found.suggestions[0]) == ("unbeleivable", "unbelievable")
    assert text[found.start : found.end] == "un**beleiv**able"


def test_html_inside_a_word() -> None:
    assert flagged("That is un<b>believ</b>able, <em>re</em>do it, hyper<wbr>text.") == []
    assert flagged("One line<br>another line, a<b> bold</b> word, <i>so</i>.") == []
    text = "We <b>rec</b>ieve it."
    (found,) = findings(text)
    assert (found.word, found.suggestions[0]) == ("recieve", "receive")
    assert text[found.start : found.end] in ("rec</b>ieve", "<b>rec</b>ieve")


def test_a_word_that_a_line_break_cuts() -> None:
    assert flagged("This sentence con-\ntinues, and it is well-\nknown.") == []
    assert flagged("This sentence con-\r\ntinues.\n\n> It con-\n> tinues.") == []
    # It is no word with the hyphen gone, nor is its first half.
    assert flagged("It is a recieve-\nonly socket.") == ["recieve"]


def test_words_on_both_sides_of_a_line_break() -> None:
    assert flagged("This line has recieve\naccross it.") == ["recieve", "accross"]


def test_a_word_that_an_entity_cuts() -> None:
    assert flagged("Caf&eacute;, na&#239;ve, co&shy;operation, isn&#39;t, Smith&rsquo;s.") == []
    found = [(item.word, item.suggestions[0]) for item in findings("rec&#105;eve do&shy;cumnet")]
    assert found == [("recieve", "receive"), ("do\u00adcumnet", "document")]
    assert flagged("An &amp;recieve&nbsp;accross it.") == ["accross"]


def test_what_is_right_in_both_regions_belongs_to_neither() -> None:
    text = "They license the acknowledgment to the virtualization team, and use an axe."
    assert flagged(text, language="en-GB") == []
    assert flagged(text, language="en-US") == []


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"),
        ("analyse", "analyze"),
        ("travelling", "traveling"),
        ("centre", "center"),
    ],
)
def test_the_other_region_is_flagged_with_its_counterpart(british: str, american: str) -> None:
    text = f"Some {british} and {american} of it."
    for language, wrong, right in (("en-GB", american, british), ("en-US", british, american)):
        (found,) = findings(text, language=language)
        assert (found.word, found.suggestions) == (wrong, (right,))
