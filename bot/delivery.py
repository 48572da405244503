"""Sending, so that each reply arrives once: the journal of sends, retries, and Telegram's own limits.

Every call of the bot passes here. A new message is noted in the database before it leaves and after it arrived,
so that an update that is worked on again after a crash does not send it again. The Bot API has no key that makes
sending idempotent: where the response to a message was lost, it is sent a second time at most, and only that
once. Calls that may be repeated freely (edits, answers to buttons) are.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import AIORateLimiter

from bot.pace import GroupPace
from bot.request import was_sent
from bot.rows import Send, StoredAnswer
from bot.store import Store
from bot.work import Work, current_work

logger = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, Result]]
_REFUSALS = (NetworkError, RetryAfter, Forbidden, InvalidToken, Conflict, ChatMigrated)
# A repeated edit, and a button or an inline query that was answered too late: nothing is lost by either.
_HARMLESS = ("message is not modified", "query is too old", "query id is invalid")
# What is edited was deleted meanwhile, or was never ours.
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Words of Telegram's servers for a place where the bot may not write: muted there, a topic closed or deleted, a
# chat that is no more.
_UNWELCOME = (
    "not enough rights",
    "have no rights",
    "have no write access",
    "administrator rights",
    "_write_forbidden",
    "_send_plain_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "chat not found",
)
# What is read of what Telegram says back of a message that was sent: the framework takes longer to make objects of
# all of it than we to write the message.
_READ = ("message_id", "date", "chat")
_HURRIED_CALLS = frozenset({"answerCallbackQuery", "answerInlineQuery"})
_HURRIED = 15.0  # seconds; after that nobody waits for these
# Few messages are on their way at a time, so that each is there soon: a crash leaves only those in doubt. One that
# hangs holds the others up for so many seconds only.
_SENDS_AT_ONCE = 8
_HOLDS_PLACE = 1.0


class ResponseLost(TelegramError):
    """A message was sent as often as it may be, and Telegram's answer never came: it may have arrived or not."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call is tried again: pauses grow from `first` to `longest` seconds.

    `overall` are the seconds for a message, which somebody waits for also after hours without a network;
    `brief` those for anything else, such as an edit.
    """

    first: float = 0.5
    longest: float = 30.0
    overall: float = 6 * 3600.0
    brief: float = 600.0

    def seconds(self, endpoint: str) -> float:
        """Return for how many seconds a call is tried."""
        if endpoint in _HURRIED_CALLS:
            return _HURRIED
        return self.overall if _is_message(endpoint) else self.brief

    def pause(self, attempt: int) -> float:
        """Return the seconds to wait after that many failures, spread so that waiters do not march in step."""
        return min(self.longest, self.first * 2.0**attempt) * random.uniform(0.75, 1.25)  # noqa: S311


class Delivery(AIORateLimiter):
    """The framework's rate limiter, with the journal inside and our own retries around it."""

    __slots__ = ("_pace", "_patience", "_places", "_store")

    def __init__(self, store: Store, per_second: float, patience: Patience | None = None) -> None:
        """Keep to `per_second` calls (0: no limit, also none per group)."""
        if per_second:
            # A rate below one a second is one in more than a second: the bucket has to hold a whole call.
            period = max(1.0, 1.0 / per_second)
            super().__init__(overall_max_rate=per_second * period, overall_time_period=period, max_retries=3)
        else:
            super().__init__(overall_max_rate=0, group_max_rate=0, max_retries=3)
        self._store = store
        self._patience = patience or Patience()
        self._pace = GroupPace() if per_second else None
        self._places = asyncio.Semaphore(_SENDS_AT_ONCE)

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Do one call of the Bot API; raises TelegramError once there is nothing left to try."""
        work = current_work()
        if work is not None and endpoint == "answerCallbackQuery":
            work.callback_answered = True
        if not _is_message(endpoint):
            return await self._patiently(callback, args, kwargs, endpoint, data, rate_limit_args)
        if work is None:
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        return await self._send(work, callback, args, kwargs, endpoint, data, rate_limit_args)

    async def _send(
        self,
        work: Work,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Send a message of the update in work, unless the journal has that it was sent."""
        entry = _Entry(self._store, work.row.update_id, work.sends, work.tries, self._places, work.to_keep)
        work.sends, work.to_keep = work.sends + 1, None
        known = await entry.find() if work.row.journalled else Send(0, None)
        if known.result is not None:
            await entry.keep_as_sent(known.result)
            return known.result
        if known.tries >= entry.most_tries:
            raise ResponseLost("sent before a restart as often as it may be, without an answer")

        async def journalled(*args: Any, **kwargs: Any) -> Result:
            return await entry.send(callback(*args, **kwargs))

        return await self._patiently(journalled, args, kwargs, endpoint, data, rate_limit_args, entry)

    async def _patiently(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
        entry: _Entry | None = None,
    ) -> Result:
        """Try until it succeeds, is refused, or patience ends; a message whose answer was lost only once more."""
        until = time.monotonic() + self._patience.seconds(endpoint)
        attempt = 0
        while True:
            try:
                await self._keep_pace(endpoint, data)
                return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except ChatMigrated as moved:
                await self._follow(data, moved)
            except TelegramError as error:
                if isinstance(error, BadRequest) and _is_harmless(error):
                    return True
                pause = self._patience.pause(attempt)
                if not _may_pass(error) or time.monotonic() + pause > until:
                    raise
                if (
                    entry is not None
                    and not never_arrived(error)
                    and (await entry.find()).tries >= entry.most_tries
                ):
                    raise ResponseLost(f"sent as often as it may be, without an answer ({error})") from error
                logger.warning("%s failed (%s); trying again in %.1f s", endpoint, error, pause)
                await asyncio.sleep(pause)
            attempt += 1

    async def _keep_pace(self, endpoint: str, data: dict[str, Any]) -> None:
        chat = data.get("chat_id")
        if self._pace is not None and isinstance(chat, int) and chat < 0 and endpoint.startswith(("send", "edit")):
            await self._pace.take(chat)

    async def _follow(self, data: dict[str, Any], moved: ChatMigrated) -> None:
        """The group became a supergroup: go on there, and take its settings along."""
        old, new = data.get("chat_id"), moved.new_chat_id
        if not isinstance(old, int) or old == new:
            raise moved
        logger.info("group %s became the supergroup %s", old, new)
        await self._store.move_chat(old, new)
        data["chat_id"] = new


@dataclass(frozen=True, slots=True)
class _Entry:
    """One message of one update in the journal of sends, and the answer that it shows, if it shows one."""

    store: Store
    update_id: int
    number: int
    most_tries: int
    places: asyncio.Semaphore
    answer: StoredAnswer | None = None

    async def find(self) -> Send:
        return await self.store.find_send(self.update_id, self.number)

    async def keep_as_sent(self, result: dict[str, Any]) -> None:
        """Keep the answer of a message that a process before this one sent."""
        if self.answer is not None:
            where = {"chat": result["chat"]["id"], "message": result["message_id"]}
            await self.store.keep_answer(replace(self.answer, **where))

    async def send(self, call: Coroutine[Any, Any, Result]) -> Result:
        """Note the try, make the call, note how it went; a try that never arrived does not count."""
        try:
            await self.places.acquire()
        except BaseException:
            call.close()
            raise
        place = _Place(self.places)
        try:
            result = await self._send(call)
        except BaseException:
            place.leave()
            raise
        if isinstance(result, dict):
            result = {name: result[name] for name in _READ if name in result}
            token = self.answer.token if self.answer else None
            self.store.record_send(self.update_id, self.number, result, token).add_done_callback(place.leave)
        else:
            place.leave()
        return result

    async def _send(self, call: Coroutine[Any, Any, Result]) -> Result:
        try:
            await self.store.begin_send(self.update_id, self.number, self.answer)
        except BaseException:
            call.close()
            raise
        try:
            return await call
        except TelegramError as error:
            if never_arrived(error):
                await self.store.undo_send(self.update_id, self.number)
            raise


class _Place:
    """A place among the messages on their way, held until it is noted that one arrived, but not for long."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places: asyncio.Semaphore | None = places
        self._later = asyncio.get_running_loop().call_later(_HOLDS_PLACE, self.leave)

    def leave(self, *_: object) -> None:
        places, self._places = self._places, None
        self._later.cancel()
        if places is not None:
            places.release()


def never_arrived(error: TelegramError) -> bool:
    """Whether a call that failed so certainly had no effect: refused by Telegram, or it never got there."""
    sent = was_sent(error)
    if sent is not None:
        return not sent
    if isinstance(error, TimedOut) or not isinstance(error, _REFUSALS):
        return False
    return "504" not in str(error) and "gateway time" not in str(error).lower()


def is_gone(error: TelegramError) -> bool:
    """Whether an edit failed because the message is not there any more."""
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in _GONE)


def is_unwelcome(error: BaseException) -> bool:
    """Whether the bot may not write where it tried to: a fact to take note of, no fault of ours."""
    if isinstance(error, BadRequest):
        return any(words in str(error).lower() for words in _UNWELCOME)
    return isinstance(error, Forbidden)


def _may_pass(error: TelegramError) -> bool:
    """Whether the same call may succeed later."""
    if isinstance(error, BadRequest | Forbidden | InvalidToken | Conflict):
        return False
    return isinstance(error, NetworkError | RetryAfter) or type(error) is TelegramError


def _is_harmless(error: BadRequest) -> bool:
    return any(words in str(error).lower() for words in _HARMLESS)


def _is_message(endpoint: str) -> bool:
    """Whether the call makes a new message, so that repeating it would show."""
    return endpoint.startswith(("send", "copy", "forward")) and endpoint != "sendChatAction"
