"""Every sentence in every language, and what a notice may claim."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from bot.texts import Texts, languages, whole_period
from retrieval.model import Answer, ArticleCard, Facts, Filters, OutletSpan, PartialDate, Passage, Silence

ENGLISH, UKRAINIAN = Texts.for_language("en"), Texts.for_language("uk")


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (the library's name)
        self.found.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """The keys of a language's file, each with the values that it uses."""
    text = files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for entry in parse(text).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            variables = _Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.found
    return found


def silent(outcome: str, silence: Silence, articles: int = 5, **more: object) -> Answer:
    return Answer("question", outcome, Filters(**more), articles, silence=silence)  # type: ignore[arg-type]


def passage(**facts: object) -> Passage:
    return Passage("p", ArticleCard("a", Facts(**facts), "x.md", 1), 1, "Words.")  # type: ignore[arg-type]


def test_english_and_ukrainian_are_there() -> None:
    assert {"en", "uk"} <= set(languages())


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_each_language_says_everything_that_english_says_with_the_same_values(language: str) -> None:
    assert messages(language) == messages("en")


def test_no_sentence_is_said_by_the_code_that_no_file_has() -> None:
    known = set(messages("en"))
    said = set()
    for file in Path(str(files("bot"))).rglob("*.py"):
        said |= set(re.findall(r"\.say\(\s*\"([a-z_-]+)\"", file.read_text()))
    assert said <= known


def test_no_file_has_a_sentence_that_nothing_says() -> None:
    code = "\n".join(file.read_text() for file in Path(str(files("bot"))).rglob("*.py"))
    stems = (
        "command-",
        "why-",
        "field-",
        "button-",
        "talk-",
        "order-",
        "only-words-",
        "plain-",
        "reindex-",
        "settings-",
    )
    unused = [
        key for key in messages("en") if not re.search(f"[\"']{key}[\"']", code) and not key.startswith(stems)
    ]
    assert unused == []


@pytest.mark.parametrize("language", languages())
def test_commands_fit_the_menu(language: str) -> None:
    texts = Texts.for_language(language)
    for key in messages("en"):
        if key.startswith("command-"):
            assert 1 <= len(texts.say(key)) <= 256
    assert len(texts.say("ask-placeholder")) <= 64


def test_an_unknown_key_or_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        ENGLISH.say("no-such-sentence")
    with pytest.raises(KeyError):
        ENGLISH.say("suggestion")


def test_somebodys_words_may_be_of_any_length() -> None:
    assert len(ENGLISH.say("suggestion", question="why " * 5000)) < 2100


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("uk-UA", "uk"), ("UK", "uk"), ("de", "en"), (None, "en"), ("", "en")]
)
def test_a_language_code_finds_its_file_else_english(code: str | None, language: str) -> None:
    assert Texts.for_language(code).language == language


def test_dates_have_the_months_name_and_are_as_exact_as_they_are_known() -> None:
    assert ENGLISH.date(PartialDate(2022, 1, 19)) == "19 January 2022"
    assert ENGLISH.date(PartialDate(2023, 6)) == "June 2023"
    assert ENGLISH.date(PartialDate(2023)) == "2023"
    assert ENGLISH.date(date(2025, 9, 4)) == "4 September 2025"
    assert UKRAINIAN.date(PartialDate(2022, 1, 19)) == "19 січня 2022"
    assert UKRAINIAN.date(PartialDate(2023, 6)) == "червень 2023"


def test_a_heading_names_outlet_and_date_and_what_the_date_rests_on() -> None:
    inferred = passage(outlet="The Independent", date=PartialDate(2023, 6), date_basis="inferred")
    assert ENGLISH.heading(1, inferred) == "1 · The Independent · June 2023 (inferred)"
    ours = passage(outlet="LBC", date=PartialDate(2022, 1, 19), date_basis="printed", kind="brief")
    assert ENGLISH.heading(2, ours) == "2 · Our summary of LBC · 19 January 2022"
    assert ENGLISH.heading(12345, passage()) == "12345 · Outlet unknown · undated"


@pytest.mark.parametrize(
    ("absent", "articles", "notice"),
    [
        ((), 5, "I found no passage on this."),
        (("Truss",), 5, 'I found no passage on this. "Truss" occurs in none of the 5 articles.'),
        (
            ("Truss", "Farage"),
            2,
            'I found no passage on this. "Truss" and "Farage" occur in none of the 2 articles.',
        ),
        (("Truss",), 1, 'I found no passage on this. "Truss" occurs in no part of the one article here.'),
        ((), 0, "There are no articles here yet, so I have nothing to quote from."),
    ],
)
def test_a_notice_names_the_words_that_occur_nowhere(absent: tuple[str, ...], articles: int, notice: str) -> None:
    assert ENGLISH.notice(silent("not_found", Silence(absent=absent), articles)) == notice


def test_a_notice_out_of_range_says_what_there_is() -> None:
    there = (OutletSpan("LBC", 1, PartialDate(2022, 1, 19), PartialDate(2022, 1, 19)),)
    unknown = silent("out_of_range", Silence(available=there, unknown_outlets=("BBC",)))
    assert (
        ENGLISH.notice(unknown)
        == 'There is no article from "BBC" here. There is: LBC (one article, 19 January 2022).'
    )
    limits = {"outlets": ("LBC",), "since": date(2023, 1, 1), "until": date(2023, 12, 31)}
    empty = silent("out_of_range", Silence(available=there), **limits)
    assert "within the limit of your question (LBC, 2023)." in ENGLISH.notice(empty)


@pytest.mark.parametrize("outcome", ["not_found", "out_of_range"])
def test_a_question_in_cyrillic_gets_its_notice_in_ukrainian_and_in_english(outcome: str) -> None:
    answer = silent(outcome, Silence(absent=("слон",), script="cyrillic"))
    english, ukrainian = (
        texts.notice(silent(outcome, Silence(absent=("слон",)))) for texts in (ENGLISH, UKRAINIAN)
    )
    for texts, first, second in ((ENGLISH, english, ukrainian), (UKRAINIAN, ukrainian, english)):
        said = texts.notice(answer).split("\n\n")
        assert [part.startswith(plain) for part, plain in zip(said, (first, second), strict=True)] == [True, True]


def test_a_notice_lists_only_so_many_outlets() -> None:
    many = tuple(OutletSpan(f"Outlet {n}", n, None, None) for n in range(1, 30))
    notice = ENGLISH.notice(silent("out_of_range", Silence(available=many, unknown_outlets=("BBC",))))
    assert "and 21 more" in notice
    assert len(notice) < 600


@pytest.mark.parametrize("talk", ["greeting", "thanks", "blank", "stop_words", None])
@pytest.mark.parametrize("texts", [ENGLISH, UKRAINIAN])
def test_small_talk_gets_a_sentence_in_each_language(texts: Texts, talk: str | None) -> None:
    assert texts.notice(silent("no_search", Silence(talk=talk)))  # type: ignore[arg-type]


def test_an_answer_with_excerpts_has_no_notice() -> None:
    assert ENGLISH.notice(Answer("q", "answered", Filters(), 5)) == ""


def test_ukrainian_counts_as_ukrainian_does() -> None:
    assert UKRAINIAN.say("about", articles=1, dates="…") == "У мене 1 стаття, …."
    assert UKRAINIAN.say("about", articles=3, dates="…") == "У мене 3 статті, …."
    assert UKRAINIAN.say("about", articles=11, dates="…") == "У мене 11 статей, …."


@pytest.mark.parametrize(
    ("since", "until", "whole"),
    [
        (date(2022, 1, 1), date(2022, 1, 31), "2022-01"),
        (date(2022, 12, 1), date(2022, 12, 31), "2022-12"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 1, 19), date(2022, 1, 19), "2022-01-19"),
        (date(2022, 1, 2), date(2022, 1, 31), None),
        (date(2022, 1, 1), date(2023, 12, 31), None),
    ],
)
def test_a_period_that_is_a_whole_month_or_year_is_named_so(since: date, until: date, whole: str | None) -> None:
    found = whole_period(since, until)
    assert (found.isoformat() if found else None) == whole


def test_filters_are_named_in_one_line() -> None:
    everything = Filters(("LBC",), date(2022, 1, 2), date(2022, 3, 4), ("crisis mode",), ("tea", "cake"), "newest")
    line = 'LBC, 2 January 2022 to 4 March 2022, "crisis mode", without tea and cake, newest first'
    assert ENGLISH.filters(everything) == line
    assert ENGLISH.filters(Filters(since=date(2022, 1, 2))) == "since 2 January 2022"
    assert ENGLISH.filters(Filters(until=date(2022, 1, 2))) == "until 2 January 2022"
    assert ENGLISH.filters(Filters()) == ""


def test_the_resources_parse() -> None:
    for code in languages():
        assert FluentResource(files("bot").joinpath("locales", f"{code}.ftl").read_text(encoding="utf-8")).body
