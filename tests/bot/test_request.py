"""The way to Telegram: what is sent, and what is known of a call that failed."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.delivery import never_arrived
from bot.request import AiohttpRequest, UnusableProxy, _proxy


async def _answer(request: web.Request) -> web.StreamResponse:
    """A server that behaves as the address says."""
    match request.path:
        case "/slow":
            await asyncio.sleep(0.5)
        case "/drop":
            assert request.transport
            request.transport.close()
        case "/where":
            named = {name: request.headers.get(name) for name in ("Host", "Proxy-Authorization")}
            return web.json_response({"ok": True, "result": named})
        case "/refuse":
            return web.json_response({"ok": False, "description": "Bad Request: made up"}, status=400)
    return web.json_response({"ok": True, "result": json.loads(await request.read() or "null")})


@pytest.fixture
async def url() -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(_answer), shutdown_timeout=0.05, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture(autouse=True)
def _no_proxy_of_another_test() -> None:
    _proxy.cache_clear()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(connections=1) as opened:
        yield opened


def _parameters(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def _failure(request: AiohttpRequest, url: str, **more: float) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await request.post(url, **more)
    return raised.value


async def test_parameters_arrive_as_they_are(request_: AiohttpRequest, url: str) -> None:
    given = {"chat_id": -5, "text": "Це “правда”? 🙂", "reply_markup": {"inline_keyboard": [[]]}, "silent": False}
    assert await request_.post(url, _parameters(**given, left_out=None)) == given


async def test_a_refusal_is_raised_as_the_framework_does(request_: AiohttpRequest, url: str) -> None:
    error = await _failure(request_, f"{url}/refuse")
    assert (type(error), str(error)) == (BadRequest, "Made up")


async def test_a_call_that_could_not_connect_never_arrived(request_: AiohttpRequest) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        error = await _failure(request_, f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert isinstance(error, NetworkError)
    assert never_arrived(error)


async def test_a_call_that_found_no_free_connection_never_arrived(request_: AiohttpRequest, url: str) -> None:
    other = asyncio.create_task(request_.post(f"{url}/slow"))
    await asyncio.sleep(0.05)
    error = await _failure(request_, url, pool_timeout=0.01)
    assert isinstance(error, TimedOut)
    assert never_arrived(error)
    other.cancel()


@pytest.mark.parametrize("path", ["slow", "drop"])
async def test_a_call_whose_answer_did_not_come_may_have_arrived(
    request_: AiohttpRequest, url: str, path: str
) -> None:
    error = await _failure(request_, f"{url}/{path}", read_timeout=0.05)
    assert isinstance(error, TimedOut if path == "slow" else NetworkError)
    assert not never_arrived(error)


async def test_a_proxy_that_the_environment_names_is_used(
    request_: AiohttpRequest, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", url.replace("//", "//ada:secret@"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    login = "Basic YWRhOnNlY3JldA=="
    there = {"Host": "telegram.invalid", "Proxy-Authorization": login}
    assert await request_.post("http://telegram.invalid/where") == there
    assert await request_.post(f"{url}/where") == {
        "Host": url.removeprefix("http://"),
        "Proxy-Authorization": None,
    }


async def test_it_may_be_begun_and_ended_twice(url: str) -> None:
    request = AiohttpRequest(connections=1)
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert await request.post(url) is None
        await request.shutdown()
        await request.shutdown()


async def test_a_proxy_of_another_kind_is_refused_without_telling_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://ada:secret@127.0.0.1:9")
    with pytest.raises(UnusableProxy, match="socks5 proxy") as refusal:
        await AiohttpRequest(connections=1).initialize()
    assert "secret" not in str(refusal.value)
