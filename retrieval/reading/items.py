"""A raw item: the bytes of one article-to-be, with all that decides what reading it will give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import PurePosixPath
from typing import Literal

from retrieval.model import Facts

Form = Literal["txt", "html", "md", "jsonl", "feed"]

FORMS: dict[str, Form] = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".jsonl": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
"""The files that a folder is searched for, by the end of their names."""

_COUNTED: dict[Form, str] = {"jsonl": "line", "feed": "item"}
"""What the articles of a file that holds many are counted by."""


def holds_many(path: str) -> bool:
    """Tell whether a file of this name holds many articles, so that its path names none of them."""
    return FORMS.get(PurePosixPath(path).suffix.lower()) in _COUNTED


def _fingerprint(*packages: str) -> str:
    """A digest of the packages' own code: whoever changes a rule need not remember to count a version up."""
    digest = hashlib.blake2b(digest_size=8)
    for package in packages:
        for module in sorted(resources.files(package).iterdir(), key=lambda file: file.name):
            if module.name.endswith(".py"):
                digest.update(module.name.encode() + module.read_bytes())
    digest.update((resources.files("retrieval") / "dates.py").read_bytes())
    for library in ("trafilatura", "feedparser"):
        digest.update(metadata.version(library).encode())
    return digest.hexdigest()


READER_VERSION = _fingerprint("retrieval.reading", "retrieval.cleaning")
"""Changes with the code that reads and cleans, so that unchanged files are then read again."""


@dataclass(frozen=True, slots=True)
class RawItem:
    """One file, or one line of a JSON lines file, or one item of a feed, not yet read.

    `folder` is the source folder as it was named, `source` the file's path relative to it with `/`, `line`
    the line or item from 1 where the file holds many articles. `stated` is the catalogue's entry. `digest`
    is the same exactly as long as reading would give the same; it does not depend on `line`.
    """

    folder: str
    source: str
    payload: bytes = field(repr=False)
    form: Form
    line: int | None = None
    stated: Facts | None = None
    digest: str = ""

    def __post_init__(self) -> None:
        """Work out the digest once, while the payload is at hand."""
        if not self.digest:
            object.__setattr__(self, "digest", _digest(self.form, self.payload, self.stated))

    @property
    def name(self) -> str:
        """What a failure calls this item: `export.jsonl line 17`, `news.rss item 3`, or the path of the file."""
        return self.source if self.line is None else f"{self.source} {_COUNTED[self.form]} {self.line}"


def _digest(form: Form, payload: bytes, stated: Facts | None) -> str:
    entry = "" if stated is None else repr(stated)
    head = f"{READER_VERSION}\n{form}\n{entry}\n".encode("utf-8", "replace")
    return hashlib.blake2b(head + payload, digest_size=16).hexdigest()
