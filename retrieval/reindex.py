"""One reindex: sources → versions in the store → an index generation → published.

Nothing of the last generation is touched until the new one is whole; a run that fails or is killed leaves rows
that the next run sweeps away.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from retrieval.copies import find_copies, held_once
from retrieval.indexing import IndexFolder
from retrieval.model import Failure, Progress, ReindexReport
from retrieval.preparing import Prepared, prepare_many, renamed, says_the_same
from retrieval.reading import RawItem, facts_of_originals, scan_folder
from retrieval.rows import Generation, HeldVersion
from retrieval.store import Store
from retrieval.workforce import Workforce

BATCH = 200  # items read, and rows written, at once
SHOWN_FAILURES = 20

ShowProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Run:
    """What one run has seen so far. Mutable, and known to this module only."""

    generation: int
    full: bool
    held: tuple[HeldVersion, ...]
    seen: set[int] = field(default_factory=set)  # versions of the last generation that stay
    added: dict[str, int] = field(default_factory=dict)  # article id → new version
    contenders: list[Prepared] = field(default_factory=list)  # whose id another source may bear
    briefs: list[Prepared] = field(default_factory=list)
    originals: set[str] = field(default_factory=set)  # file names of the originals that are there
    failed: list[Failure] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    by_item: dict[tuple[str, str, str], HeldVersion] = field(init=False)
    by_article: dict[str, HeldVersion] = field(init=False)
    bearers: dict[str, tuple[str, str]] = field(init=False)  # article id → the source that bears it

    def __post_init__(self) -> None:
        self.by_item = {(one.folder, one.source, one.digest): one for one in self.held}
        self.by_article = {one.article: one for one in self.held}
        self.bearers = {one.article: (one.folder, one.source) for one in self.held if one.kind == "original"}

    @property
    def dropped(self) -> list[int]:
        """The versions of the last generation that the new one does not hold."""
        return [one.version for one in self.held if one.version not in self.seen]


async def reindex(
    store: Store,
    index: IndexFolder,
    folders: Sequence[Path],
    *,
    built_with: str,
    full: bool = False,
    progress: ShowProgress | None = None,
) -> ReindexReport:
    """Bring the collection up to date with its folders; raises FolderMissing before anything is changed."""
    began = time.monotonic()
    show = progress or (lambda _: None)
    before = await store.published()
    generation = await store.begin(built_with)
    held = tuple(await store.held(before.number)) if before else ()
    run = await asyncio.to_thread(_Run, generation, full, held)  # looks every article up: not in the loop
    await _read_sources(run, store, folders, show)
    await _settle(run, store)
    await store.drop(generation, run.dropped)
    await _link_copies(run, store)
    published = await _publish(run, store, index, before, built_with, show)
    return await _report(run, store, published, time.monotonic() - began)


async def _publish(
    run: _Run, store: Store, index: IndexFolder, before: Generation | None, built_with: str, show: ShowProgress
) -> int:
    """Write the index and let the new generation answer; where nothing is new, the last one stands."""
    failed = tuple(run.failed[:SHOWN_FAILURES])
    usable = before is not None and before.built_with == built_with and await index.usable(before.number)
    if before and usable and not (run.full or run.added or run.dropped):
        await store.confirm(before.number, failed)
        return before.number
    base = before.number if before and usable and not run.full else None
    await index.write(store, run.generation, base, list(run.added.values()), run.dropped, show)
    await store.publish(run.generation, failed)
    return run.generation


async def _read_sources(run: _Run, store: Store, folders: Sequence[Path], show: ShowProgress) -> None:
    """Stream the folders' items in batches: known ones are ticked off, the others read and stored."""
    done = 0
    async with Workforce() as workforce:
        async for batch in _batches(folders):
            run.failed += [item for item in batch if isinstance(item, Failure)]
            fresh = [item for item in batch if isinstance(item, RawItem) and _is_new(run, item)]
            if fresh:
                for prepared in await workforce.share(prepare_many, fresh):
                    await _take_in(run, store, prepared)
            done += len(batch)
            show(Progress("reading", done, None))


async def _batches(folders: Sequence[Path]) -> AsyncIterator[list[RawItem | Failure]]:
    """The items of all folders, scanned in a thread, BATCH at a time."""
    lent = await asyncio.to_thread(facts_of_originals, folders)
    for folder in folders:
        items: Iterator[RawItem | Failure] = iter(await asyncio.to_thread(scan_folder, folder, lent))
        while batch := await asyncio.to_thread(lambda source: list(islice(source, BATCH)), items):
            yield batch


def _is_new(run: _Run, item: RawItem) -> bool:
    """Whether an item has to be read; one that the last generation holds unchanged is ticked off."""
    known = run.by_item.get((item.folder, item.source, item.digest))
    if known is None or run.full:
        return True
    run.seen.add(known.version)
    if known.kind == "original":
        run.originals.add(PurePosixPath(known.source).name)
    return False


async def _take_in(run: _Run, store: Store, prepared: Iterable[Prepared | Failure]) -> None:
    """Store new originals; put aside briefs, and those whose id another source bears, until all are seen."""
    ready: list[Prepared] = []
    for one in prepared:
        if isinstance(one, Failure):
            run.failed.append(one)
            continue
        run.conflicts.extend(one.conflicts)
        version = one.version
        if one.kind == "brief":
            run.briefs.append(one)
            continue
        run.originals.add(PurePosixPath(version.source).name)
        place = (version.folder, version.source)
        if run.bearers.setdefault(version.article, place) != place or version.article in run.added:
            run.contenders.append(one)
        else:
            run.added[version.article] = 0  # borne from now on; the number follows
            ready.append(one)
    await _store(run, store, ready)


async def _store(run: _Run, store: Store, ready: Sequence[Prepared]) -> None:
    """Store what says something new; a version that says the same as the held one leaves that in place."""
    known = {one.version.article: run.by_article.get(one.version.article) for one in ready}
    texts = {
        stored.version: stored for stored in await store.texts([one.version for one in known.values() if one])
    }
    fresh: list[Prepared] = []
    renewed: list[tuple[int, str]] = []
    for one in ready:
        held = known[one.version.article]
        if held and held.source == one.version.source and says_the_same(texts[held.version], one):
            run.seen.add(held.version)
            run.added.pop(one.version.article, None)
            renewed.append((held.version, one.version.digest))
        else:
            fresh.append(one)
    await store.renew_digests(renewed)
    numbers = await store.add(run.generation, [one.version for one in fresh])
    run.added.update(zip((one.version.article for one in fresh), numbers, strict=True))


async def _settle(run: _Run, store: Store) -> None:
    """Decide what had to wait for the whole scan: contested ids, and which briefs step back."""
    borne = {one.article for one in run.held if one.version in run.seen and one.kind == "original"} | set(
        run.added
    )
    ready: list[Prepared] = []
    for one in run.contenders:
        chosen = renamed(one, _key_of_contender(one)) if one.version.article in borne else one
        if chosen.version.article not in borne:  # else the very same text under the same name, twice
            borne.add(chosen.version.article)
            ready.append(chosen)
    for brief in run.briefs:
        if brief.version.facts.about not in run.originals and brief.version.article not in borne:
            borne.add(brief.version.article)
            ready.append(brief)
    for held in run.held:
        if held.kind == "brief" and (held.about in run.originals or held.article in borne):
            run.seen.discard(held.version)
    await _store(run, store, ready)


def _key_of_contender(one: Prepared) -> str:
    version = one.version
    return f"{version.article}|{version.folder.rsplit('/', 1)[-1]}/{version.source}|{version.paragraphs[0][1]}"


async def _link_copies(run: _Run, store: Store) -> None:
    """Find articles with the same text: identical ones of one outlet are held once, others are linked."""
    if not run.added:
        return
    known = await store.sketches(run.generation)
    names = {article: name for article, (name, _) in known.items()}
    sketches = {article: sketched for article, (_, sketched) in known.items()}
    pairs = await asyncio.to_thread(find_copies, sketches, among=set(run.added))
    held_by = held_once(pairs, sketches, run.added)
    for extra, keeper in held_by.items():
        await _let_go(run, store, extra)
        run.copies.append(f"{names[extra]} is word for word the same as {names[keeper]}: held once")
    links = [
        replace(pair, first=held_by.get(pair.first, pair.first), second=held_by.get(pair.second, pair.second))
        for pair in pairs
    ]
    links = list(dict.fromkeys(pair for pair in links if pair.first != pair.second))
    for pair in links:
        share = f"{pair.containment:.0%} of the shorter one's words"
        run.copies.append(f"{names[pair.second]} and {names[pair.first]} share {share}")
    await store.link_copies((pair.first, pair.second, pair.kind, pair.containment) for pair in links)


async def _let_go(run: _Run, store: Store, article: str) -> None:
    """Hold an article no longer in the new generation, be it a newcomer or one of the last."""
    version = run.added.pop(article, None)
    if version is None:
        version = run.by_article[article].version
        run.seen.discard(version)
    await store.drop(run.generation, [version])


async def _report(run: _Run, store: Store, published: int, seconds: float) -> ReindexReport:
    before = {one.article for one in run.held}
    staying = {one.article for one in run.held if one.version in run.seen}
    added = set(run.added)
    articles, paragraphs = await store.totals(published)
    return ReindexReport(
        added=len(added - before),
        changed=len(added & before),
        removed=len(before - staying - added),
        unchanged=len(staying - added),
        failed=tuple(run.failed[:SHOWN_FAILURES]),
        failed_count=len(run.failed),
        articles=articles,
        paragraphs=paragraphs,
        generation=published,
        seconds=round(seconds, 3),
        conflicts=tuple(run.conflicts),
        copies=tuple(run.copies),
    )
