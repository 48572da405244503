"""Between the store and the index: texts → tokens → a generation on disk, and back as an engine."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from retrieval.bulk import BulkAnalyser
from retrieval.engine import Engine
from retrieval.errors import CollectionDamaged
from retrieval.index import (
    DEFAULT_PARAMETERS,
    ArticleColumns,
    EmbeddedEngine,
    FieldName,
    NumberedDocuments,
    PackedArticles,
    pack_numbered,
    remove_generations,
    verify_generation,
    write_generation,
)
from retrieval.model import Progress
from retrieval.numbering import JoinedTexts
from retrieval.offices import meant
from retrieval.rows import StoredArticle
from retrieval.store import Store
from retrieval.workforce import Workforce

BATCH = 500  # articles fetched and analysed at once
_AHEAD = 4  # batches under way at once
REMEMBERED = 1 << 19  # different pieces of text that a process keeps in mind: some 100 MB
_log = logging.getLogger(__name__)
KEEP = 2  # generations left on disk: the one that answers, and the one before for those still reading it


class IndexFolder:
    """The folder that holds the index generations of one collection."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def usable(self, generation: int) -> bool:
        """Whether a finished index of that generation is there, and of the format that this version reads."""
        try:
            engine = await asyncio.to_thread(self.open, generation)
        except CollectionDamaged as error:
            _log.warning("The index has to be built again: %s", error)
            return False
        engine.close()
        return True

    def open(self, generation: int) -> Engine:
        """Open a generation for searching; raises CollectionDamaged."""
        return EmbeddedEngine.open(self._root, generation, DEFAULT_PARAMETERS)

    async def verify(self, generation: int) -> None:
        """Read all of a generation and compare its checksums; raises CollectionDamaged."""
        await asyncio.to_thread(verify_generation, self._root, generation)

    async def write(
        self,
        store: Store,
        generation: int,
        base: int | None,
        added: Sequence[int],
        removed: Collection[int],
        show: Callable[[Progress], None],
    ) -> None:
        """Write a generation: the base with these versions added and removed, or everything that it holds."""
        if base is None:
            added = [held.version for held in await store.held(generation)]
            removed = ()
        loop = asyncio.get_running_loop()
        reindex, in_order = uuid4().hex, asyncio.Lock()
        async with Workforce() as workforce:

            async def fetch(versions: Sequence[int]) -> PackedArticles:
                async with in_order:  # for whoever packs a batch tells only what it has not told before
                    batch = await asyncio.to_thread(TextBatch.of, await store.texts(versions))
                    packed = asyncio.ensure_future(
                        workforce.apply(analyse_and_pack, (reindex, batch), len(versions))
                    )
                return await packed

            def stream() -> Iterator[PackedArticles]:
                """Batches for the writer's thread; the next ones are analysed while this one is taken in."""
                ahead: deque[Future[PackedArticles]] = deque()
                for done in range(0, len(added) + BATCH * _AHEAD, BATCH):
                    if versions := added[done : done + BATCH]:
                        ahead.append(asyncio.run_coroutine_threadsafe(fetch(versions), loop))
                    if done >= BATCH * (_AHEAD - 1) and ahead:
                        yield ahead.popleft().result()
                        show_later(min(done - BATCH * (_AHEAD - 2), len(added)))

            def show_later(done: int) -> None:
                loop.call_soon_threadsafe(show, Progress("indexing", done, len(added)))

            try:
                await asyncio.to_thread(write_generation, self._root, generation, stream(), removed, base)
            finally:
                _packer.cache_clear()  # what this process keeps in mind for a reindex is of no use after it

    async def tidy(self, generation: int) -> None:
        """Remove the generations that nobody needs any more."""
        keep = range(generation - KEEP + 1, generation + 1)
        await asyncio.to_thread(remove_generations, self._root, set(keep))


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Articles on their way to the analysis: their texts are all paragraphs, for each who speaks, all titles.

    To who speaks belong those whom a paragraph means by their office.
    """

    articles: ArticleColumns
    texts: JoinedTexts

    @classmethod
    def of(cls, stored: Sequence[StoredArticle]) -> TextBatch:
        """Take what the index needs of stored articles; those without paragraphs are left out."""
        stored = [article for article in stored if article.paragraphs]
        paragraphs = [paragraph for article in stored for paragraph in article.paragraphs]
        texts = [text for _, text, _ in paragraphs]
        texts += [speaking for article in stored for speaking in _speaking(article)]
        texts += [article.card.facts.title or "" for article in stored]
        columns = ArticleColumns.of(
            map(_head, stored),
            [len(article.paragraphs) for article in stored],
            [identity for identity, _, _ in paragraphs],
        )
        return cls(columns, JoinedTexts.of(texts))


def _speaking(article: StoredArticle) -> list[str]:
    """For each paragraph who speaks, and whom it means by an office."""
    names = meant([text for _, text, _ in article.paragraphs])
    return [
        f"{speaker or ''} {name}".strip() for (_, _, speaker), name in zip(article.paragraphs, names, strict=True)
    ]


def _head(article: StoredArticle) -> tuple[int, str | None, date | None, date | None]:
    facts = article.card.facts
    return article.version, facts.outlet, *((facts.date.first, facts.date.last) if facts.date else (None, None))


class Packer:
    """Analyses batches and packs them; the writer has to be given a packer's batches in their order."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._analyser = BulkAnalyser()

    def pack(self, batch: TextBatch) -> PackedArticles:
        """Analyse and pack a batch."""
        if len(self._analyser) > REMEMBERED:
            self._analyser = BulkAnalyser()
        terms, words = self._analyser.analyse(batch.texts)
        count = len(batch.articles.ids[1]) - 1
        fields: dict[FieldName, NumberedDocuments] = {
            "paragraph": terms.part(0, count),
            "speaker": terms.part(count, 2 * count),
            "title": terms.part(2 * count, len(batch.texts)),
        }
        return pack_numbered(
            batch.articles, fields, self._analyser.terms, words.part(0, count), self._analyser.words
        )


def analyse_and_pack(task: tuple[str, TextBatch]) -> PackedArticles:
    """Pack a batch in whatever process and thread this runs; it bears the name of the reindex that it is for."""
    reindex, batch = task
    return _packer(reindex, threading.get_ident()).pack(batch)


@lru_cache(maxsize=4)
def _packer(_reindex: str, _thread: int) -> Packer:
    """The packer of one thread for one reindex: what it told of its strings, it told that reindex's writer."""
    return Packer()
