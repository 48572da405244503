"""Questions in the terminal: one, or a conversation."""

from __future__ import annotations

import asyncio
import sys

import click

from bot import jsonout, terminal
from bot.config import TOKEN_VARIABLE, Settings
from bot.texts import Texts
from retrieval.collection import Collection
from retrieval.model import Answer, Filters, Silence

PROMPT = "> "


async def say(
    collection: Collection, settings: Settings, question: str, *, limit: int | None = None, as_json: bool = False
) -> None:
    """Answer one question on standard output, flushed."""
    texts = Texts.for_language("en")
    answer, notice = await _answer(collection, settings, question, limit or settings.answers.excerpts, texts)
    if as_json:
        click.echo(jsonout.line(jsonout.answer(answer, notice)))
    else:
        click.echo(notice if notice and not answer.answered else terminal.show_answer(answer, texts))
    sys.stdout.flush()


async def _answer(
    collection: Collection, settings: Settings, question: str, limit: int, texts: Texts
) -> tuple[Answer, str]:
    longest = settings.limits.longest_question
    if longest and len(question) > longest:
        answer = Answer(question, "no_search", Filters(), 0, silence=Silence())
        return answer, texts.say("too-long", length=len(question), longest=longest)
    answer = await collection.ask(question, limit=limit)
    return answer, texts.notice(answer)


async def chat(collection: Collection, settings: Settings, *, missing_token: bool = False) -> None:
    """Talk on standard input and output until the input ends."""
    texts = Texts.for_language("en")
    click.echo(terminal.show_overview(await collection.overview(), texts))
    if missing_token:
        click.echo(f"No {TOKEN_VARIABLE} is set, so we chat here. Get one from @BotFather.")
    examples = await collection.examples()
    if examples:
        click.echo(f"Try: {' | '.join(examples)}")
    interactive = sys.stdin.isatty()
    while (question := await asyncio.to_thread(_next_question, interactive)) is not None:
        if question.strip().casefold() in {"exit", "quit", "/quit", "/exit"}:
            return
        if question.strip() or not interactive:
            await say(collection, settings, question)


def _next_question(interactive: bool) -> str | None:
    """The next line, None at the end; where nobody types, the question is shown as if it had been typed."""
    if interactive:
        try:
            return input(PROMPT)
        except EOFError:
            click.echo()
            return None
    raw = sys.stdin.buffer.readline()
    if not raw:
        return None
    question = raw.decode("utf-8", errors="replace").rstrip("\r\n")
    click.echo(PROMPT + question)
    return question
