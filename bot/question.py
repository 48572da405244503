"""What of a message is the question: pure functions over its text and entities."""

from __future__ import annotations

import re
from collections.abc import Iterable

from telegram import Message, MessageEntity

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_POINTING_WORDS = """
    is it this that true real really right correct so what about says who said and check look up please
    a the source sources for fact you can he she they
    це правда чи так хто сказав перевір будь ласка джерело що
"""
_POINTING = frozenset(_POINTING_WORDS.split())


def words_of(message: Message) -> str:
    """The text of a message, or the caption of a photo, video or file; empty where it has neither."""
    return message.text or message.caption or ""


def entities_of(message: Message) -> dict[MessageEntity, str]:
    """The entities of text or caption, each with the characters that it covers."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION, MessageEntity.BOT_COMMAND]
    if message.text:
        return message.parse_entities(kinds)
    return message.parse_caption_entities(kinds) if message.caption else {}


def mentions(message: Message, bot_id: int, username: str) -> bool:
    """Whether a message mentions the bot, by @name or by a link to its account."""
    return any(_is_mention(entity, text, bot_id, username) for entity, text in entities_of(message).items())


def question_of(message: Message, bot_id: int, username: str) -> str:
    """The question in a message: its words without a leading command and without mentions of the bot."""
    text = words_of(message)
    covered = [
        text_of
        for entity, text_of in entities_of(message).items()
        if _is_mention(entity, text_of, bot_id, username) or _is_leading_command(entity)
    ]
    return tidy(without(text, covered))


def without(text: str, pieces: Iterable[str]) -> str:
    """Take each of the pieces out of the text, once."""
    for piece in pieces:
        text = text.replace(piece, " ", 1)
    return text


def tidy(text: str) -> str:
    """Trim, with runs of white space made one space; also without the comma that a mention leaves behind."""
    return _SPACES.sub(" ", text).strip().lstrip(",:;").strip()


def shortened(text: str, longest: int) -> str:
    """Cut a claim to so many characters at a word's end (0: no limit); a question is never cut, but refused."""
    text = tidy(text)
    if not longest or len(text) <= longest:
        return text
    cut = text[: longest + 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:longest]).strip()


def only_points(text: str) -> bool:
    """Whether words besides a mention say nothing by themselves, such as "is this true?"."""
    return all(word in _POINTING for word in _WORD.findall(text.casefold()))


def _is_mention(entity: MessageEntity, text: str, bot_id: int, username: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot_id
    return entity.type == MessageEntity.MENTION and text.casefold() == f"@{username}".casefold()


def _is_leading_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
