"""Formatted text as the Bot API reads it: HTML to plain text and entities, lengths in UTF-16 code units.

The tags are those of the section "HTML style" of the Bot API 10.0; the error sentences are the real server's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from telegram.constants import MessageEntityType, MessageLimit

from tests.botapi.errors import ApiError, wrong

Entity = dict[str, Any]

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-time": "date_time",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x[0-9a-fA-F]+|\d+)|[a-zA-Z]+);?")
_HOST = re.compile(r"(?:[^.\s]+\.)+[^.\s\d:]{2,}(?::\d+)?|localhost|[\d.]+(?::\d+)?")
_PLAIN = re.compile(r"[^<&]+")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")


def utf16(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of the text that an entity covers."""
    data = text.encode("utf-16-le")
    return data[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@dataclass
class Formatted:
    """Text after parsing; `remarks` are what Telegram would silently repair or drop."""

    text: str
    entities: list[Entity] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str | None]
    offset: int


class _HtmlReader:
    """Reads one HTML text; raises ApiError with the real server's sentence."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.plain: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.result = Formatted("")

    def read(self) -> Formatted:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._tag()
            else:
                self._put(self._reference() if character == "&" else self._plain())
        if self.open:
            raise entity_error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.result.text = "".join(self.plain)
        self.result.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.result

    def _put(self, text: str) -> None:
        self.plain.append(text)
        self.offset += utf16(text)

    def _plain(self) -> str:
        found = _PLAIN.match(self.source, self.position)
        assert found
        self.position = found.end()
        return found.group()

    def _reference(self) -> str:
        found = _REFERENCE.match(self.source, self.position)
        name = found.group()[1:].rstrip(";") if found else ""
        if found and (name.startswith("#") or name in NAMED):
            self.position = found.end()
            return NAMED.get(name) or html.unescape(f"&{name};")
        self.position += 1
        return "&"

    def _tag(self) -> None:
        start = self.position
        if self.source.startswith("</", start):
            self._end_tag(start)
        else:
            self._start_tag(start)

    def _start_tag(self, start: int) -> None:
        named = _NAME.match(self.source, start + 1)
        assert named
        tag = named.group().lower()
        close = self.source.find(">", start)
        if close < 0:
            raise entity_error(f"Unclosed start tag at byte offset {self._bytes(start)}")
        if tag not in TAGS:
            raise entity_error(f'Unsupported start tag "{tag}" at byte offset {self._bytes(start)}')
        attributes = self._attributes(named.end(), tag, start)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise entity_error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(start)}')
        self._check_nesting(tag)
        self.open.append(_Open(tag, attributes, self.offset))

    def _attributes(self, position: int, tag: str, start: int) -> dict[str, str | None]:
        attributes: dict[str, str | None] = {}
        while True:
            position += len(self.source[position:]) - len(self.source[position:].lstrip())
            if self.source.startswith(">", position):
                self.position = position + 1
                return attributes
            found = _ATTRIBUTE.match(self.source, position)
            if not found:
                raise entity_error(f'Unclosed start tag "{tag}" at byte offset {self._bytes(start)}')
            name = found.group(1).lower()
            value = next((group for group in found.groups()[1:] if group is not None), None)
            if value is None and not (tag == "blockquote" and name == "expandable"):
                raise entity_error(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self._bytes(start)}"
                )
            attributes[name] = None if value is None else html.unescape(value)
            position = found.end()

    def _check_nesting(self, tag: str) -> None:
        outer = [part.tag for part in self.open]
        if tag == "blockquote" and "blockquote" in outer:
            self.result.remarks.append("a block quote inside a block quote")
        if {"pre", "code"} & set(outer) and not (outer[-1:] == ["pre"] and tag == "code"):
            self.result.remarks.append(f"<{tag}> inside <{outer[-1]}>, which can hold no other entity")

    def _end_tag(self, start: int) -> None:
        found = _END_TAG.match(self.source, start)
        if not self.open:
            raise entity_error(f"Unexpected end tag at byte offset {self._bytes(start)}")
        if not found:
            raise entity_error(f"Unclosed end tag at byte offset {self._bytes(start)}")
        name, opened = found.group(1).lower(), self.open.pop()
        if name and name != opened.tag:
            raise entity_error(
                f"Unmatched end tag at byte offset {self._bytes(start)}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        self.position = found.end()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": self.offset - opened.offset}
        attributes = opened.attributes
        if opened.tag == "a":
            self._link(entity, attributes.get("href"))
            return
        if opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id")
        if opened.tag == "tg-time":
            entity["unix_time"] = int(attributes.get("unix") or 0)
        self.result.entities.append(entity)

    def _link(self, entity: Entity, href: str | None) -> None:
        url = href or utf16_slice("".join(self.plain), entity["offset"], entity["length"])
        user = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if user:
            entity |= {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": "?"}}
        elif not valid_url(url):
            self.result.remarks.append(f"the link {url!r} is no URL, so Telegram would drop it")
            return
        else:
            entity["url"] = url
        self.result.entities.append(entity)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def entity_error(text: str) -> ApiError:
    """400 with the real server's opening words."""
    return wrong(f"can't parse entities: {text}")


def valid_url(url: str) -> bool:
    """Whether Telegram makes a link of it: http, https, ton or tg, with a host that can exist."""
    if re.match(r"(?:tg|ton)://\S+$", url):
        return True
    found = re.fullmatch(r"(?:https?://)?([^\s/?#]+)(?:[/?#]\S*)?", url, re.IGNORECASE)
    return bool(found and _HOST.fullmatch(found[1]))


def read_text(text: str, parse_mode: str | None, entities: Iterable[Entity] | None) -> Formatted:
    """Parse a text parameter; raises ApiError. Leading and trailing white space go, as Telegram trims."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise wrong(f"unsupported parse_mode in this server: {parse_mode}")
        formatted = _HtmlReader(text).read()
        if entities is not None:
            formatted.remarks.append("both parse_mode and entities were given")
    else:
        formatted = Formatted(text, [_checked(entity, text) for entity in entities or ()])
    formatted = _trimmed(formatted)
    if len(formatted.entities) > MessageLimit.MESSAGE_ENTITIES:
        formatted.remarks.append(f"{len(formatted.entities)} entities, of which only 100 count")
    return formatted


def _checked(entity: Entity, text: str) -> Entity:
    if entity.get("type") not in set(MessageEntityType):
        raise entity_error(f"unsupported entity type {entity.get('type')!r}")
    offset, length = entity.get("offset", -1), entity.get("length", 0)
    if offset < 0 or length < 1 or offset + length > utf16(text):
        raise entity_error(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
    return entity


def _trimmed(formatted: Formatted) -> Formatted:
    text = formatted.text.replace("\r", "")
    leading = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    end, kept = utf16(text), []
    for entity in formatted.entities:
        first = max(entity["offset"] - leading, 0)
        last = min(entity["offset"] - leading + entity["length"], end)
        if last > first:
            kept.append(entity | {"offset": first, "length": last - first})
    return Formatted(text, kept, formatted.remarks)
