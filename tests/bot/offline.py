"""Telegram without a network: a request class that records every call and answers as Telegram would."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

BOT = {
    "id": 700700,
    "is_bot": True,
    "first_name": "Cuttings",
    "username": "cuttings_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
Json = dict[str, Any]


@dataclass
class Call:
    """One call of the Bot API: the method and its parameters, JSON ones decoded."""

    method: str
    given: Json

    @property
    def text(self) -> str:
        return str(self.given.get("text", ""))

    @property
    def buttons(self) -> list[Json]:
        markup = self.given.get("reply_markup") or {}
        return [button for row in markup.get("inline_keyboard", []) for button in row]

    def button(self, label: str) -> str:
        """What the button of that label sends back."""
        return str(next(button["callback_data"] for button in self.buttons if button["text"] == label))


@dataclass
class Fault:
    """How a call goes wrong: an HTTP status with a description, or an exception; `arrived` first does the call."""

    status: int = 500
    description: str = "Internal Server Error"
    parameters: Json | None = None
    raises: Exception | None = None
    arrived: bool = False


@dataclass
class Telegram:
    """What happened, and what happens next; `faults` are used up in order, one list for each method."""

    calls: list[Call] = field(default_factory=list)
    arrived: list[Call] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, Callable[[Json], Any]] = field(default_factory=dict)
    before: Callable[[Call], None] | None = None
    next_message: int = 1000

    def sent(self, chat: int | None = None) -> list[Call]:
        """The messages that arrived, of one chat or of all."""
        return [
            call for call in self.arrived if call.method == "sendMessage" and chat in {None, call.given["chat_id"]}
        ]

    def edits(self) -> list[Call]:
        return [call for call in self.arrived if call.method == "editMessageText"]

    def of(self, method: str) -> list[Call]:
        return [call for call in self.arrived if call.method == method]

    def handle(self, method: str, given: Json) -> tuple[int, Json]:
        call = Call(method, given)
        if self.before is not None:
            self.before(call)
        self.calls.append(call)
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if fault is not None and not fault.arrived:
            return self._fail(fault)
        result = self._do(call)
        if fault is not None:
            return self._fail(fault)
        return 200, {"ok": True, "result": result}

    def _fail(self, fault: Fault) -> tuple[int, Json]:
        if fault.raises is not None:
            raise fault.raises
        body: Json = {"ok": False, "error_code": fault.status, "description": fault.description}
        return fault.status, {**body, **({"parameters": fault.parameters} if fault.parameters else {})}

    def _do(self, call: Call) -> Any:
        self.arrived.append(call)
        if call.method in self.answers:
            return self.answers[call.method](call.given)
        if call.method == "getMe":
            return BOT
        if call.method == "sendMessage":
            self.next_message += 1
            kind = "private" if call.given["chat_id"] > 0 else "supergroup"
            return {
                "message_id": self.next_message,
                "date": 1_900_000_000,
                "chat": {"id": call.given["chat_id"], "type": kind},
                "from": BOT,
                "text": call.text,
            }
        return True


class OfflineRequest(BaseRequest):
    """The framework's way to HTTP, ending in `Telegram`; nothing else can be reached."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

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
        given = {
            name: _decoded(value) for name, value in (request_data.json_parameters if request_data else {}).items()
        }
        status, body = self._telegram.handle(url.rsplit("/", 1)[-1], given)
        return status, json.dumps(body).encode()


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def caused_by(error: TelegramError, cause: Exception) -> TelegramError:
    """An error as the framework raises it for an error of its way to HTTP."""
    error.__cause__ = cause
    return error
