"""What `cuttings doctor` checks; every fault comes with what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.config import TOKEN_VARIABLE, Settings
from bot.request import AiohttpRequest, UnusableProxy
from bot.store import DATABASE, Store, StoreDamaged, StoreUnavailable
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.model import Failure
from retrieval.reading import scan_folder

WAITING = ("waiting", "working", "apart")
FAILED = ("failed", "aside")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `told` is how it is, or what is wrong and what to do."""

    what: str
    good: bool
    told: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything, also after a fault."""
    findings = [Finding("config", True, str(settings.file) if settings.file else "built-in defaults")]
    findings.append(await _token(settings))
    findings += [_folder(folder) for folder in settings.folders]
    findings += [finding async for finding in _collection(settings)]
    if (settings.directory / DATABASE).exists():
        findings.append(await _conversations(settings.directory / DATABASE))
    return findings


async def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding("token", True, f"none set; `run` needs one from @BotFather in {TOKEN_VARIABLE}")
    token, request = settings.token.get_secret_value(), AiohttpRequest(1)  # the way that the bot itself takes
    url = f"{settings.telegram.api_url}/bot"
    try:
        async with Bot(token, base_url=url, request=request, get_updates_request=request) as bot:
            return Finding("token", True, f"it is that of @{bot.username}")
    except InvalidToken:
        return Finding("token", False, "Telegram refuses it; get a new one from @BotFather (/token)")
    except UnusableProxy as error:
        return Finding("token", False, f"Telegram could not be asked about it. {error}")
    except TelegramError as error:
        why = str(error).replace(token, "<token>")
        return Finding("token", False, f"{settings.telegram.api_url} could not be asked about it: {why}")


def _folder(folder: Path) -> Finding:
    name = f"folder {folder}"
    try:
        items = list(scan_folder(folder))
    except RetrievalError as error:
        return Finding(name, False, str(error))
    failures = [item for item in items if isinstance(item, Failure)]
    if failures:
        first = failures[0]
        return Finding(name, False, f"{len(failures)} of {len(items)} cannot be read, {first.source}: {first.why}")
    if not items:
        return Finding(
            name, False, "it holds no .txt, .html, .md, .jsonl, .rss, .atom or .xml file; put articles there"
        )
    return Finding(name, True, f"{len(items):,} articles or files")


async def _collection(settings: Settings) -> AsyncIterator[Finding]:
    if not (settings.directory / "collection.sqlite3").exists():
        yield Finding("index", False, f"none in {settings.directory} yet; run: cuttings reindex")
        return
    try:
        async with Collection.open(settings.folders, settings.directory) as collection:
            if not await collection.is_built():
                yield Finding("index", False, "it is of other folders or another version; run: cuttings reindex")
                return
            await collection.verify()
            overview = await collection.overview()
    except RetrievalError as error:
        yield Finding("index", False, str(error))
        return
    told = f"generation {overview.generation}: {overview.articles:,} articles, {overview.paragraphs:,} paragraphs"
    yield Finding(
        "index", overview.articles > 0, told if overview.articles else f"{told}; put articles in a folder"
    )


async def _conversations(path: Path) -> Finding:
    try:
        async with Store.open(path) as store:
            counts = await store.counts()
    except (StoreDamaged, StoreUnavailable) as error:
        return Finding("conversations", False, str(error))
    waiting, failed = (sum(counts.get(state, 0) for state in states) for states in (WAITING, FAILED))
    told = f"{waiting:,} updates wait for an answer, {failed:,} could not be answered"
    return Finding("conversations", True, f"{told} (the log says why)" if failed else told)
