"""Keyboards and other reply markup, checked against the documented limits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, ReplyLimit

from tests.botapi.entities import utf16, valid_url
from tests.botapi.errors import wrong

Json = dict[str, Any]
_COMMON = {"text", "style", "icon_custom_emoji_id"}
_DEEP_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/\w+\?start(?:group)?=([^&#]*)", re.IGNORECASE)
_MOST_BYTES = 10_000  # of a whole keyboard; the real bound is not documented, this one is cautious


def check_markup(markup: Json | None, *, inline_only: bool = False) -> Json | None:
    """The markup as the message will carry it (None for an empty keyboard); raises ApiError."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise wrong("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline_keyboard(markup)
    if inline_only:
        raise wrong("inline keyboard expected")
    if "force_reply" in markup:
        return _force_reply(markup)
    _only_keys(markup, {"keyboard", "remove_keyboard", "selective", "resize_keyboard", "one_time_keyboard",
                        "is_persistent", "input_field_placeholder"}, "reply markup")  # fmt: skip
    return markup


def check_deep_link(url: str) -> str | None:
    """What is wrong with a link that starts a bot, or None: 1 to 64 characters of A-Z a-z 0-9 _ -."""
    found = _DEEP_LINK.match(url)
    if found and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", found[1]):
        return f"the deep link {url!r} carries no valid start parameter"
    return None


def _only_keys(found: Json, known: set[str], what: str) -> None:
    unknown = sorted(set(found) - known)
    if unknown:
        raise wrong(f"unknown field {', '.join(unknown)} in {what}")


def _force_reply(markup: Json) -> Json:
    _only_keys(markup, {"force_reply", "input_field_placeholder", "selective"}, "ForceReply")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER:
        raise wrong("input field placeholder must have 1 to 64 characters")
    return markup


def _inline_keyboard(markup: Json) -> Json | None:
    _only_keys(markup, {"inline_keyboard"}, "InlineKeyboardMarkup")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise wrong('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for row in rows:
        if len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
            raise wrong("more than 8 buttons in a row of the inline keyboard")
        for button in row:
            _button(button)
    if sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise wrong("reply markup is too long")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > _MOST_BYTES:
        raise wrong("reply markup is too long")
    filled = [row for row in rows if row]
    return {"inline_keyboard": filled} if filled else None


def _button(button: Any) -> None:
    if not isinstance(button, dict):
        raise wrong("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text") or "").strip():
        raise wrong('can\'t parse inline keyboard button: Field "text" must be of type String and not empty')
    _only_keys(button, _COMMON | set(_ACTIONS), "InlineKeyboardButton")
    if button.get("style", "primary") not in {"primary", "success", "danger"}:
        raise wrong("unknown button style specified")
    actions = [name for name in button if name not in _COMMON]
    if not actions:
        raise wrong("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise wrong("exactly one of the optional fields of an inline button must be used: " + ", ".join(actions))
    _ACTIONS[actions[0]](button[actions[0]])


def _callback_data(data: Any) -> None:
    limit = InlineKeyboardButtonLimit
    if not isinstance(data, str) or not limit.MIN_CALLBACK_DATA <= len(data.encode()) <= limit.MAX_CALLBACK_DATA:
        raise wrong("BUTTON_DATA_INVALID")


def _copy_text(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    limit = InlineKeyboardButtonLimit
    if not isinstance(text, str) or not limit.MIN_COPY_TEXT <= utf16(text) <= limit.MAX_COPY_TEXT:
        raise wrong("BUTTON_COPY_TEXT_INVALID")


def _url(url: Any) -> None:
    if not isinstance(url, str) or not valid_url(url):
        raise wrong(f"inline keyboard button URL '{url}' is invalid")
    problem = check_deep_link(url)
    if problem:
        raise wrong(problem)


def _switch(query: Any) -> None:
    if not isinstance(query, str) or len(query) > 256:
        raise wrong("BUTTON_SWITCH_QUERY_INVALID")


def _switch_chosen(chosen: Any) -> None:
    known = {"query", "allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats"}
    _only_keys(chosen, known, "SwitchInlineQueryChosenChat")


def _not_played(value: Any) -> None:
    raise wrong("this server does not play web apps, games, payments or log-ins")


_ACTIONS: dict[str, Callable[[Any], None]] = {
    "callback_data": _callback_data,
    "url": _url,
    "copy_text": _copy_text,
    "switch_inline_query": _switch,
    "switch_inline_query_current_chat": _switch,
    "switch_inline_query_chosen_chat": _switch_chosen,
    "web_app": _not_played,
    "login_url": _not_played,
    "callback_game": _not_played,
    "pay": _not_played,
}
