"""What a reindex costs: after one changed article, and to those who ask meanwhile."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from retrieval.collection import Collection
from retrieval.index import ArticleTokens, remove_generations, write_generation
from tests.benchmarks.made_up import Article, News, questions, sentence

__all__ = ["loop_lag", "one_change", "sentence", "write_articles"]

_CHANGES = 5
_LOADS = (  # name, how many ask at once, whether a reindex runs
    ("nothing to do, so the machine's own", 0, False),
    ("a full reindex alone", 0, True),
    ("questions alone", 2, False),
    ("questions and a full reindex", 2, True),
)
_ALONE = 5.0  # seconds

Texts = tuple[int, str, list[str]]


def texts_of(article: Article) -> Texts:
    """Return number, title and paragraphs as text."""
    return article.number, sentence(article.title), [sentence(paragraph) for paragraph in article.paragraphs]


def write_articles(paragraphs: int, folder: Path) -> None:
    """Write made-up news as JSON lines."""
    folder.mkdir()
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for article in News(paragraphs):
            _, title, texts = texts_of(article)
            day = article.day.isoformat()
            line = {"title": title, "body": "\n\n".join(texts), "outlet": article.outlet, "date": day}
            file.write(json.dumps(line) + "\n")


def one_change(paragraphs: int) -> Iterator[str]:
    """Build in full, then change one article a few times."""
    articles = [article.tokens() for article in News(paragraphs)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        start = time.perf_counter()
        write_generation(root, 1, articles, (), None)
        full = time.perf_counter() - start
        seconds = []
        for change in range(_CHANGES):
            old = articles[change * len(articles) // _CHANGES]
            new = ArticleTokens(10**9 + change, old.outlet, old.first, old.last, old.fields, old.passages)
            start = time.perf_counter()
            write_generation(root, change + 2, [new], [old.version], change + 1)
            seconds.append(time.perf_counter() - start)
            remove_generations(root, [change + 2])
    worst = max(seconds)
    yield (
        f"one changed article of {len(articles):,}: {worst * 1e3:.0f} ms at worst of {_CHANGES}, "
        f"{worst / full:.4f} of a full build's {full:.1f} s"
    )


async def _lags(until: asyncio.Event) -> list[float]:
    """Measure how late the loop comes back to a task that asks for a millisecond."""
    lags = []
    while not until.is_set():
        start = time.perf_counter()
        await asyncio.sleep(0.001)
        lags.append(time.perf_counter() - start - 0.001)
    return sorted(lags)


async def _ask(collection: Collection, asked: Sequence[str], begin: int, until: asyncio.Event) -> int:
    count = 0
    while not until.is_set():
        await collection.ask(asked[(begin + count) % len(asked)])
        count += 1
    return count


async def _busy(home: Path, asked: Sequence[str]) -> list[str]:
    lines = []
    async with Collection.open(
        [home / "articles"], home / "data", refuse=False, warm=True, beside=True
    ) as collection:
        await collection.ensure_built()
        await collection.ask(asked[0])
        for name, askers, reindex in _LOADS:
            done = asyncio.Event()
            lagging = asyncio.create_task(_lags(done))
            asking = [asyncio.create_task(_ask(collection, asked, 37 * n, done)) for n in range(askers)]
            start = time.perf_counter()
            await (collection.reindex(full=True) if reindex else asyncio.sleep(_ALONE))
            seconds = time.perf_counter() - start
            done.set()
            lags, counts = await lagging, await asyncio.gather(*asking)
            late = [f"{lags[int(share * (len(lags) - 1))] * 1e3:.1f}" for share in (0.5, 0.99, 0.999, 1)]
            lines.append(
                f"the loop's lag, {name}: p50 {late[0]}, p99 {late[1]}, p99.9 {late[2]}, at most {late[3]} ms; "
                f"{sum(counts) / seconds:.0f} questions a second, {seconds:.0f} s"
            )
    return lines


def loop_lag(paragraphs: int) -> Iterator[str]:
    """How late the event loop is while questions are answered, without and with a full reindex meanwhile."""
    asked = [sentence(words) for words in questions(paragraphs, 200)]
    with tempfile.TemporaryDirectory() as folder:
        write_articles(paragraphs, Path(folder, "articles"))
        yield from asyncio.run(_busy(Path(folder), asked))
