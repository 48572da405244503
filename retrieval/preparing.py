"""From a raw item to an article version, ready to be stored: pure work, fit for another process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.copies import sketch
from retrieval.errors import Unreadable
from retrieval.identity import article_id, article_key, passage_ids
from retrieval.model import Failure, Kind
from retrieval.reading import RawItem, read_item
from retrieval.rows import NewVersion, StoredArticle
from retrieval.speaker import speakers


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version to store, what was noticed on the way, and whether it is our own summary of another file."""

    version: NewVersion
    conflicts: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """`original` or `brief`."""
        return self.version.facts.kind


def prepare(item: RawItem) -> Prepared | Failure:
    """Read one item and name its parts; what cannot be read, or holds no paragraph, is a Failure."""
    try:
        extraction = read_item(item)
    except Unreadable as error:
        return Failure(error.source, error.why)
    if not extraction.paragraphs:
        return Failure(
            item.source, "no article was found in it; `cuttings extract` shows why each line was dropped"
        )
    texts = [kept.text for kept in extraction.paragraphs]
    identity = article_id(article_key(extraction, item.source))
    paragraphs = tuple(zip(passage_ids(identity, texts), texts, speakers(texts), strict=True))
    version = NewVersion(
        article=identity,
        folder=item.folder,
        source=item.source,
        digest=item.digest,
        facts=extraction.facts,
        paragraphs=paragraphs,
        sketch=sketch(texts).to_bytes(),
    )
    return Prepared(version, extraction.conflicts)


def prepare_many(items: Sequence[RawItem]) -> list[Prepared | Failure]:
    """Prepare a batch; one call between processes for many items."""
    return [prepare(item) for item in items]


def renamed(prepared: Prepared, key: str) -> Prepared:
    """The same article under another id, for one whose own id another source of the collection bears."""
    version = prepared.version
    texts = [text for _, text, _ in version.paragraphs]
    identity = article_id(key)
    paragraphs = tuple(
        (new_id, text, speaker)
        for new_id, (_, text, speaker) in zip(passage_ids(identity, texts), version.paragraphs, strict=True)
    )
    other = NewVersion(
        identity, version.folder, version.source, version.digest, version.facts, paragraphs, version.sketch
    )
    return Prepared(other, prepared.conflicts)


def says_the_same(stored: StoredArticle, prepared: Prepared) -> bool:
    """Whether a stored version has the very facts and paragraphs of one that was read again."""
    return stored.card.facts == prepared.version.facts and stored.paragraphs == prepared.version.paragraphs
