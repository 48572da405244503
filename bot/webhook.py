"""The webhook's HTTP server: an update is committed to the inbox before Telegram is told 200."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from telegram.constants import WebhookLimit

from bot.ingress import TakeIn, read_updates
from bot.store import StoreUnavailable

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)
LARGEST = 1024 * 1024  # bytes; Telegram's updates are far smaller
CONNECTIONS = int(WebhookLimit.MAX_CONNECTIONS_LIMIT) * 2 // 5


class Receiver:
    """Takes in what Telegram posts; who does not know the secret gets 403."""

    def __init__(self, take_in: TakeIn, secret: str) -> None:
        self._take_in = take_in
        self._secret = secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        """Commit one update, then answer 200; 500 lets Telegram send it again."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            logger.warning("a call of the webhook without the right secret from %s", request.remote)
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            return web.Response(status=400)
        try:
            await self._take_in(list(read_updates([update])))
        except StoreUnavailable as error:
            logger.error("an update could not be stored: %s", error)
            return web.Response(status=500)
        return web.Response()


@asynccontextmanager
async def listening(receiver: Receiver, url: str, host: str, port: int) -> AsyncIterator[None]:
    """Serve the path of the webhook's address on a host and port; raises OSError where that is taken."""
    application = web.Application(client_max_size=LARGEST)
    application.router.add_post(urlsplit(url).path or "/", receiver.receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
