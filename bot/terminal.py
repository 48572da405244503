"""The conversation in a terminal: the same answers as in Telegram, in colour where there is a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from bot.texts import Texts
from retrieval.evaluate import Figures
from retrieval.model import Answer, ArticleCard, Excerpt, Overview, ReindexReport

INDENT = "    "
SHOWN = 10  # sentences of one kind in a summary
WIDTH = 100  # columns; longer lines of prose are tiring to read


def show_answer(answer: Answer, texts: Texts, *, first_rank: int = 1) -> str:
    """The whole reply as text with ANSI styles, which click leaves out where nobody sees them."""
    lines = list(_filters(answer, texts))
    if not answer.answered:
        lines.append(texts.notice(answer))
    titled: set[str] = set()
    for rank, excerpt in enumerate(answer.excerpts, first_rank):
        if rank > first_rank:
            lines.append("")
        lines += _excerpt(rank, excerpt, texts, titled)
    if answer.suggestion:
        lines.append(texts.say("suggestion", question=answer.suggestion))
    return "\n".join(lines)


def _filters(answer: Answer, texts: Texts) -> Iterator[str]:
    told = texts.filters(answer.filters)
    if told and answer.answered:
        yield click.style(f"({told})", dim=True)


def _excerpt(rank: int, excerpt: Excerpt, texts: Texts, titled: set[str]) -> Iterator[str]:
    passage = excerpt.passage
    yield click.style(texts.heading(rank, passage), bold=True)
    title = passage.article.facts.title
    if title and passage.article.id not in titled:
        titled.add(passage.article.id)
        yield INDENT + click.style(title, dim=True)
    yield from _wrapped(_highlighted(excerpt))
    if passage.speaker:
        for line in _wrapped(f"({passage.speaker})".split()):
            yield click.style(line, dim=True)
    if excerpt.day_notes:
        notes = ", ".join(f"{words} = {texts.date(day)}" for words, day in excerpt.day_notes)
        yield INDENT + click.style(f"({notes})", dim=True)
    if excerpt.also:
        others = texts.shortened([texts.card(card) for card in excerpt.also])
        yield INDENT + click.style(texts.say("also-in", places=others), dim=True)


def _highlighted(excerpt: Excerpt) -> list[str]:
    """The excerpt's words, those that matched in bold green."""
    styled, at = "", 0
    for start, end in excerpt.matches:
        matched = " ".join(click.style(word, bold=True, fg="green") for word in excerpt.text[start:end].split())
        styled += excerpt.text[at:start] + matched
        at = end
    return (styled + excerpt.text[at:]).split()


def _wrapped(words: Sequence[str]) -> Iterator[str]:
    """Break styled words into lines; styles take no room."""
    line, used = "", 0
    for word in words:
        width = len(click.unstyle(word))
        if line and used + 1 + width > WIDTH - len(INDENT):
            yield INDENT + line
            line, used = "", 0
        line = f"{line} {word}" if line else word
        used += width + (1 if used else 0)
    if line:
        yield INDENT + line


def show_overview(overview: Overview, texts: Texts) -> str:
    """The first line of a chat: how many articles, of which time, and how to bring one's own."""
    count = counted(overview.articles, "article")
    line = f"{count}, {texts.span(overview.first, overview.last)}." if overview.articles else "No articles yet."
    if overview.briefs == overview.articles:
        line += " Our summaries; for your own: make run ARTICLES=folder"
    return line


def counted(number: int, thing: str) -> str:
    """The number and the thing, in the plural but for one."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def show_article(card: ArticleCard, texts: Texts) -> str:
    """One article as `articles` lists it."""
    title = card.facts.title or "(no title)"
    return (
        f"{card.id}  {click.style(texts.place(card.facts), bold=True)}\n"
        f"{INDENT}{title}\n{INDENT}{counted(card.paragraphs, 'paragraph')} · {card.source}"
    )


def show_report(report: ReindexReport) -> str:
    """The summary at the end of a reindex."""
    held = f"{counted(report.articles, 'article')}, {counted(report.paragraphs, 'paragraph')}"
    if report.nothing_new:
        lines = [f"Nothing changed: {held}."]
    else:
        lines = [
            f"{report.added:,} added, {report.changed:,} changed, {report.removed:,} removed, "
            f"{report.unchanged:,} unchanged: {held} in {report.seconds:.1f} s."
        ]
    lines += _some(report.copies) + _some(report.conflicts)
    lines += [f"{INDENT}not read: {failure.source}: {failure.why}" for failure in report.failed]
    if report.failed_count > len(report.failed):
        lines.append(f"{INDENT}and {report.failed_count - len(report.failed):,} more that could not be read")
    return "\n".join(lines)


def _some(sentences: Sequence[str]) -> list[str]:
    """The first SHOWN of these, indented, and how many more there are."""
    lines = [f"{INDENT}{sentence}" for sentence in sentences[:SHOWN]]
    if len(sentences) > SHOWN:
        lines.append(f"{INDENT}and {len(sentences) - SHOWN:,} more like these")
    return lines


def show_figures(figures: Figures) -> str:
    """What a file of check questions came to, a line per figure; a dash where no question tells."""
    named = (
        ("hit@1", figures.hit_1),
        ("hit@3", figures.hit_3),
        ("hit@10", figures.hit_10),
        ("MRR@10", figures.mrr),
        ("refused, answerable", figures.refused_answerable),
        ("refused, unanswerable", figures.refused_unanswerable),
    )
    lines = [f"{figures.answerable:,} answerable questions, {figures.unanswerable:,} unanswerable"]
    lines += [f"{INDENT}{name:<22}{'-' if value is None else f'{value:.3f}'}" for name, value in named]
    return "\n".join(lines)
