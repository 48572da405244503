"""Between the store and the index: texts → batches → a generation on disk."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from uuid import uuid4

from retrieval.batches import TextBatch, analyse_and_pack, forget_pieces
from retrieval.errors import CollectionDamaged
from retrieval.index import (
    EmbeddedEngine,
    PackedArticles,
    remove_generations,
    verify_generation,
    write_generation,
)
from retrieval.model import Progress
from retrieval.offices import meant
from retrieval.rows import StoredArticle
from retrieval.store import Store
from retrieval.workforce import Workforce

BATCH = 500  # articles fetched and analysed at once
_AHEAD = 4  # batches under way at once
_log = logging.getLogger(__name__)
KEEP = 2  # generations left on disk: the one that answers, and the one before for those still reading it


class IndexFolder:
    """The folder that holds the index generations of one collection."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def usable(self, generation: int) -> bool:
        """Whether a finished index of that generation is there, and of the format that this version reads."""
        try:
            engine = await asyncio.to_thread(EmbeddedEngine.open, self._root, generation)
        except CollectionDamaged as error:
            _log.warning("The index has to be built again: %s", error)
            return False
        engine.close()
        return True

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
                    batch = await asyncio.to_thread(TextBatch.of, await store.texts(versions), speaking)
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
                forget_pieces()

    async def tidy(self, generation: int) -> None:
        """Remove the generations that nobody needs any more."""
        keep = range(generation - KEEP + 1, generation + 1)
        await asyncio.to_thread(remove_generations, self._root, set(keep))


def speaking(article: StoredArticle) -> list[str]:
    """Return for each paragraph who speaks, and whom it means by an office."""
    names = meant([text for _, text, _ in article.paragraphs])
    return [
        f"{speaker or ''} {name}".strip() for (_, _, speaker), name in zip(article.paragraphs, names, strict=True)
    ]
