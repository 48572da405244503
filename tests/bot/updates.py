"""Updates as Telegram sends them, made by a few words."""

from __future__ import annotations

import itertools
import re
from typing import Any

from tests.bot.offline import BOT

Json = dict[str, Any]
ADA, BEN, ADMIN = 501, 502, 900
TOWN = -1001
_update_ids = itertools.count(10_000)
_message_ids = itertools.count(1)


def person(user_id: int, language: str = "en") -> Json:
    return {"id": user_id, "is_bot": False, "first_name": f"P{user_id}", "language_code": language}


def private(user_id: int) -> Json:
    return {"id": user_id, "type": "private", "first_name": f"P{user_id}"}


def group(chat_id: int = TOWN, **more: Any) -> Json:
    return {"id": chat_id, "type": "supergroup", "title": "Town", **more}


def message(text: str | None = None, user: int = ADA, chat: Json | None = None, **more: Any) -> Json:
    """A message; commands and mentions in it get their entities, as Telegram's clients set them."""
    made: Json = {
        "message_id": next(_message_ids),
        "date": 1_900_000_000,
        "chat": chat or private(user),
        "from": person(user),
        **more,
    }
    if text is not None:
        made["text"] = text
        entities = [
            {
                "type": "bot_command" if found[0].startswith("/") else "mention",
                "offset": found.start(),
                "length": len(found[0]),
            }
            for found in re.finditer(r"(?:^/[a-z]+(?:@\w+)?)|@\w+", text)
        ]
        if entities:
            made["entities"] = entities
    return made


def update(**content: Any) -> Json:
    return {"update_id": next(_update_ids), **content}


def say(text: str | None = None, user: int = ADA, chat: Json | None = None, **more: Any) -> Json:
    """An update with a new message."""
    return update(message=message(text, user, chat, **more))


def press(data: str, message_id: int, user: int = ADA, chat: Json | None = None) -> Json:
    """An update with a press of a button below a message of the bot."""
    below = {
        "message_id": message_id,
        "date": 1_900_000_000,
        "chat": chat or private(user),
        "from": BOT,
        "text": "…",
    }
    query = {
        "id": f"q{next(_message_ids)}",
        "from": person(user),
        "chat_instance": "1",
        "data": data,
        "message": below,
    }
    return update(callback_query=query)


def from_bot(message_id: int, chat: Json) -> Json:
    """A message of the bot, as `reply_to_message` carries it."""
    return {"message_id": message_id, "date": 1_900_000_000, "chat": chat, "from": BOT, "text": "…"}


def inline(words: str, user: int = ADA, offset: str = "") -> Json:
    query = {"id": f"i{next(_message_ids)}", "from": person(user), "query": words, "offset": offset}
    return update(inline_query=query)


def member(status: str, **more: Any) -> Json:
    return {"user": BOT, "status": status, **more}


def standing(old: str, new: str, chat: Json | None = None, **more: Any) -> Json:
    """An update that tells what the bot was and is in a chat."""
    change = {
        "chat": chat or group(),
        "from": person(ADA),
        "date": 1_900_000_000,
        "old_chat_member": _member(old),
        "new_chat_member": _member(new, **more),
    }
    return update(my_chat_member=change)


def _member(status: str, **more: Any) -> Json:
    if status == "kicked":
        return member(status, until_date=0, **more)
    if status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        return member(status, **dict.fromkeys(rights.split(), False), **more)
    return member(status, **more)
