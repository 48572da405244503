"""Every sentence that Cuttings says, in Telegram and in the terminal, in the reader's language.

The sentences themselves are Fluent messages in `locales/`, one file per language; another language is added by
adding its file. Dates are written by Babel, always with the month's name. Nothing here is HTML: `render` escapes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

from retrieval.model import Answer, ArticleCard, Facts, Filters, OutletSpan, PartialDate, Passage, Silence

DEFAULT_LANGUAGE = "en"
_PATTERNS = {"day": "d MMMM y", "month": "LLLL y", "year": "y"}
_BESIDE = {"en": "uk", "uk": "en"}
_LONGEST_LIST = 8
_LONGEST_VALUE = 2000


class Texts:
    """The sentences of one language; make one with `Texts.for_language`."""

    def __init__(self, language: str, bundle: FluentBundle, fallback: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle
        self._fallback = fallback

    @classmethod
    def for_language(cls, code: str | None) -> Texts:
        """Return the sentences for a language code such as `uk` or `en-GB`; English where there is no file."""
        known = languages()
        base = (code or DEFAULT_LANGUAGE).replace("_", "-").split("-")[0].lower()
        language = base if base in known else DEFAULT_LANGUAGE
        return cls(language, _bundle(language), _bundle(DEFAULT_LANGUAGE))

    def say(self, key: str, **values: str | int | float) -> str:
        """Return the sentence of that key; raises KeyError for a key that no file has, or a value it lacks."""
        bundle = self._bundle if self._bundle.has_message(key) else self._fallback
        if not bundle.has_message(key):
            raise KeyError(key)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        text, faults = bundle.format_pattern(pattern, {name: _bounded(value) for name, value in values.items()})
        if faults:
            raise KeyError(f"{key}: {faults[0]}")
        return str(text)

    # --- dates and names ---

    def date(self, value: PartialDate | dt.date) -> str:
        """Write a date as exactly as it is known: 19 January 2022, June 2023 or 2023."""
        known = value if isinstance(value, PartialDate) else PartialDate(value.year, value.month, value.day)
        return _written(known.first, _PATTERNS[known.precision], self.language)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with so many digits after the point."""
        return format_decimal(value, "#,##0" + ("." + "0" * digits if digits else ""), locale=self.language)

    def moment(self, value: dt.datetime) -> str:
        """Write a moment with its date and its time of day."""
        return format_datetime(value, "d MMMM y, HH:mm", locale=self.language)

    def dated(self, facts: Facts) -> str:
        """Write an article's date and, where it was inferred, that it was; or that there is none."""
        if facts.date is None:
            return self.say("undated")
        written = self.date(facts.date)
        return self.say("inferred", date=written) if facts.date_basis == "inferred" else written

    def outlet(self, name: str | None) -> str:
        """Return the outlet's name, or that it is unknown."""
        return name or self.say("outlet-unknown")

    def place(self, facts: Facts) -> str:
        """Outlet and date, which lead every excerpt; a brief is named as ours."""
        key = "summary-of" if facts.kind == "brief" else "place"
        return self.say(key, outlet=self.outlet(facts.outlet), date=self.dated(facts))

    def heading(self, rank: int, passage: Passage) -> str:
        """Return the line above an excerpt, such as `1 · The Independent · June 2023 (inferred)`."""
        return self.say("heading", rank=str(rank), where=self.place(passage.article.facts))

    def card(self, card: ArticleCard) -> str:
        """Outlet and date of an article, as a list shows it."""
        return self.place(card.facts)

    def span(self, first: PartialDate | None, last: PartialDate | None) -> str:
        """Write the time from one date to another; one date where they are the same."""
        if first is None or last is None:
            known = first or last
            return self.date(known) if known else self.say("undated")
        if first == last:
            return self.date(first)
        return self.say("date-span", first=self.date(first), last=self.date(last))

    def listed(self, items: Sequence[str]) -> str:
        """Join items as a sentence lists them: a, b, and c."""
        if len(items) < 2:
            return "".join(items)
        *rest, last = items
        key = "list-two" if len(rest) == 1 else "list-many"
        return self.say(key, first=", ".join(rest), last=last)

    def shortened(self, items: Sequence[str], longest: int = _LONGEST_LIST) -> str:
        """Join at most so many items with semicolons, and tell how many more there are."""
        shown = list(items[:longest])
        if len(items) > longest:
            shown.append(self.say("and-more", count=len(items) - longest))
        return "; ".join(shown)

    # --- what an answer says besides its excerpts ---

    def notice(self, answer: Answer) -> str:
        """Say why nothing is quoted, claiming no more than the search; empty for an answer with excerpts.

        Who asks in Cyrillic may read the one language better than the other: then it is said in both.
        """
        silence = answer.silence or Silence()
        said = self._notice(answer, silence)
        if silence.script != "cyrillic" or self.language not in _BESIDE:
            return said
        return f"{said}\n\n{Texts.for_language(_BESIDE[self.language])._notice(answer, silence)}"

    def _notice(self, answer: Answer, silence: Silence) -> str:
        if answer.outcome == "answered":
            return ""
        if answer.outcome == "no_search":
            return self.say(f"talk-{silence.talk or 'blank'}")
        if answer.outcome == "out_of_range":
            return self._out_of_range(answer, silence)
        return self._not_found(answer, silence)

    def _not_found(self, answer: Answer, silence: Silence) -> str:
        if not answer.articles:
            return self.say("empty-collection")
        said = [self.say("found-nothing")]
        if silence.absent:
            words = [self.say("quoted", word=word) for word in silence.absent[:_LONGEST_LIST]]
            said.append(self.say("absent", count=len(words), words=self.listed(words), articles=answer.articles))
        if silence.script != "latin":
            said.append(self.say("english-only"))
        return " ".join(said)

    def _out_of_range(self, answer: Answer, silence: Silence) -> str:
        if silence.unknown_outlets:
            names = [self.say("quoted", word=name) for name in silence.unknown_outlets]
            said = [self.say("no-outlet", count=len(names), outlets=self.listed(names))]
        else:
            said = [self.say("nothing-in-range", filters=self.filters(answer.filters))]
        if silence.available:
            there = self.shortened([self.outlet_span(span) for span in silence.available])
            said.append(self.say("there-is", list=there))
        return " ".join(said)

    def outlet_span(self, span: OutletSpan) -> str:
        """Name an outlet with its number of articles and their dates."""
        dates = self.span(span.first, span.last)
        return self.say("outlet-span", outlet=self.outlet(span.outlet), articles=span.articles, dates=dates)

    def filters(self, filters: Filters) -> str:
        """Say what a question was limited to, such as `LBC, January 2022`; empty where it was not."""
        parts: list[str] = list(filters.outlets)
        parts += self._period(filters.since, filters.until)
        parts += [self.say("filter-phrase", words=words) for words in filters.phrases]
        if filters.exclude:
            parts.append(self.say("filter-exclude", words=self.listed(filters.exclude)))
        if filters.order != "relevance":
            parts.append(self.say(f"order-{filters.order}"))
        return ", ".join(parts)

    def _period(self, since: dt.date | None, until: dt.date | None) -> Iterable[str]:
        if since and until:
            whole = whole_period(since, until)
            days = {"first": self.date(since), "last": self.date(until)}
            yield self.date(whole) if whole else self.say("date-span", **days)
        elif since:
            yield self.say("date-since", first=self.date(since))
        elif until:
            yield self.say("date-until", last=self.date(until))


def whole_period(since: dt.date, until: dt.date) -> PartialDate | None:
    """Return the day, month or year that the two days enclose exactly, or None."""
    if since == until:
        return PartialDate(since.year, since.month, since.day)
    after = until + dt.timedelta(days=1) if until < dt.date.max else until
    if since.day == 1 and after.day == 1:
        if (after.year, after.month) == (since.year + since.month // 12, since.month % 12 + 1):
            return PartialDate(since.year, since.month)
        if since.month == 1 and after.month == 1 and after.year == since.year + 1:
            return PartialDate(since.year)
    return None


def _bounded(value: str | int | float) -> str | int | float:
    """Fluent refuses values of more than 2,500 characters; somebody's words may be longer."""
    return value[:_LONGEST_VALUE] + "…" if isinstance(value, str) and len(value) > _LONGEST_VALUE else value


@lru_cache(maxsize=10_000)
def _written(day: dt.date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, in alphabetical order."""
    names = (entry.name for entry in files("bot").joinpath("locales").iterdir())
    return tuple(sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl")))


@cache
def _bundle(language: str) -> FluentBundle:
    text = files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(text))
    return bundle
