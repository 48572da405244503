"""What a bot gets to see. The rules are those of the section "Privacy mode" in Telegram's description of bots."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.botapi.messages import Message

if TYPE_CHECKING:
    from tests.botapi.chats import Chat

_SERVICE = {
    "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "migrate_to_chat_id",
    "migrate_from_chat_id", "pinned_message", "forum_topic_created", "forum_topic_closed", "forum_topic_edited",
}  # fmt: skip


def reaches_bot(chat: Chat, message: Message) -> bool:
    """Whether the server hands this message of a person to the bot."""
    if chat.type == "private":
        return not chat.blocked
    if not chat.bot.present or chat.migrated_to:
        return False
    if chat.type == "channel" or chat.bot.is_admin or not chat.server.privacy_mode:
        return True
    if _SERVICE & set(message.data):
        return True
    return _addressed(chat, message)


def _addressed(chat: Chat, message: Message) -> bool:
    """A command for the bot, a reply to it, a message sent through it, and (where switched on) a mention."""
    name = f"@{chat.server.me.username}".lower()
    commands = [command.lower() for command in message.spans("bot_command")]
    for_others = [command for command in commands if "@" in command and not command.endswith(name)]
    if for_others:
        return False
    if any(re.fullmatch(r"/\w+(?:@\w+)?", command) for command in commands):
        return True
    if chat.server.deliver_mentions and _mentioned(chat, message, name):
        return True
    replied = message.data.get("reply_to_message") or {}
    by_bot = (replied.get("from") or {}).get("id") == chat.server.me.id
    return by_bot or (message.data.get("via_bot") or {}).get("id") == chat.server.me.id


def _mentioned(chat: Chat, message: Message, name: str) -> bool:
    named = name in (mention.lower() for mention in message.spans("mention"))
    return named or any(
        entity["type"] == "text_mention" and entity["user"]["id"] == chat.server.me.id
        for entity in message.entities
    )
