"""A file of named arrays, memory-mapped: what every file of an index generation is.

    8 bytes   magic
    …         the arrays, each aligned to 64 bytes, little-endian
    …         a JSON table: {"meta": …, "arrays": {name: [dtype, offset, length, CRC-32]}}
    32 bytes  trailer: the table's offset, length and CRC-32, the format version, magic

Opening checks the trailer, the table and the sizes, which costs the same for every size of file; `verify`
reads everything.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np

from retrieval.engine import Array
from retrieval.errors import CollectionDamaged

FORMAT = 1
_MAGIC = b"CUTINDEX"
_TRAILER = struct.Struct("<QQII8s")
_ALIGNMENT = 64
_REPAIR = "`cuttings reindex --full` builds the index anew."

Shapes = Mapping[str, tuple[str, int]]


class ArrayFileWriter:
    """Writes a file of arrays whose sizes are known beforehand, each in as many pieces as suits the memory."""

    def __init__(self, path: Path, shapes: Shapes, meta: Mapping[str, Any]) -> None:
        """Lay out the arrays: `shapes` gives dtype (such as "<i4") and length by name; `meta` is any JSON."""
        self._meta = meta
        self._table: dict[str, list[Any]] = {}
        self._written = dict.fromkeys(shapes, 0)
        position = _ALIGNMENT
        for name, (dtype, length) in shapes.items():
            self._table[name] = [dtype, position, length, 0]
            size = np.dtype(dtype).itemsize * length
            position += -(-size // _ALIGNMENT) * _ALIGNMENT
        self._end = position
        self._writing = Lock()
        self._file = path.open("wb")
        self._file.write(_MAGIC)

    def append(self, name: str, values: Array) -> None:
        """Write the next piece of the array `name`; threads may write different arrays at once."""
        entry = self._table[name]
        data = np.ascontiguousarray(values, dtype=entry[0])
        buffer = data.data.cast("B") if data.size else memoryview(b"")
        with self._writing:
            self._file.seek(entry[1] + self._written[name] * data.itemsize)
            self._file.write(buffer)
        entry[3] = zlib.crc32(buffer, entry[3])
        self._written[name] += data.size

    def _finish(self) -> None:
        """Write table and trailer; raises ValueError where pieces are missing."""
        for name, (_, _, length, _) in self._table.items():
            if self._written[name] != length:
                raise ValueError(f"array {name}: {self._written[name]} of {length} values were written")
        table = json.dumps({"meta": self._meta, "arrays": self._table}).encode()
        self._file.seek(self._end)
        self._file.write(table)
        self._file.write(_TRAILER.pack(self._end, len(table), zlib.crc32(table), FORMAT, _MAGIC))

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file, or after an error only let go of it."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()


class ArrayFile:
    """An opened file of arrays. The arrays are views of the mapping and live as long as anyone holds them."""

    def __init__(self, path: Path) -> None:
        """Map the file and check all that is cheap to check; raises CollectionDamaged."""
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise CollectionDamaged(f"The index file {path.name} cannot be read ({error}). {_REPAIR}") from error
        table = self._read_table()
        self.meta: dict[str, Any] = table["meta"]
        self._table: dict[str, list[Any]] = table["arrays"]

    def _read_table(self) -> dict[str, Any]:
        data = self._map
        if len(data) < _TRAILER.size + _ALIGNMENT or data[: len(_MAGIC)] != _MAGIC:
            raise self._damaged("it is no index file, or was cut off")
        start, length, checksum, version, magic = _TRAILER.unpack(data[-_TRAILER.size :])
        if magic != _MAGIC or start + length + _TRAILER.size != len(data):
            raise self._damaged("its end is missing")
        if version != FORMAT:
            raise self._damaged(f"its format is {version}, and this program reads {FORMAT}")
        text = data[start : start + length]
        if zlib.crc32(text) != checksum:
            raise self._damaged("its table does not match its checksum")
        table: dict[str, Any] = json.loads(text)
        return table

    def _damaged(self, why: str) -> CollectionDamaged:
        return CollectionDamaged(f"The index file {self.path.name} is damaged: {why}. {_REPAIR}")

    def array(self, name: str) -> Array:
        """Return the array `name`, read-only; raises CollectionDamaged where the file has none."""
        if name not in self._table:
            raise self._damaged(f"{name} is missing")
        dtype, offset, length, _ = self._table[name]
        if not length:
            return np.empty(0, dtype=dtype)
        return np.frombuffer(self._map, dtype=dtype, count=length, offset=offset)

    def verify(self) -> None:
        """Read every array and compare its checksum; raises CollectionDamaged."""
        for name, (*_, checksum) in self._table.items():
            values = self.array(name)
            if zlib.crc32(values.data.cast("B") if values.size else b"") != checksum:
                raise self._damaged(f"{name} does not match its checksum")
