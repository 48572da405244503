"""Commands of operators: /reindex and /status. Others get a polite refusal, and nothing happens."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from telegram import Message, Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext.filters import MessageFilter

from bot import render
from bot.context import Context, is_group, message_of
from bot.conversation import edit, edit_if_there, say_text
from bot.delivery import is_gone, is_unwelcome
from bot.texts import Texts
from retrieval.errors import CollectionBusy, RetrievalError
from retrieval.model import Progress, ReindexReport

logger = logging.getLogger(__name__)

_LAST_EDIT = 30.0  # seconds that the summary waits for an edit that is on its way


class OfAdmins(MessageFilter):
    """Messages of those whom the configuration names as admins."""

    def __init__(self, admins: tuple[int, ...]) -> None:
        super().__init__()
        self._admins = frozenset(admins)

    def filter(self, message: Message) -> bool:
        """Whether an admin wrote it, in their own name."""
        sender = message.from_user
        return sender is not None and message.sender_chat is None and sender.id in self._admins


async def refuse(update: Update, context: Context) -> None:
    """Say that this is for admins; in private also what an operator would have to write."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    said = texts.say("not-admin")
    if not is_group(message.chat) and message.from_user:
        said = f"{said}\n\n{texts.say('not-admin-how', id=str(message.from_user.id))}"
    await say_text(context, message, said, outcome="refused: no admin")


async def reindex(update: Update, context: Context) -> None:
    """/reindex: bring the index up to date, shown by editing one message; questions go on meanwhile."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    if context.house.reindexing:
        await say_text(context, message, texts.say("reindex-busy"))
        return
    context.house.reindexing = True
    try:
        shown = await say_text(context, message, texts.say("reindex-started"), outcome="reindex")
    except BaseException:
        context.house.reindexing = False
        raise
    context.work.go_on_beside(_reindex(context, message, shown, texts))


async def status(update: Update, context: Context) -> None:
    """/status: what the bot answers from, and how it stands."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    overview = await context.collection.overview()
    counts = await context.store.counts()
    lines = [
        texts.say("status-articles", articles=overview.articles, paragraphs=overview.paragraphs),
        texts.say("status-briefs", briefs=overview.briefs) if overview.briefs else "",
        texts.say("status-generation", number=str(overview.generation)),
        texts.say("status-built", moment=texts.moment(overview.built_at)) if overview.built_at else "",
        texts.say("status-reindexing") if context.house.reindexing else "",
        texts.say("status-waiting", count=counts.get("waiting", 0)),
        texts.say("status-failed", count=counts.get("failed", 0) + counts.get("aside", 0)),
        *(f"• {failure.source}: {failure.why}" for failure in overview.failed),
    ]
    await say_text(context, message, "\n".join(line for line in lines if line))


async def _reindex(context: Context, asked: Message, shown: Message, texts: Texts) -> None:
    """Do the work, and end in a summary whatever happens; a stop of the bot lets the next start do it again."""
    board = _Board(context, shown, texts)
    try:
        async with board:
            report = await context.collection.reindex(progress=board.note)
        said = summary(report, texts)
    except CollectionBusy:
        said = texts.say("reindex-busy")
    except RetrievalError as error:
        logger.warning("the reindex failed: %s", error)
        said = texts.say("reindex-failed", why=str(error))
    except Exception:
        logger.exception("the reindex failed")
        said = texts.say("reindex-failed", why=texts.say("see-log"))
    finally:
        context.house.reindexing = False
    try:
        if not await edit_if_there(context, shown.chat_id, shown.message_id, render.note(said)):
            await say_text(context, asked, said)
    except (BadRequest, Forbidden) as error:
        if not is_unwelcome(error):
            raise
        logger.info("the end of the reindex could not be told (%s): %s", error, said)


def summary(report: ReindexReport, texts: Texts) -> str:
    """What a reindex did: added, changed, removed, failed with reasons, seconds."""
    seconds = texts.number(report.seconds, 1)
    if report.nothing_new:
        lines = [texts.say("reindex-nothing", articles=report.articles, seconds=seconds)]
    else:
        counts = {"added": report.added, "changed": report.changed, "removed": report.removed}
        lines = [texts.say("reindex-done", **counts, articles=report.articles, seconds=seconds)]
    if report.failed_count:
        lines.append(texts.say("reindex-not-read", count=report.failed_count))
        lines += [f"• {failure.source}: {failure.why}" for failure in report.failed]
    return "\n".join([*lines, *report.copies, *report.conflicts])


class _Board:
    """Shows progress by editing one message, no oftener than the kind of chat allows."""

    def __init__(self, context: Context, shown: Message, texts: Texts) -> None:
        self._context, self._shown, self._texts = context, shown, texts
        self._pause = context.house.pauses[1 if is_group(shown.chat) else 0]
        self._latest: Progress | None = None
        self._task: asyncio.Task[None] | None = None
        self._done = asyncio.Event()

    def note(self, progress: Progress) -> None:
        """Take note of how far it is; called from wherever the reindex runs."""
        self._latest = progress

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._show())

    async def __aexit__(self, *_: object) -> None:
        """Let an edit that is on its way arrive, so that none comes after the summary."""
        self._done.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_LAST_EDIT)
            self._task.cancel()

    async def _show(self) -> None:
        said = ""
        while not await self._is_done():
            if self._latest is None or (line := self._line(self._latest)) == said:
                continue
            try:
                await edit(self._context, self._shown.chat_id, self._shown.message_id, render.note(line))
                said = line
            except TelegramError as error:  # the summary matters, not every step towards it
                logger.info("progress could not be shown: %s", error)
                if is_gone(error) or is_unwelcome(error):
                    return

    async def _is_done(self) -> bool:
        """Wait for the next edit's time, or for the end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._done.wait(), self._pause)
        return self._done.is_set()

    def _line(self, progress: Progress) -> str:
        key = f"reindex-{progress.stage}"
        if progress.total is None:
            return self._texts.say(key, done=progress.done)
        return self._texts.say(f"{key}-of", done=progress.done, total=progress.total)
