"""The front door of `retrieval`: open a collection, ask it, look things up in it, bring it up to date."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.analysis import ANALYSIS_VERSION
from retrieval.beside import Task, reindex_beside, reindex_here, worth_a_process
from retrieval.errors import CollectionBusy, CollectionDamaged
from retrieval.indexing import IndexFolder
from retrieval.model import (
    Answer,
    ArticleCard,
    Excerpt,
    Extraction,
    Filters,
    OutletSpan,
    Overview,
    Passage,
    Progress,
    ReindexReport,
    Silence,
    Whereabouts,
    Why,
)
from retrieval.newest import Newest, Opened
from retrieval.query import Reading
from retrieval.question import read_question, script_of
from retrieval.reading import RawItem, facts_of_originals, read_item, scan_folder
from retrieval.reading.suggestions import suggested_questions
from retrieval.rows import HeldVersion
from retrieval.searcher import Place
from retrieval.store import Store

WAIT_FOR_OTHER = 600  # seconds that a start waits for another process which is building the same index
SHORT = 300  # characters of a question that is read in less time than a thread takes to begin
DATABASE = "collection.sqlite3"
BUILD_AGAIN = "Move it away and run: cuttings reindex --full"


class Collection:
    """A set of folders with its databases and index; open it with `Collection.open`."""

    def __init__(
        self,
        store: Store,
        folders: Sequence[Path],
        directory: Path,
        newest: Newest,
        *,
        beside: bool,
    ) -> None:
        self._store = store
        self._folders = tuple(folders)
        self._directory = directory
        self._index = IndexFolder(directory / "index")
        self._newest = newest
        self._beside = beside

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folders: Sequence[Path],
        directory: Path,
        *,
        refuse: bool = True,
        warm: bool = False,
        beside: bool = False,
    ) -> AsyncIterator[Collection]:
        """Open the collection of these folders, whose databases live in `directory`; raises CollectionDamaged.

        `refuse` false shows the nearest passages even where they hardly answer; `warm` prepares all that
        questions need when a generation is opened, which is worth it where many will come; `beside` has a large
        collection searched and built in processes of their own, so that this one's event loop is never held up.
        """
        async with Store.open(directory / DATABASE) as store:
            place = Place(directory / DATABASE, directory / "index", 0, refuse, warm)
            newest = Newest(store, place, beside=beside)
            try:
                yield cls(store, folders, directory, newest, beside=beside)
            finally:
                await newest.close()

    # ------------------------------------------------------------------ asking

    async def ask(
        self,
        question: str,
        *,
        limit: int = 3,
        offset: int = 0,
        filters: Filters | None = None,
        today: date | None = None,
    ) -> Answer:
        """Answer one question with at most `limit` excerpts, from number `offset` on.

        `filters`, where given, stand in place of those that the question itself names. `today` is what
        "last week" is told from. Raises CollectionDamaged where there is no index to ask.
        """
        opened = await self._newest.opened()
        reading = await self._read(opened, question, today)
        if filters is not None:
            reading = replace(reading, filters=filters, unknown_outlets=())
        blank = Answer(question, "no_search", reading.filters, opened.generation.articles)
        limited = reading.filters.restrict_articles or bool(reading.unknown_outlets)
        if reading.talk and not limited and reading.filters.order == "relevance":
            return replace(blank, silence=Silence(talk=reading.talk))
        if await self._out_of_range(opened, reading):
            silence = Silence(
                available=_spans_for(reading, opened.outlets),
                unknown_outlets=reading.unknown_outlets,
                script=script_of(question),
            )
            return replace(blank, outcome="out_of_range", silence=silence)
        if reading.talk:
            return await self._leads(opened, blank, limit, offset)
        return await self._search(opened, reading, blank, limit, offset)

    async def read(self, question: str, *, today: date | None = None) -> Reading:
        """Read what a question is limited to, and what of it is left to search for; nothing is searched."""
        return await self._read(await self._newest.opened(), question, today)

    async def _read(self, opened: Opened, question: str, today: date | None) -> Reading:
        day = today or datetime.now().astimezone().date()
        if len(question) <= SHORT:
            return read_question(question, opened.names, day, opened.years)
        return await asyncio.to_thread(read_question, question, opened.names, day, opened.years)

    async def latest(self, *, limit: int = 3, offset: int = 0, filters: Filters | None = None) -> Answer:
        """The openings of the newest articles (or, by the filters' order, the oldest) that the filters leave."""
        opened = await self._newest.opened()
        blank = Answer("", "not_found", filters or Filters(order="newest"), opened.generation.articles)
        return await self._leads(opened, blank, limit, offset)

    async def _leads(self, opened: Opened, blank: Answer, limit: int, offset: int) -> Answer:
        """Answer what names a limit but nothing to look for ("what did LBC report in May?") with openings."""
        found = await self._store.leads(opened.generation.number, blank.filters, limit + 1, offset)
        if not found:
            return replace(blank, outcome="not_found", silence=Silence())
        excerpts = tuple(Excerpt(passage, passage.text, (), 0.0, {}, Why()) for passage in found[:limit])
        return replace(blank, outcome="answered", excerpts=excerpts, more=len(found) > limit)

    async def _search(self, opened: Opened, reading: Reading, blank: Answer, limit: int, offset: int) -> Answer:
        composed, suggestion = await opened.searches.search(reading, limit, offset)
        return replace(
            blank,
            outcome=composed.outcome,
            excerpts=composed.excerpts,
            silence=composed.silence,
            suggestion=suggestion,
            more=composed.more,
            later=composed.later,
        )

    async def _out_of_range(self, opened: Opened, reading: Reading) -> bool:
        """Whether the filters leave no article, or name an outlet that the collection does not have."""
        if reading.unknown_outlets:
            return True
        if not reading.filters.restrict_articles:
            return False
        return not await self._store.count_within(opened.generation.number, reading.filters)

    # ------------------------------------------------------------------ looking up

    async def articles(self) -> list[ArticleCard]:
        """Every article, oldest first, undated ones last."""
        opened = await self._newest.opened()
        return await self._store.cards(opened.generation.number)

    async def article(self, article_id: str) -> ArticleCard | None:
        """The article of that id, or None."""
        opened = await self._newest.opened()
        return await self._store.card(opened.generation.number, article_id)

    async def copies(self, article_id: str) -> list[ArticleCard]:
        """The articles that carry the same text as this one."""
        opened = await self._newest.opened()
        return await self._store.copies(opened.generation.number, article_id)

    async def passage(self, passage_id: str) -> Whereabouts:
        """Where the passage of that id is now; `gone` also for an id that was never given out."""
        opened = await self._newest.opened()
        passage = await self._store.passage(opened.generation.number, passage_id)
        if passage is not None:
            return Whereabouts("current", passage, passage.article)
        article_id = await self._store.article_of(passage_id)
        card = await self._store.card(opened.generation.number, article_id) if article_id else None
        return Whereabouts("changed" if card else "gone", article=card)

    async def context(self, passage_id: str, before: int = 1, after: int = 1) -> list[Passage]:
        """The passage with its neighbours, in the article's order; empty where it is no longer held."""
        opened = await self._newest.opened()
        here = await self._store.passage(opened.generation.number, passage_id)
        if here is None:
            return []
        return await self._store.neighbours(
            opened.generation.number, here.article.id, here.position - before, here.position + after
        )

    async def overview(self) -> Overview:
        """The collection at a glance."""
        opened = await self._newest.opened()
        generation = opened.generation
        return Overview(
            articles=generation.articles,
            paragraphs=generation.paragraphs,
            briefs=await self._store.briefs(generation.number),
            first=min(
                (span.first for span in opened.outlets if span.first), key=lambda day: day.first, default=None
            ),
            last=max((span.last for span in opened.outlets if span.last), key=lambda day: day.last, default=None),
            outlets=opened.outlets,
            generation=generation.number,
            built_at=generation.published_at,
            failed=generation.failed,
        )

    async def examples(self, count: int = 3) -> list[str]:
        """Questions that this collection answers: those its folders suggest, else the titles of its articles."""
        suggested = [
            question
            for folder in self._folders
            for question in await asyncio.to_thread(suggested_questions, folder)
        ]
        titles = [card.facts.title for card in reversed(await self.articles()) if card.facts.title]
        chosen: list[str] = []
        for question in (*suggested, *titles[: 5 * count]):
            if len(chosen) == count:
                break
            if question not in chosen and (await self.ask(question, limit=1)).answered:
                chosen.append(question)
        return chosen

    async def extraction(self, article_id: str) -> Extraction | None:
        """Read an article's source again, for what was kept and dropped; None where it is not held."""
        opened = await self._newest.opened()
        for version in await self._store.held(opened.generation.number):
            if version.article == article_id:
                return await asyncio.to_thread(_read_again, version, self._folders)
        return None

    # ------------------------------------------------------------------ bringing up to date

    async def reindex(
        self, *, full: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> ReindexReport:
        """Bring the collection up to date with its folders.

        Raises CollectionBusy while another reindex runs, FolderMissing before anything is changed.
        """
        lock = FileLock(self._directory / "reindex.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise CollectionBusy(
                "A reindex of this collection is running already; try again when it is done."
            ) from None
        try:
            report = await self._run_reindex(full=full, progress=progress)
            self._newest.look_again()
            await self._index.tidy(report.generation)
        finally:
            lock.release()
        return report

    async def _run_reindex(self, *, full: bool, progress: Callable[[Progress], None] | None) -> ReindexReport:
        """Reindex in this process, or where questions wait meanwhile and it may take long, in one of its own."""
        task = Task(self._directory / DATABASE, self._directory / "index", self._folders, self._built_with(), full)
        generation = await self._store.published()
        articles = generation.articles if generation else 0
        if self._beside and await asyncio.to_thread(worth_a_process, articles, self._folders):
            return await reindex_beside(task, progress)
        return await reindex_here(task, progress)

    async def ensure_built(self, progress: Callable[[Progress], None] | None = None) -> ReindexReport | None:
        """Build the index where there is none, or one of other folders or another analysis; else do nothing.

        Waits while another process builds it; raises CollectionBusy after WAIT_FOR_OTHER seconds.
        """
        waited = time.monotonic()
        while not await self.is_built():
            try:
                return await self.reindex(progress=progress)
            except CollectionBusy:
                if time.monotonic() - waited > WAIT_FOR_OTHER:
                    raise
                await asyncio.sleep(0.2)
        return None

    async def verify(self) -> None:
        """Read database and index whole and check them; raises CollectionDamaged, saying what is wrong."""
        opened = await self._newest.opened()
        if faults := await self._store.faults():
            raise CollectionDamaged(f"{self._directory / DATABASE}: {faults[0]}. {BUILD_AGAIN}")
        await self._index.verify(opened.generation.number)

    async def is_built(self) -> bool:
        """Whether there is an index of these folders and of this analysis."""
        generation = await self._store.published()
        return (
            generation is not None
            and generation.built_with == self._built_with()
            and await self._index.usable(generation.number)
        )

    def _built_with(self) -> str:
        return json.dumps({"analysis": ANALYSIS_VERSION, "folders": [str(folder) for folder in self._folders]})


def _spans_for(reading: Reading, spans: tuple[OutletSpan, ...]) -> tuple[OutletSpan, ...]:
    """What there is instead: the spans of the outlets that the question named, else of all."""
    named = tuple(span for span in spans if span.outlet in reading.filters.outlets)
    return named or spans


def _read_again(version: HeldVersion, folders: Sequence[Path]) -> Extraction | None:
    """Read a held version's source anew; None where it is not there any more as it was."""
    for item in scan_folder(Path(version.folder), facts_of_originals(folders)):
        if isinstance(item, RawItem) and (item.source, item.digest) == (version.source, version.digest):
            return read_item(item)
    return None
