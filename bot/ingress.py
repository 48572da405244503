"""Long polling: updates are fetched as raw JSON, committed to the inbox, and only then does the offset move.

The framework's `Updater` is not used: one update that it cannot parse stops its polling for good, and what it
has fetched but not handled is lost in a crash.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from telegram import Update
from telegram._utils.types import JSONDict
from telegram.constants import PollingLimit
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.config import ConfigError
from bot.delivery import Patience
from bot.rows import Incoming
from bot.store import StoreUnavailable

logger = logging.getLogger(__name__)

# The kinds of updates that a handler means; Telegram keeps the others to itself.
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
LONG_POLL = 30  # seconds that Telegram may hold a call without updates; its own clients use 10 to 50
_GRACE = 10.0  # seconds beyond that until a call counts as lost
# After a week without updates Telegram may begin anew with smaller numbers, which an old offset would discard;
# what it confirmed is forgotten there by then, and a repetition is left out by the inbox.
FORGET_OFFSET = 86_400.0
_REFUSED_OFTEN = 3  # a proxy may answer 401 or 404 once; the same three times running is the token

TakeIn = Callable[[list[Incoming]], Awaitable[None]]


class TokenRefused(ConfigError):
    """Telegram does not know the bot's token (or the address is no Bot API server)."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the bot's token. Check TELEGRAM_BOT_TOKEN or telegram.token_file (a new token comes "
            "from @BotFather), and telegram.api_url if you set it."
        )


class Poller:
    """Fetches updates for as long as it runs."""

    def __init__(
        self,
        request: BaseRequest,
        url: str,
        take_in: TakeIn,
        *,
        kinds: Iterable[str] = ALLOWED_UPDATES,
        patience: Patience | None = None,
        long_poll: int = LONG_POLL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._request = request
        self._url = url
        self._take_in = take_in
        self._kinds = list(kinds)
        self._patience = patience or Patience()
        self._long_poll = long_poll
        self._clock = clock

    async def run(self) -> None:
        """Fetch until cancelled; raises TokenRefused once Telegram has refused the token several times."""
        offset: int | None = None
        failures = refusals = 0
        latest = self._clock()
        while True:
            if self._clock() - latest > FORGET_OFFSET:
                offset = None
            try:
                fetched = await self._fetch(offset)
                await self._take_in(list(read_updates(fetched)))
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
                continue
            except (TelegramError, StoreUnavailable, _Garbage) as error:
                refusals = refusals + 1 if isinstance(error, InvalidToken) else 0
                if refusals >= _REFUSED_OFTEN:
                    raise TokenRefused from None
                await self._back_off(error, failures)
                failures += 1
                continue
            failures = refusals = 0
            if fetched:
                latest = self._clock()
                offset = 1 + max(update["update_id"] for update in fetched)

    async def _fetch(self, offset: int | None) -> list[JSONDict]:
        """Make one call; raises TelegramError or _Garbage."""
        parameters: dict[str, Any] = {"timeout": self._long_poll, "allowed_updates": self._kinds}
        parameters["limit"] = int(PollingLimit.MAX_LIMIT)
        if offset is not None:
            parameters["offset"] = offset
        data = RequestData([RequestParameter.from_input(key, value) for key, value in parameters.items()])
        try:
            result = await self._request.post(self._url, data, read_timeout=self._long_poll + _GRACE)
        except (KeyError, TypeError, AttributeError) as error:
            raise _Garbage(f"an answer without a result ({error!r})") from None
        if not isinstance(result, list):
            raise _Garbage("an answer that is no list")
        sound = [update for update in result if isinstance(update, dict) and _is_number(update.get("update_id"))]
        if len(sound) < len(result):
            logger.error("left out %d updates without a number", len(result) - len(sound))
            if not sound:
                raise _Garbage("only updates without a number")
        return sound

    async def _back_off(self, error: Exception, failures: int) -> None:
        pause = self._patience.pause(failures)
        if isinstance(error, Conflict):
            logger.error(
                "Another program fetches this bot's updates, or a webhook is set (%s); trying again in %.0f s. "
                "Only one may run: stop the other one.",
                error,
                pause,
            )
        else:
            logger.warning("fetching updates failed (%s); trying again in %.1f s", error, pause)
        await asyncio.sleep(pause)


class _Garbage(Exception):
    """The server answered with something that is no list of updates."""


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    value = error.retry_after
    return float(value) if isinstance(value, int | float) else value.total_seconds()


def read_updates(updates: Iterable[JSONDict]) -> Iterator[Incoming]:
    """Turn raw updates into rows for the inbox, whatever may be wrong with their insides."""
    for update in updates:
        lane, asker = _whose(update)
        yield Incoming(update["update_id"], lane, asker, json.dumps(update, ensure_ascii=False))


def _whose(update: JSONDict) -> tuple[str, int | None]:
    """Return what the update keeps its order with, a chat or a person's inline queries, and who sent it."""
    kind, content = next(((key, value) for key, value in update.items() if isinstance(value, dict)), ("", {}))
    asker = _id_of(content.get("from"))
    inner = content.get("message")
    chat = _id_of(content.get("chat")) or (_id_of(inner.get("chat")) if isinstance(inner, dict) else None)
    if chat is not None:
        sender = _id_of(content.get("sender_chat"))
        return f"chat {chat}", sender or asker
    return f"{kind} {asker if asker is not None else update['update_id']}", asker


def _id_of(value: object) -> int | None:
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None
