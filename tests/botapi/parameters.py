"""The methods that this server plays and their parameters: what is not listed here is refused.

Names, kinds and which are required follow the Bot API 10.0. Telegram ignores unknown parameters; here they
are errors on purpose, as they are always a mistake.
"""

from __future__ import annotations

import json
from typing import Any

from tests.botapi.errors import ApiError, wrong

_SEND = (
    "business_connection_id:str chat_id:chat! message_thread_id:int direct_messages_topic_id:int "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
    "suggested_post_parameters:json reply_parameters:json reply_markup:json "
)
_EDIT = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:json "
_SPECS = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:json",
    "setWebhook": "url:str certificate:file ip_address:str max_connections:int allowed_updates:json "
    "drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": _SEND + "text:str! parse_mode:str entities:json link_preview_options:json",
    "editMessageText": _EDIT + "text:str! parse_mode:str entities:json link_preview_options:json",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id:chat! message_id:int!",
    "deleteMessages": "chat_id:chat! message_ids:json!",
    "sendChatAction": "business_connection_id:str chat_id:chat! message_thread_id:int action:str!",
    "answerCallbackQuery": "callback_query_id:str! text:str show_alert:bool url:str cache_time:int",
    "answerInlineQuery": "inline_query_id:str! results:json! cache_time:int is_personal:bool "
    "next_offset:str button:json",
    "setMyCommands": "commands:json! scope:json language_code:str",
    "getMyCommands": "scope:json language_code:str",
    "deleteMyCommands": "scope:json language_code:str",
    "setMyName": "name:str language_code:str",
    "getMyName": "language_code:str",
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "setChatMenuButton": "chat_id:int menu_button:json",
    "getChatMenuButton": "chat_id:int",
    "getChat": "chat_id:chat!",
    "getChatMember": "chat_id:chat! user_id:int!",
    "getChatAdministrators": "chat_id:chat! return_bots:bool",
    "getChatMemberCount": "chat_id:chat!",
    "leaveChat": "chat_id:chat!",
    "setMessageReaction": "chat_id:chat! message_id:int! reaction:json is_big:bool",
}


def _read_spec(spec: str) -> dict[str, tuple[str, bool]]:
    pairs = (part.split(":") for part in spec.split())
    return {name: (kind.rstrip("!"), kind.endswith("!")) for name, kind in pairs}


METHODS = {name.lower(): (name, _read_spec(spec)) for name, spec in _SPECS.items()}


def parse(method: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Typed parameters of a call to a known method (its proper name); raises ApiError."""
    _, spec = METHODS[method.lower()]
    unknown = sorted(set(raw) - set(spec))
    if unknown:
        raise wrong(f"unknown parameter {', '.join(unknown)} of {method}")
    missing = [name for name, (_, required) in spec.items() if required and raw.get(name) in (None, "")]
    if missing:
        raise _missing(missing[0])
    return {name: _typed(name, spec[name][0], value) for name, value in raw.items() if value is not None}


def _missing(name: str) -> ApiError:
    return wrong({"text": "message text is empty", "chat_id": "chat_id is empty"}.get(name, f"{name} is empty"))


def _typed(name: str, kind: str, value: Any) -> Any:
    readers = {"int": _integer, "bool": _boolean, "json": _json, "chat": _chat}
    reader = readers.get(kind)
    return reader(name, value) if reader else value


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise wrong(f"parameter {name} is no number: {value!r}") from None


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false", "1", "0", "yes", "no"}:
        return str(value).lower() in {"true", "1", "yes"}
    raise wrong(f"parameter {name} is neither true nor false: {value!r}")


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise wrong(f"can't parse {name} JSON object") from None


def _chat(name: str, value: Any) -> int | str:
    text = str(value)
    return text if text.startswith("@") else _integer(name, value)
