"""Messages of the bot: send, edit, delete, chat actions, reactions."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatAction, MessageLimit

from tests.botapi.chats import Chat
from tests.botapi.detect import detect
from tests.botapi.entities import Formatted, read_text, utf16
from tests.botapi.errors import forbidden, unlucky, wrong
from tests.botapi.markup import check_deep_link, check_markup
from tests.botapi.messages import Message

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

Json = dict[str, Any]
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_REPLY_KEYS = {
    "message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities",
    "quote_position", "checklist_task_id", "poll_option_id",
}  # fmt: skip
_PREVIEW_KEYS = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}


def writable(server: BotApiServer, chat_id: int | str) -> Chat:
    """The chat, if the bot may write there; raises ApiError as the real server puts it."""
    chat = readable(server, chat_id)
    if chat.type == "private":
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    if not chat.bot.can_send or (chat.type == "channel" and not chat.bot.is_admin):
        raise unlucky("not enough rights to send text messages to the chat")
    return chat


def readable(server: BotApiServer, chat_id: int | str) -> Chat:
    """The chat, if the bot is in it; raises ApiError."""
    chat = server.find_chat(chat_id)
    if chat is None:
        raise unlucky("chat not found")
    if chat.migrated_to:
        raise unlucky("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to.id)
    if chat.type != "private" and not chat.bot.present:
        if chat.bot.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def formatted(server: BotApiServer, parameters: Json, *, editing: bool = False, key: str = "text") -> Formatted:
    """The text of a message within the documented limits; raises ApiError."""
    read = read_text(parameters.get(key) or "", parameters.get("parse_mode"), parameters.get("entities"))
    for remark in read.remarks:
        server.note(remark)
    if not read.text:
        raise wrong("message text is empty")
    if utf16(read.text) > MessageLimit.MAX_TEXT_LENGTH:
        raise wrong("MESSAGE_TOO_LONG" if editing else "message is too long")
    preview = parameters.get("link_preview_options")
    if preview and set(preview) - _PREVIEW_KEYS:
        raise wrong("unknown field in link_preview_options")
    for entity in read.entities:
        problem = check_deep_link(entity.get("url", ""))
        if problem:
            server.note(problem)
    return read


async def send_message(server: BotApiServer, parameters: Json) -> Json:
    """sendMessage."""
    chat = writable(server, parameters["chat_id"])
    read = formatted(server, parameters)
    markup = check_markup(parameters.get("reply_markup"))
    server.flood.take(chat)
    fields: Json = {"from": server.me.as_json(), "text": read.text}
    fields |= _place(server, chat, parameters)
    fields["entities"] = _with_detected(read)
    inline = markup if markup and "inline_keyboard" in markup else None
    message = chat.store(fields | {"reply_markup": inline}, by_bot=True)
    message.data["link_preview_options"] = parameters.get("link_preview_options") or {}
    message.other_markup = None if inline else markup
    chat.unread.append(message)
    server.changed()
    return shown(message)


def shown(message: Message) -> Json:
    """What the Bot API returns of a message."""
    return {name: value for name, value in message.data.items() if value not in ({}, None)}


def _with_detected(read: Formatted) -> list[Json] | None:
    covered = [(entity["offset"], entity["offset"] + entity["length"]) for entity in read.entities
               if entity["type"] in {"code", "pre", "text_link"}]  # fmt: skip
    own = [entity for entity in detect(read.text)
           if all(entity["offset"] >= last or entity["offset"] + entity["length"] <= first
                  for first, last in covered)]  # fmt: skip
    return sorted([*read.entities, *own], key=lambda entity: (entity["offset"], -entity["length"])) or None


def _place(server: BotApiServer, chat: Chat, parameters: Json) -> Json:
    """Topic and reply of a new message; raises ApiError where either does not exist."""
    thread = parameters.get("message_thread_id")
    if thread is not None and (not chat.is_forum or thread not in chat.topics):
        raise wrong("message thread not found")
    replied = _replied(chat, parameters.get("reply_parameters"))
    if replied and thread is not None and replied.thread != thread:
        server.note(f"a reply to a message of topic {replied.thread} was sent into topic {thread}")
    if replied and thread is None:
        thread = replied.thread
    if thread is not None and chat.topics[thread].closed:
        raise unlucky("TOPIC_CLOSED")
    place: Json = {"message_thread_id": thread, "is_topic_message": True} if thread is not None else {}
    if replied:
        place["reply_to_message"] = replied.embedded()
    elif thread is not None:
        place["reply_to_message"] = chat.topics[thread].opening.embedded()
    return place


def _replied(chat: Chat, reply: Json | None) -> Message | None:
    if not reply:
        return None
    if not isinstance(reply, dict) or "message_id" not in reply or set(reply) - _REPLY_KEYS:
        raise wrong(f"wrong reply_parameters: {reply!r}")
    if reply.get("chat_id") not in (None, chat.id):
        raise wrong("this server plays no replies to messages of other chats")
    message = chat.messages.get(int(reply["message_id"]))
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise unlucky("message to be replied not found")
    quote = reply.get("quote")
    if quote is not None and (not quote or quote not in message.text or utf16(quote) > 1024):
        raise wrong("QUOTE_TEXT_INVALID")
    return message


def editable(server: BotApiServer, parameters: Json) -> Message:
    """The message to edit, of a chat or sent inline; raises ApiError."""
    inline_id = parameters.get("inline_message_id")
    if inline_id:
        if "chat_id" in parameters or "message_id" in parameters:
            raise wrong("inline_message_id given beside chat_id and message_id")
        found = server.inline_messages.get(inline_id)
        if found is None:
            raise unlucky("MESSAGE_ID_INVALID")
        return found
    if "chat_id" not in parameters or "message_id" not in parameters:
        raise wrong("message identifier is not specified")
    chat = writable(server, parameters["chat_id"])
    found = chat.messages.get(parameters["message_id"])
    if found is None:
        raise unlucky("message to edit not found")
    if not found.by_bot:
        raise wrong("message can't be edited")
    return found


async def edit_message_text(server: BotApiServer, parameters: Json) -> Json | bool:
    """editMessageText; without reply_markup the keyboard goes, as in the real API."""
    message = editable(server, parameters)
    read = formatted(server, parameters, editing=True)
    return _changed(server, parameters, message, {"text": read.text, "entities": _with_detected(read)})


async def edit_message_reply_markup(server: BotApiServer, parameters: Json) -> Json | bool:
    """editMessageReplyMarkup."""
    return _changed(server, parameters, editable(server, parameters), {})


def _changed(server: BotApiServer, parameters: Json, message: Message, fields: Json) -> Json | bool:
    markup = check_markup(parameters.get("reply_markup"), inline_only=True)
    fields = fields | {"reply_markup": markup}
    server.flood.take(message.chat)
    if all(message.data.get(name) == value for name, value in fields.items()):
        raise unlucky(_NOT_MODIFIED)
    message.replace(**fields, edit_date=int(time.time()))
    server.changed()
    return True if parameters.get("inline_message_id") else shown(message)


async def delete_message(server: BotApiServer, parameters: Json) -> bool:
    """deleteMessage: its own messages, and those of others where the bot is an administrator or in private."""
    chat = readable(server, parameters["chat_id"])
    message = chat.messages.get(parameters["message_id"])
    if message is None:
        raise unlucky("message to delete not found")
    if not (message.by_bot or chat.type == "private" or chat.bot.is_admin):
        raise wrong("message can't be deleted")
    chat.delete(message)
    server.changed()
    return True


async def delete_messages(server: BotApiServer, parameters: Json) -> bool:
    """deleteMessages: 1 to 100; those that can't be found are skipped."""
    ids = parameters["message_ids"]
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise wrong("message_ids must hold 1 to 100 numbers")
    chat = readable(server, parameters["chat_id"])
    for number in ids:
        if number in chat.messages:
            await delete_message(server, {"chat_id": chat.id, "message_id": number})
    return True


async def send_chat_action(server: BotApiServer, parameters: Json) -> bool:
    """sendChatAction."""
    chat = writable(server, parameters["chat_id"])
    if parameters["action"] not in set(ChatAction):
        raise wrong("wrong parameter action in request")
    thread = parameters.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise wrong("message thread not found")
    chat.actions.append(parameters["action"])
    return True


async def set_message_reaction(server: BotApiServer, parameters: Json) -> bool:
    """setMessageReaction: at most one reaction by a bot."""
    chat = readable(server, parameters["chat_id"])
    if parameters["message_id"] not in chat.messages:
        raise unlucky("message to react not found")
    if len(parameters.get("reaction") or []) > 1:
        raise wrong("REACTIONS_TOO_MANY")
    return True


HANDLERS: dict[str, Callable[[BotApiServer, Json], Awaitable[Any]]] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
