"""Building beside tantivy: from token lists, and from texts with the analysis, each with all cores.

From tokens, both take the same lists of words: ours as lists of strings, tantivy as one string for each paragraph,
joined beforehand, which it cuts at blanks. From texts, both take the same paragraphs as strings: tantivy cuts and
stems them by its own `en_stem`; ours, in the form in which the store hands them over, are cut, folded and stemmed,
and are indexed with titles and the words for spelling besides. The two build in turn, so that a busy machine slows
down both alike; the best of each counts.
"""

from __future__ import annotations

import gc
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from retrieval.batches import TextBatch, analyse_and_pack
from retrieval.index import write_generation
from retrieval.indexing import speaking
from retrieval.model import ArticleCard, Facts
from retrieval.rows import StoredArticle
from tests.benchmarks.contenders import Cuttings, Tantivy, TantivyStemming
from tests.benchmarks.made_up import Article, News, sentence

_ROUNDS = 2
_BATCH = 500

Build = Callable[[Path], None]


def stored(article: Article) -> StoredArticle:
    """Return an article as the store hands it to the index; only title and paragraphs matter here."""
    card = ArticleCard(str(article.number), Facts(title=sentence(article.title)), "", len(article.paragraphs))
    paragraphs = tuple(
        (f"{article.number:x}-{place}", sentence(paragraph), None)
        for place, paragraph in enumerate(article.paragraphs)
    )
    return StoredArticle(article.number, card, paragraphs)


def _from_texts(articles: Sequence[Article]) -> Build:
    texts = [stored(article) for article in articles]

    def build(folder: Path) -> None:
        batches = (
            ("", TextBatch.of(texts[start : start + _BATCH], speaking)) for start in range(0, len(texts), _BATCH)
        )
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            write_generation(folder, 1, pool.map(analyse_and_pack, batches), (), None)

    return build


def _contender(kind: type[Cuttings | Tantivy], articles: Sequence[Article]) -> Build:
    contender = kind()
    contender.prepare(articles)
    return contender.build


def building(paragraphs: int) -> Iterator[str]:
    """Build from tokens and from texts."""
    articles = list(News(paragraphs))
    yield _compared("tokens", paragraphs, _contender(Tantivy, articles), _contender(Cuttings, articles))
    yield _compared("texts", paragraphs, _contender(TantivyStemming, articles), _from_texts(articles))


def _compared(what: str, paragraphs: int, theirs: Build, ours: Build) -> str:
    gc.collect()
    gc.freeze()  # the collector need not go through what is only there to be indexed, for whichever of them
    best: dict[str, tuple[float, float]] = {}
    for _ in range(_ROUNDS):
        for name, build in (("theirs", theirs), ("ours", ours)):
            figures = _timed(build)
            best[name] = tuple(map(min, best.get(name, figures), figures))  # type: ignore[assignment]
    gc.unfreeze()
    return f"{paragraphs:,} paragraphs, built from {what}: {_ratios(best)}"


def _ratios(best: Mapping[str, tuple[float, float]]) -> str:
    (wall, cpu), (their_wall, their_cpu) = best["ours"], best["theirs"]
    return (
        f"{wall:.1f} s, {wall / their_wall:.2f} of tantivy's {their_wall:.1f} s; "
        f"of the processors {cpu:.1f} s, {cpu / their_cpu:.2f} of {their_cpu:.1f} s"
    )


def _timed(build: Build) -> tuple[float, float]:
    """Return seconds, and seconds of all processors, those of other processes included."""
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), _processors()
        build(Path(folder))
        return time.perf_counter() - wall, _processors() - cpu


def _processors() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
