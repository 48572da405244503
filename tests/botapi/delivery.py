"""Updates on their way to the bot: one queue, fetched by getUpdates or delivered to a webhook.

How getUpdates confirms, waits and conflicts follows the public source of the Bot API server
(`do_get_updates`, `abort_long_poll`): an offset confirms all before it, a negative one counts from the end, and
a second long poll ends the first with 409.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from telegram.constants import PollingLimit, UpdateType, WebhookLimit

from tests.botapi.errors import conflict, wrong

Json = dict[str, Any]
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
DEFAULT = frozenset(set(UpdateType) - NOT_BY_DEFAULT)
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Updates:
    """The queue of one bot. `retry_seconds` is the pause before a webhook that failed is tried again."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self.note = note
        self.pending: list[Json] = []
        self.made: list[Json] = []
        self.withheld: list[Json] = []
        self.allowed: frozenset[str] = DEFAULT
        self.webhook: Json = {}
        self.retry_seconds = 0.2
        self.webhook_timeout = 30.0
        self.deliveries: list[tuple[int, int]] = []
        self._next = 700_000_001
        self._poll: asyncio.Future[None] | None = None
        self._pump: asyncio.Task[None] | None = None
        self._last_error: tuple[int, str] | None = None
        self._arrived = asyncio.Event()

    def add(self, kind: str, payload: Json) -> int:
        """Queue an update, unless its type was not asked for; returns its number."""
        number = self._next
        update = {"update_id": number, kind: payload}
        if kind not in self.allowed:
            self.withheld.append(update)
            return number
        self._next += 1
        self.made.append(update)
        self.pending.append(update)
        self._wake()
        return number

    def again(self, update_id: int) -> None:
        """Hand out once more an update that was confirmed already, as a webhook may get one twice."""
        self.pending.extend(update for update in self.made if update["update_id"] == update_id)
        self.pending.sort(key=lambda update: update["update_id"])
        self._wake()

    @property
    def polling(self) -> bool:
        """Whether a long poll is waiting."""
        return self._poll is not None

    async def get(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Json]:  # noqa: ASYNC109 - the Bot API's own parameter
        """Answer getUpdates; raises ApiError."""
        if self.webhook:
            raise conflict(_WEBHOOK_ACTIVE)
        self._allow(allowed)
        if self._poll:
            self.note("getUpdates while another getUpdates was waiting")
            self._end_poll(_OTHER_POLL)
        self._confirm(offset)
        limit = min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
        if not self.pending and timeout > 0:
            await self._wait(timeout)
        return self.pending[:limit]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        self._arrived.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
            self._poll = None

    def _end_poll(self, why: str) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(why))
        self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def _allow(self, allowed: list[str] | None) -> None:
        if allowed is None:
            return
        unknown = set(allowed) - set(UpdateType)
        if unknown:
            raise wrong(f"unknown update types {sorted(unknown)}")
        self.allowed = frozenset(allowed) or DEFAULT

    # The webhook

    def set_webhook(self, parameters: Json) -> bool:
        """Deliver to `url` from now on; raises ApiError. HTTP and any port are fine, as with a local server."""
        url, secret = parameters.get("url", ""), parameters.get("secret_token", "")
        if not url:
            return self.delete_webhook(parameters)
        if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", url):
            raise wrong("bad webhook: invalid webhook URL specified")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise wrong("secret token contains unallowed characters")
        most = parameters.get("max_connections", 40)
        if not WebhookLimit.MIN_CONNECTIONS_LIMIT <= most <= WebhookLimit.MAX_CONNECTIONS_LIMIT:
            raise wrong("max_connections must be from 1 to 100")
        self._allow(parameters.get("allowed_updates"))
        self._drop(parameters)
        self._end_poll("terminated by setWebhook request")
        self.webhook = {"url": url, "secret": secret, "max_connections": most}
        self._last_error = None
        if not self._pump:
            self._pump = asyncio.create_task(self._deliver())
        self._arrived.set()
        return True

    def delete_webhook(self, parameters: Json) -> bool:
        """Back to getUpdates."""
        self.webhook = {}
        self._drop(parameters)
        if self._pump:
            self._pump.cancel()
            self._pump = None
        return True

    def webhook_info(self) -> Json:
        """The `WebhookInfo` of the Bot API."""
        info: Json = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        info["pending_update_count"] = len(self.pending)
        if self.webhook:
            info["max_connections"] = self.webhook["max_connections"]
        if self._last_error:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self.allowed != DEFAULT:
            info["allowed_updates"] = sorted(self.allowed)
        return info

    async def close(self) -> None:
        """Stop delivering."""
        self._end_poll("server closed")
        if self._pump:
            self._pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump

    def _drop(self, parameters: Json) -> None:
        if parameters.get("drop_pending_updates"):
            self.pending.clear()

    async def _deliver(self) -> None:
        """Post the oldest update until it is taken, then the next: never more than one at a time."""
        async with aiohttp.ClientSession() as session:
            while True:
                self._arrived.clear()
                while self.pending:
                    update = self.pending[0]
                    if await self._post(session, update):
                        self.pending = [one for one in self.pending if one is not update]
                    else:
                        await asyncio.sleep(self.retry_seconds)
                await self._arrived.wait()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {SECRET_HEADER: self.webhook["secret"]} if self.webhook["secret"] else {}
        seconds = aiohttp.ClientTimeout(total=self.webhook_timeout)
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers, timeout=seconds) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            self._last_error = (int(time.time()), f"{type(error).__name__}: {error}")
            return False
        self.deliveries.append((update["update_id"], status))
        if not 200 <= status < 300:
            self._last_error = (int(time.time()), f"Wrong response from the webhook: {status}")
        return 200 <= status < 300
