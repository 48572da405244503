"""Updates are committed before Telegram may forget them, whatever comes back from it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from telegram.request import BaseRequest, RequestData

from bot.ingress import ALLOWED_UPDATES, Poller, TokenRefused, read_updates
from bot.rows import Incoming
from bot.store import StoreUnavailable
from bot.webhook import SECRET_HEADER, Receiver, listening
from tests.bot.conftest import QUICK
from tests.bot.updates import ADA, TOWN, group, inline, press, say, standing

Step = tuple[int, bytes] | Exception


class Script(BaseRequest):
    """Answers one call of getUpdates after the other, then holds the last as a long poll does."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[dict[str, str]] = []
        self.done = asyncio.Event()

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        self.asked.append(request_data.json_parameters)
        if not self.steps:
            self.done.set()
            await asyncio.Event().wait()
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


def fetched(*updates: object) -> Step:
    return 200, json.dumps({"ok": True, "result": list(updates)}).encode()


def refused(status: int, description: str, **parameters: object) -> Step:
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return status, json.dumps({k: v for k, v in body.items() if v != {}}).encode()


async def poll(*steps: Step, take_in: Callable[[list[Incoming]], Any] | None = None) -> tuple[Script, list[int]]:
    """Run a poller through the steps; return what it asked and which updates it took in, in order."""
    script, taken = Script(*steps), []

    async def keep(updates: list[Incoming]) -> None:
        if take_in:
            take_in(updates)
        taken.extend(update.update_id for update in updates)

    poller = Poller(script, "https://telegram.invalid/getUpdates", keep, patience=QUICK, long_poll=1)
    task = asyncio.create_task(poller.run())
    async with asyncio.timeout(5):
        await asyncio.wait([task, asyncio.create_task(script.done.wait())], return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    result = await asyncio.gather(task, return_exceptions=True)
    if isinstance(result[0], TokenRefused):
        raise result[0]
    return script, taken


async def test_the_offset_moves_once_the_updates_are_committed() -> None:
    script, taken = await poll(fetched({"update_id": 5}, {"update_id": 7}), fetched())
    assert taken == [5, 7]
    assert [asked.get("offset") for asked in script.asked] == [None, "8", "8"]


async def test_updates_that_could_not_be_stored_are_fetched_again() -> None:
    failures = [StoreUnavailable("disk full")]

    def fail_once(_: list[Incoming]) -> None:
        if failures:
            raise failures.pop()

    script, taken = await poll(fetched({"update_id": 5}), fetched({"update_id": 5}), take_in=fail_once)
    assert taken == [5]
    assert [asked.get("offset") for asked in script.asked] == [None, None, "6"]


async def test_after_a_day_without_updates_the_offset_is_dropped() -> None:
    """After a week of silence Telegram may number anew from below, which an old offset would discard."""
    now = iter([0.0, 0.0, 0.0, 10.0, 90_000.0, 90_001.0, 90_002.0])
    script, taken = Script(fetched({"update_id": 900}), fetched(), fetched({"update_id": 5})), []

    async def keep(updates: list[Incoming]) -> None:
        taken.extend(update.update_id for update in updates)

    poller = Poller(script, "https://telegram.invalid/getUpdates", keep, clock=lambda: next(now))
    task = asyncio.create_task(poller.run())
    async with asyncio.timeout(5):
        await script.done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert taken == [900, 5]
    assert [asked.get("offset") for asked in script.asked] == [None, "901", None, "6"]


async def test_only_the_kinds_of_updates_that_a_handler_means_are_asked_for() -> None:
    script, _ = await poll(fetched())
    kinds = json.loads(script.asked[0]["allowed_updates"])
    assert kinds == list(ALLOWED_UPDATES)
    assert "channel_post" not in kinds
    assert "business_message" not in kinds


@pytest.mark.parametrize(
    "fault",
    [
        refused(409, "Conflict: terminated by other getUpdates request"),
        refused(429, "Too Many Requests: retry after 0", retry_after=0.01),
        refused(500, "Internal Server Error"),
        (502, b"<html>Bad Gateway</html>"),
        (200, b"this is no JSON"),
        (200, b'{"ok": true}'),
        (200, b'{"ok": true, "result": {"update_id": 5}}'),
        (200, b'{"ok": true, "result": [{"message": {}}, 7, null, {"update_id": "x"}]}'),
        (200, b"[]"),
        OSError("network is down"),
    ],
)
async def test_it_backs_off_and_goes_on(fault: Step) -> None:
    _, taken = await poll(fault, fault, fetched({"update_id": 5}))
    assert taken == [5]


async def test_sound_updates_among_garbage_are_taken_in() -> None:
    script, taken = await poll(fetched({"message": {}}, {"update_id": 9}, None))
    assert taken == [9]
    assert script.asked[-1]["offset"] == "10"


async def test_a_conflict_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    await poll(refused(409, "Conflict: terminated by other getUpdates request"))
    assert "Only one may run" in caplog.text


async def test_a_token_that_is_refused_again_and_again_ends_it_in_one_clear_sentence() -> None:
    unauthorized = refused(401, "Unauthorized")
    _, taken = await poll(unauthorized, unauthorized, fetched({"update_id": 5}))
    assert taken == [5]
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN"):
        await poll(unauthorized, unauthorized, unauthorized)


def test_each_update_keeps_its_order_with_its_chat_or_its_persons_inline_queries() -> None:
    updates = [
        say("a"),
        say("b", chat=group()),
        press("x", 1, chat=group()),
        standing("left", "member"),
        inline("c"),
        {"update_id": 1, "poll": {}},
    ]
    lanes = [row.lane for row in read_updates(updates)]
    assert lanes == [f"chat {ADA}", *[f"chat {TOWN}"] * 3, f"inline_query {ADA}", "poll 1"]


@pytest.mark.parametrize(
    "broken",
    [{"message": 7}, {"message": {"chat": []}}, {"message": {"chat": {"id": "x"}, "from": 3}}, {}, {"a": None}],
)
def test_whatever_is_wrong_inside_an_update_it_becomes_a_row(broken: dict[str, object]) -> None:
    (row,) = read_updates([{"update_id": 3, **broken}])
    assert row.lane
    assert json.loads(row.payload) == {"update_id": 3, **broken}


# ------------------------------------------------------------------ the webhook


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def post(body: bytes, secret: str | None, *, fails: bool = False) -> tuple[int, list[int]]:
    """Post a body to a running webhook; return the status and what was taken in before it."""
    taken: list[int] = []

    async def keep(updates: list[Incoming]) -> None:
        if fails:
            raise StoreUnavailable("disk full")
        taken.extend(update.update_id for update in updates)

    port = free_port()
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with (
        listening(Receiver(keep, "s3cret"), "https://bot.invalid/hook", "127.0.0.1", port),
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/hook", data=body, headers=headers) as response,
    ):
        return response.status, list(taken)


async def test_an_update_is_committed_before_200() -> None:
    assert await post(b'{"update_id": 4}', "s3cret") == (200, [4])


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cret2", "с3cret"])
async def test_who_does_not_know_the_secret_gets_403(secret: str | None) -> None:
    assert await post(b'{"update_id": 4}', secret) == (403, [])


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"{}", b'{"update_id": "4"}', b'{"update_id": true}'])
async def test_what_is_no_update_gets_400(body: bytes) -> None:
    assert await post(body, "s3cret") == (400, [])


async def test_an_update_that_cannot_be_stored_is_left_for_telegram_to_send_again() -> None:
    assert await post(b'{"update_id": 4}', "s3cret", fails=True) == (500, [])
