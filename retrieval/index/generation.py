"""A generation on disk: one folder with a manifest, segment files, and for segments with dead articles their list.

    gen-000012/
      manifest.json        format, number, totals, the segments in order; with a checksum
      segment-000009-0.idx shared by hard link with the generations before it
      dead-1.idx           for the second segment

It is written aside and renamed into place. Files that a reader has mapped stay readable after they are removed.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.engine import Array
from retrieval.errors import CollectionDamaged
from retrieval.index.arrayfile import FORMAT, ArrayFile
from retrieval.index.dead import Dead
from retrieval.index.parameters import FieldName
from retrieval.index.segment import Segment

_MANIFEST = "manifest.json"
_PARTIAL = ".partial-"
_REPAIR = "`cuttings reindex --full` builds the index anew."


@dataclass(frozen=True, slots=True)
class FieldTotals:
    """The documents of a field that have any terms, and the number of these terms, over all held articles."""

    documents: int
    length: int

    @classmethod
    def of(cls, lengths: Array) -> Self:
        """Count documents of these lengths."""
        return cls(int(np.count_nonzero(lengths)), int(lengths.sum(dtype=np.int64)))

    @classmethod
    def sum(cls, totals: Iterable[Self]) -> Self:
        """Add up."""
        listed = list(totals)
        return cls(sum(one.documents for one in listed), sum(one.length for one in listed))

    @property
    def average(self) -> float:
        """Mean length of the documents that have any terms; 0 without documents."""
        return self.length / self.documents if self.documents else 0.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of: `segments` are file names, `dead` for each of them a file name or None."""

    number: int
    articles: int
    passages: int
    totals: Mapping[FieldName, FieldTotals]
    segments: tuple[str, ...]
    dead: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A segment as a generation holds it."""

    segment: Segment
    dead: Dead


def share(file: Path, folder: Path) -> str:
    """Put a file that never changes into another folder too, by hard link, or by copy where there are none."""
    target = folder / file.name
    if file.parent != folder:
        try:
            os.link(file, target)
        except OSError:
            shutil.copyfile(file, target)
    return file.name


def folder_of(root: Path, number: int) -> Path:
    """Return where generation `number` lives."""
    return root / f"gen-{number:06}"


def partial_folder(root: Path, number: int) -> Path:
    """Return a new empty folder beside the generations, to write generation `number` in."""
    folder = root / f"gen-{number:06}{_PARTIAL}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, last of all files."""
    body = {
        "number": manifest.number,
        "articles": manifest.articles,
        "passages": manifest.passages,
        "totals": {name: asdict(totals) for name, totals in manifest.totals.items()},
        "segments": manifest.segments,
        "dead": manifest.dead,
    }
    text = json.dumps({"format": FORMAT, "checksum": _checksum(body), "generation": body}, indent=1)
    (folder / _MANIFEST).write_text(text, encoding="utf-8")


def publish(folder: Path, root: Path, number: int) -> None:
    """Force a finished folder to disk and rename it into place, instead of what a broken reindex may have left."""
    for file in folder.iterdir():
        _sync(file, os.O_RDWR)
    target = folder_of(root, number)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    if os.name == "posix":  # elsewhere folders cannot be opened
        _sync(root, os.O_RDONLY)


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_manifest(root: Path, number: int) -> Manifest:
    """Read and check a generation's manifest; raises CollectionDamaged."""
    path = folder_of(root, number) / _MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version, body = document["format"], document["generation"]
        intact = document["checksum"] == _checksum(body)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CollectionDamaged(f"Index generation {number} cannot be read ({error}). {_REPAIR}") from error
    if version != FORMAT:
        raise CollectionDamaged(f"Index generation {number} has format {version}, not {FORMAT}. {_REPAIR}")
    if not intact:
        raise CollectionDamaged(f"The manifest of index generation {number} is damaged. {_REPAIR}")
    return Manifest(
        number=body["number"],
        articles=body["articles"],
        passages=body["passages"],
        totals={name: FieldTotals(**values) for name, values in body["totals"].items()},
        segments=tuple(body["segments"]),
        dead=tuple(body["dead"]),
    )


def _checksum(body: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())


def open_parts(root: Path, manifest: Manifest) -> list[Part]:
    """Open the segments of a generation; raises CollectionDamaged."""
    folder = folder_of(root, manifest.number)
    return [
        Part(Segment(folder / segment), Dead.read(folder / dead) if dead else Dead.none())
        for segment, dead in zip(manifest.segments, manifest.dead, strict=True)
    ]


def verify_generation(root: Path, number: int) -> None:
    """Read every byte of a generation and compare the checksums; raises CollectionDamaged."""
    manifest = read_manifest(root, number)
    for name in (*manifest.segments, *(dead for dead in manifest.dead if dead)):
        ArrayFile(folder_of(root, number) / name).verify()


def remove_generations(root: Path, keep: Collection[int]) -> None:
    """Remove every generation but those to keep, and what broken reindexes left; not to be called during one.

    Whoever still reads a removed generation goes on reading it: on POSIX its files live as long as they are
    mapped. Where the system refuses to remove open files, the next call tries again.
    """
    kept = {folder_of(root, number).name for number in keep}
    for folder in root.glob("gen-*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
