"""The way to Telegram over HTTP, through aiohttp.

The framework's own way, through httpx, took half of the processor time of a question.
"""

from __future__ import annotations

import json
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.config import ConfigError

_CONNECT, _READ, _PLACE = 5.0, 5.0, 30.0  # seconds to connect, to hear something, to wait for a connection
_IDLE = 5.0  # seconds; one that is idle for longer may be closed at the other end just when it is used again
# Failures after which the call certainly did not get there.
_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class UnusableProxy(ConfigError):
    """The environment names a proxy of another kind than HTTP. Its address may hold a password and is not told."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"The environment names a {scheme} proxy (HTTPS_PROXY or ALL_PROXY), but only HTTP proxies can be "
            "used. Name an HTTP proxy in HTTPS_PROXY, or unset the variable."
        )


class AiohttpRequest(BaseRequest):
    """Calls the Bot API over so many connections at most, with parameters as JSON; it uploads no files."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take where a call does not say."""
        return _READ

    async def initialize(self) -> None:
        """Get ready to call; again changes nothing. Raises UnusableProxy."""
        if self._session is None:
            _refuse_other_proxies()
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=_IDLE, ssl=httpx.create_ssl_context()
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # aiohttp knows none
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return status and body; raises TimedOut or NetworkError, caused by aiohttp's error."""
        if self._session is None:
            raise RuntimeError("not initialized")
        if request_data is not None and request_data.contains_files:
            raise NotImplementedError("files are not uploaded")
        timeout = aiohttp.ClientTimeout(
            connect=_given(pool_timeout, _PLACE),
            sock_connect=_given(connect_timeout, _CONNECT),
            sock_read=_given(read_timeout, _READ),
        )
        body = json.dumps(request_data.parameters).encode() if request_data is not None else None
        headers = {"Content-Type": "application/json"} if body else None
        parts = urlsplit(url)
        proxy = _proxy(parts.scheme, parts.hostname or "")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, proxy=proxy
            ) as answer:
                return answer.status, await answer.read()
        except aiohttp.ServerTimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}: {error}") from error


def was_sent(error: TelegramError) -> bool | None:
    """Whether a call that failed may have got there: False where it certainly did not, None where HTTP worked."""
    cause = error.__cause__
    return not isinstance(cause, _NEVER_SENT) if isinstance(cause, aiohttp.ClientError) else None


def _refuse_other_proxies() -> None:
    named = getproxies()
    for kind in ("http", "https", "all"):
        scheme, found, _ = named.get(kind, "").partition("://")
        if found and scheme.lower() not in ("http", "https"):
            raise UnusableProxy(scheme)


@lru_cache(maxsize=8)
def _proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host. aiohttp would look for it, in a thread, at every call."""
    named = getproxies()
    proxy = named.get(scheme) or named.get("all")
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _given(value: ODVInput[float], default: float) -> float | None:
    return value if value is None or isinstance(value, int | float) else default
