"""Pressed buttons and inline queries, and the bot's answers to them."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from telegram.constants import (
    CallbackQueryLimit,
    InlineQueryLimit,
    InlineQueryResultLimit,
    InlineQueryResultsButtonLimit,
)

from tests.botapi.entities import utf16, valid_url
from tests.botapi.errors import unlucky, wrong
from tests.botapi.markup import check_markup
from tests.botapi.messages import Message
from tests.botapi.people import User
from tests.botapi.sending import formatted

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

Json = dict[str, Any]
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_ARTICLE_KEYS = {
    "type", "id", "title", "input_message_content", "reply_markup", "url", "description", "thumbnail_url",
    "thumbnail_width", "thumbnail_height",
}  # fmt: skip
_CONTENT_KEYS = {"message_text", "parse_mode", "entities", "link_preview_options"}


@dataclass(eq=False)
class Query:
    """A pressed button or an inline query that waits for the bot; `answer` holds what came."""

    server: BotApiServer
    id: str
    user: User
    asked: float = field(default_factory=time.monotonic)
    answer: Json | None = None

    async def answered(self, timeout: float = 5.0) -> Json:  # noqa: ASYNC109 - a test says how long it waits
        """Wait for the bot's answer."""
        return await self.server.until(lambda: self.answer, timeout, f"no answer to query {self.id}")


@dataclass(eq=False)
class Callback(Query):
    """A pressed button of `message`."""

    message: Message | None = None
    data: str = ""


@dataclass(eq=False)
class InlineQuery(Query):
    """Words typed after the bot's name; `cached` when the server answered it without asking the bot."""

    text: str = ""
    offset: str = ""
    chat_type: str = "sender"
    cached: bool = False

    @property
    def results(self) -> list[Json]:
        """The results of the answer."""
        return list((self.answer or {}).get("results", []))


def take(queries: dict[str, Any], query_id: str, seconds: float) -> Any:
    """The open query of this id; raises ApiError for an unknown, answered or expired one."""
    query = queries.get(query_id)
    if query is None:
        raise wrong(_TOO_OLD)
    if query.answer is not None:
        raise wrong(_TOO_OLD)
    if time.monotonic() - query.asked > seconds:
        raise unlucky(_TOO_OLD)
    return query


async def answer_callback_query(server: BotApiServer, parameters: Json) -> bool:
    """answerCallbackQuery."""
    query = take(server.callbacks, parameters["callback_query_id"], server.callback_seconds)
    text = parameters.get("text", "")
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise wrong("MESSAGE_TOO_LONG")
    url = parameters.get("url")
    if url and not re.match(rf"(?:https?://)?t\.me/{server.me.username}\?start=", url):
        raise wrong("URL_INVALID")
    query.answer = {"text": text, "show_alert": parameters.get("show_alert", False), "url": url}
    server.changed()
    return True


async def answer_inline_query(server: BotApiServer, parameters: Json) -> bool:
    """answerInlineQuery."""
    query = take(server.inline_queries, parameters["inline_query_id"], server.inline_seconds)
    results = parameters["results"]
    if not isinstance(results, list) or len(results) > InlineQueryLimit.RESULTS:
        raise wrong("RESULTS_TOO_MUCH")
    for result in results:
        _check_result(server, result)
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise wrong("RESULT_ID_DUPLICATE")
    if len(parameters.get("next_offset", "").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise wrong("NEXT_OFFSET_INVALID")
    _check_button(parameters.get("button"))
    if parameters.get("cache_time", 300) < 0:
        raise wrong("cache_time must not be negative")
    query.answer = parameters
    server.remember_inline(query)
    server.changed()
    return True


def _check_result(server: BotApiServer, result: Any) -> None:
    if not isinstance(result, dict) or result.get("type") != "article":
        raise wrong("this server plays inline results of type article only")
    unknown = set(result) - _ARTICLE_KEYS
    if unknown:
        raise wrong(f"unknown field {', '.join(sorted(unknown))} of InlineQueryResultArticle")
    size = len(str(result.get("id", "")).encode())
    if not InlineQueryResultLimit.MIN_ID_LENGTH <= size <= InlineQueryResultLimit.MAX_ID_LENGTH:
        raise wrong("RESULT_ID_INVALID")
    if not result.get("title"):
        raise wrong('can\'t parse inline query result: Field "title" must be of type String and not empty')
    for name in ("url", "thumbnail_url"):
        if result.get(name) and not valid_url(result[name]):
            raise wrong(f"can't parse inline query result: invalid {name}")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or set(content) - _CONTENT_KEYS:
        raise wrong("can't parse inline query result: wrong input_message_content")
    read = formatted(server, content, key="message_text")
    result["_text"], result["_entities"] = read.text, read.entities
    result["_markup"] = check_markup(result.get("reply_markup"), inline_only=True)


def _check_button(button: Any) -> None:
    if button is None:
        return
    if not isinstance(button, dict) or set(button) - {"text", "start_parameter", "web_app"}:
        raise wrong("can't parse inline query results button")
    if not button.get("text"):
        raise wrong("SWITCH_PM_TEXT_EMPTY")
    if utf16(button["text"]) > 64:
        raise wrong("SWITCH_PM_TEXT_INVALID")
    limit = InlineQueryResultsButtonLimit
    start = button.get("start_parameter", "")
    if not limit.MIN_START_PARAMETER_LENGTH <= len(start) <= limit.MAX_START_PARAMETER_LENGTH:
        raise wrong("START_PARAM_INVALID")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", start):
        raise wrong("START_PARAM_INVALID")


HANDLERS: dict[str, Callable[[BotApiServer, Json], Awaitable[Any]]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
