"""Between the store and the index: texts → tokens → a generation on disk, and back as an engine."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from retrieval.analysis import stems, stems_and_words
from retrieval.engine import Engine
from retrieval.errors import CollectionDamaged
from retrieval.index import (
    DEFAULT_PARAMETERS,
    ArticleTokens,
    EmbeddedEngine,
    PackedArticles,
    PassageTokens,
    pack,
    remove_generations,
    verify_generation,
    write_generation,
)
from retrieval.model import Progress
from retrieval.rows import StoredArticle
from retrieval.store import Store
from retrieval.workforce import Workforce

BATCH = 200  # articles fetched and analysed at once
_log = logging.getLogger(__name__)
KEEP = 2  # generations left on disk: the one that answers, and the one before for those still reading it


class IndexFolder:
    """The folder that holds the index generations of one collection."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def usable(self, generation: int) -> bool:
        """Whether a finished index of that generation is there, and of the format that this version reads."""
        try:
            engine = await self.open(generation)
        except CollectionDamaged as error:
            _log.warning("The index has to be built again: %s", error)
            return False
        await engine.close()
        return True

    async def open(self, generation: int) -> Engine:
        """Open a generation for searching; raises CollectionDamaged."""
        return await asyncio.to_thread(EmbeddedEngine.open, self._root, generation, DEFAULT_PARAMETERS)

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
        async with Workforce() as workforce:

            async def fetch(batch: Sequence[int]) -> list[PackedArticles]:
                return await workforce.share(analyse_and_pack, await store.texts(batch))

            def stream() -> Iterator[PackedArticles]:
                """Batches for the writer's thread; the next one is analysed while this one is written."""
                ahead: deque[Future[list[PackedArticles]]] = deque()
                for start in range(0, len(added) + BATCH, BATCH):
                    if batch := added[start : start + BATCH]:
                        ahead.append(asyncio.run_coroutine_threadsafe(fetch(batch), loop))
                    if start:
                        yield from ahead.popleft().result()
                        show_later(min(start, len(added)))

            def show_later(done: int) -> None:
                loop.call_soon_threadsafe(show, Progress("indexing", done, len(added)))

            await asyncio.to_thread(write_generation, self._root, generation, stream(), removed, base)

    async def tidy(self, generation: int) -> None:
        """Remove the generations that nobody needs any more."""
        keep = range(generation - KEEP + 1, generation + 1)
        await asyncio.to_thread(remove_generations, self._root, set(keep))


def analyse_and_pack(articles: Sequence[StoredArticle]) -> PackedArticles:
    """Analyse a batch of articles for the index; a pure function, fit for another process."""
    return pack([tokenize_article(article) for article in articles])


def tokenize_article(article: StoredArticle) -> ArticleTokens:
    """The tokens of an article's title, paragraphs and of the speakers named beside them."""
    facts = article.card.facts
    passages = tuple(_tokenize_passage(*paragraph) for paragraph in article.paragraphs)
    return ArticleTokens(
        version=article.version,
        outlet=facts.outlet,
        first=facts.date.first if facts.date else None,
        last=facts.date.last if facts.date else None,
        fields={"title": stems(facts.title or "")},
        passages=passages,
    )


def _tokenize_passage(identity: str, text: str, speaker: str | None) -> PassageTokens:
    terms, words = stems_and_words(text)
    return PassageTokens(identity, {"paragraph": terms, "speaker": stems(speaker) if speaker else ()}, words)
