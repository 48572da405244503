"""Bytes to text: the encoding that a file says, else the one that its bytes show; what is no text is refused.

The order: a byte order mark, UTF-8 that shows itself, a declared encoding (HTML), any other UTF-8, UTF-16 without
a mark, then the older one-byte encodings, by charset-normalizer but for Windows-1252, the commonest, which has
its own test (`_western`).
"""

from __future__ import annotations

import codecs
import logging
import re
import string
from pathlib import Path

from charset_normalizer import from_bytes

SAMPLE = 1 << 16
"""So many bytes are enough to tell an encoding; the whole file is then read in it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word document or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_HIGH = re.compile(r"[\x80-\U0010ffff]")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "mac_roman", "mac_cyrillic"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "koi8_r", "koi8_u", "cp850", "cp852", "cp866"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
"""What text files are still found in besides UTF-8; the many others only add ways to guess wrong."""

_LETTER = re.compile(r"[^\W\d_]")
_WESTERN_PLACE = re.compile(
    r"(?<=[a-zß-ÿ])[ß-ïñ-öø-üÿœžš](?![A-Z])"  # inside or at the end of a small-letter word: café, naïve
    r"|(?<![^\W\d_])[ß-öø-ÿÀ-ÖØ-ÞŒŽŠ](?=[a-zß-ÿ])"  # beginning a word: Øyvind, élan
    r"|(?<=[A-Z])[ß-öø-ÿÀ-ÖØ-ÞŒŽŠ](?=[\WA-ZÀ-Þa-zß-ÿ])"  # after a capital: Zürich's Ü in capitals, Mário
    r"|(?<![^\W\d_])[àÀ](?![^\W\d_])"
    r"|[‘’‚“”„–—…•«»\xa0\xad·°£€§©®™½¼¾]"
)


class NotText(ValueError):
    """The bytes are no text; the message says what they look like and what to do."""


def decode(data: bytes, *, markup: bool = False) -> str:
    """Return the text of a file; `markup` looks for the encoding that an HTML page declares.

    Raises NotText for an empty file, for a known kind of document, and for bytes that are no text.
    """
    if not data.strip():
        raise NotText("the file is empty")
    for start, kind in _KINDS:
        if data.startswith(start):
            raise NotText(f"this is {kind}, not text; save the article as plain text (.txt) or HTML (.html)")
    text = _decode_marked(data)
    if text is None:
        text = (_decode_declared(data) if markup else None) or _decode_guessed(data)
    if text is None or not _is_text(text):
        raise NotText("this is no text, or in an encoding that cannot be told; save it as UTF-8 text")
    if not text.strip("\ufeff" + string.whitespace):
        raise NotText("the file is empty")
    return text


def read_text(path: Path) -> str:
    """Read a file as text; raises OSError, and NotText also for a pipe, which would be waited for for ever."""
    if path.exists() and not path.is_file():
        raise NotText("is no regular file")
    return decode(path.read_bytes())


def _decode_marked(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    return None


def _decode_declared(data: bytes) -> str | None:
    """Read a page as it declares; crawlers turn pages into UTF-8 and leave the old declaration where it stands."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    if not data.isascii() and (text := _decode_as(data, "utf-8")) is not None:
        return text  # no other encoding's letters make valid sequences
    name = found.group(1).decode("ascii").lower()
    if name.startswith(("utf-16", "utf-32")):
        return None  # the declaration could be read byte by byte, so it cannot be true
    # Browsers read both names as Windows-1252 (WHATWG Encoding Standard, section 4.2, names and labels).
    return _decode_as(data, "cp1252" if name in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name)


def _decode_guessed(data: bytes) -> str | None:
    if b"\x00" in data[:SAMPLE]:
        return _decode_wide(data)
    return _decode_as(data, "utf-8") or _damaged_utf8(data) or _western(data) or _decode_detected(data)


def _decode_as(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _damaged_utf8(data: bytes) -> str | None:
    """Read UTF-8 with a few broken characters, which become U+FFFD: no other encoding makes valid sequences."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if len(_HIGH.findall(text)) - broken > broken else None


def _decode_wide(data: bytes) -> str | None:
    """Read UTF-16 without a mark: the right byte order is the one that shows more plain spaces."""
    orders = {"utf-16-le": b" \x00", "utf-16-be": b"\x00 "}
    sample = data[: SAMPLE & ~1]
    pairs = [sample[at : at + 2] for at in range(0, len(sample) - 1, 2)]
    name = max(orders, key=lambda order: pairs.count(orders[order]))
    return _decode_as(data[: len(data) & ~1], name) if pairs.count(orders[name]) * 50 >= len(pairs) else None


def _western(data: bytes) -> str | None:
    """Read Windows-1252 where its accents and quotation marks stand where a Western text has them.

    charset-normalizer needs more such characters than an English article has: a dozen curly quotes are
    too few to tell it from its Eastern European cousins. Their letters would stand in odd places here.
    """
    text = _decode_as(data, "cp1252")
    if text is None:
        return None
    high = len(_HIGH.findall(text))
    if high * 2 > len(_LETTER.findall(text)):
        return None  # a text in another script: every letter is above ASCII
    return text if len(_WESTERN_PLACE.findall(text)) >= high * 0.97 else None


def _decode_detected(data: bytes) -> str | None:
    at = next((place for place, byte in enumerate(data) if byte > 127), 0)
    start = max(0, at - SAMPLE // 4)
    logging.getLogger("charset_normalizer").setLevel(logging.WARNING)
    best = from_bytes(data[start : start + SAMPLE], cp_isolation=list(_ENCODINGS)).best()
    return _decode_as(data, best.encoding) if best else None


def _is_text(text: str) -> bool:
    """Tell text from noise: no zero characters, and next to no other control characters."""
    if "\x00" in text:
        return False
    return len(_CONTROLS.findall(text)) <= max(2, len(text) // 500)
