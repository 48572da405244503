"""A local Telegram Bot API server for tests: strict about the documented limits, real where it matters.

    async with BotApiServer() as server:
        ada = server.user("Ada")
        chat = server.private_chat(ada)
        ...                                  # start a bot with server.url and server.token
        chat.say(ada, "Who met whom?")
        reply = await server.next_message(chat)

Whatever a bot does wrong is answered as Telegram would, and kept in `violations`.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.botapi import commands, lookups, queries, sending
from tests.botapi.chats import Chat, ChatType
from tests.botapi.delivery import Updates
from tests.botapi.errors import ApiError, too_many
from tests.botapi.faults import Fault, Faults
from tests.botapi.flood import Flood
from tests.botapi.messages import Button, Message, shown_sender
from tests.botapi.parameters import METHODS, parse
from tests.botapi.people import Member, Status, User
from tests.botapi.queries import Callback, InlineQuery

Json = dict[str, Any]
HANDLERS = sending.HANDLERS | queries.HANDLERS | commands.HANDLERS | lookups.HANDLERS
TOKEN = "110201543:made-up-token-for-tests-only-0000"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_current: ContextVar[str] = ContextVar("method", default="")


@dataclass
class Call:
    """One call of the bot, as the journal keeps it; `result` or `error` is what it was answered."""

    method: str
    raw: Json
    parameters: Json = field(default_factory=dict)
    status: int = 0
    result: Any = None
    error: str | None = None
    fault: Fault | None = None
    at: float = field(default_factory=time.monotonic)


class BotApiServer:
    """The server, the world that it plays, and what a test does in that world."""

    def __init__(
        self, *, token: str = TOKEN, username: str = "cuttings_test_bot",
        host: str = "127.0.0.1", port: int = 0,
    ) -> None:  # fmt: skip
        self.token, self.host, self.port = token, host, port
        self.me = User(
            int(token.partition(":")[0]), "Cuttings", username=username, is_bot=True, language_code=None
        )
        self.privacy_mode = True
        self.deliver_mentions = True
        self.inline_mode = True
        self.inline_feedback = True
        self.callback_seconds = 30.0
        self.inline_seconds = 10.0
        self.users: dict[int, User] = {self.me.id: self.me}
        self.chats: dict[int, Chat] = {}
        self.inline_messages: dict[str, Message] = {}
        self.callbacks: dict[str, Callback] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {("name", ""): self.me.first_name}
        self.menu_buttons: dict[int | None, Json] = {}
        self.journal: list[Call] = []
        self.violations: list[str] = []
        self.faults = Faults()
        self.flood = Flood(self.note)
        self.updates = Updates(self.note)
        self._inline_cache: dict[tuple[str, str, int | None], tuple[float, Json]] = {}
        self._number = 1000
        self._common_id = 0
        self._pulse = asyncio.Event()
        self._runner: web.AppRunner | None = None

    # Its own life

    @property
    def url(self) -> str:
        """The address to configure as `api_url`, without `/bot`."""
        return f"http://{self.host}:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        assert self._runner
        await self._runner.cleanup()

    # The world

    def next_number(self) -> int:
        """A number that nothing else has."""
        self._number += 1
        return self._number

    def next_common_id(self) -> int:
        """The next message id of private chats and basic groups, which share one row."""
        self._common_id += 1
        return self._common_id

    def user(self, name: str, **fields: Any) -> User:
        """A new person; fields as in `User`."""
        user = User(fields.pop("id", 0) or 5_000_000 + self.next_number(), name, **fields)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User, *, started: bool = True) -> Chat:
        """The private chat of the bot with somebody, who has pressed Start unless told otherwise."""
        if user.id not in self.chats:
            self.chats[user.id] = Chat(self, user.id, "private", user=user, started=started)
        return self.chats[user.id]

    def group(
        self, title: str, *members: User, creator: User | None = None, bot_status: Status = "member"
    ) -> Chat:
        """A basic group."""
        return self._many("group", -self.next_number() - 4_000_000, title, members, creator, bot_status)

    def supergroup(
        self, title: str, *members: User, creator: User | None = None, forum: bool = False,
        username: str | None = None, bot_status: Status = "member",
    ) -> Chat:  # fmt: skip
        """A supergroup, or a forum with topics."""
        number = -1_000_000_000_000 - self.next_number() - 4_000_000
        chat = self._many("supergroup", number, title, members, creator, bot_status)
        chat.is_forum, chat.username = forum, username
        return chat

    def channel(self, title: str, *, bot_status: Status = "administrator", username: str | None = None) -> Chat:
        """A channel."""
        number = -1_000_000_000_000 - self.next_number() - 7_000_000
        chat = self._many("channel", number, title, (), None, bot_status)
        chat.username = username
        return chat

    def _many(
        self, kind: ChatType, number: int, title: str, members: tuple[User, ...], creator: User | None, bot: Status
    ) -> Chat:
        chat = self.chats[number] = Chat(self, number, kind, title=title)
        chat.members[self.me.id] = Member(self.me, bot)
        for user in members:
            chat.join(user)
        if creator:
            chat.join(creator, "creator")
        return chat

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """A chat by its id or @username."""
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        return next((chat for chat in self.chats.values() if f"@{chat.username}" == chat_id), None)

    def menu(self, chat: Chat, user: User) -> list[str]:
        """The commands that the person's client shows in this chat."""
        return commands.menu(self, chat, user)

    # What people do with buttons and inline

    def press(self, user: User, message: Message, button: Button | str) -> Callback:
        """Press a callback button, named by its text where a string; await `answered()` on what comes back."""
        pressed = message.button(button) if isinstance(button, str) else button
        if pressed.action != "callback_data":
            raise ValueError(f"{pressed.text!r} is a button of the kind {pressed.action}: the bot is not told")
        return self.callback(user, message, pressed.value)

    def callback(self, user: User, message: Message, data: str) -> Callback:
        """A callback with these data, as an old client may also send it for a button long gone."""
        query = Callback(self, str(self.next_number()), user, message=message, data=data)
        self.callbacks[query.id] = query
        update: Json = {"id": query.id, "from": user.as_json(), "data": data}
        update["chat_instance"] = str(message.chat.id)
        if message.inline_message_id:
            update["inline_message_id"] = message.inline_message_id
        elif message.deleted:
            update["message"] = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
        else:
            update["message"] = sending.shown(message)
        self.updates.add("callback_query", update)
        return query

    def inline(self, user: User, text: str, *, offset: str = "", chat_type: str = "sender") -> InlineQuery:
        """Type `@bot text` somewhere. A cached answer comes at once and the bot is not asked."""
        query = InlineQuery(self, str(self.next_number()), user, text=text, offset=offset, chat_type=chat_type)
        for who in (None, user.id):
            until, answer = self._inline_cache.get((text, offset, who), (0.0, {}))
            if time.monotonic() < until:
                query.answer, query.cached = answer, True
                return query
        self.inline_queries[query.id] = query
        update = {"id": query.id, "from": user.as_json(), "query": text, "offset": offset, "chat_type": chat_type}
        self.updates.add("inline_query", update)
        return query

    def remember_inline(self, query: InlineQuery) -> None:
        """Keep an answer for as long as the bot allows."""
        answer = query.answer or {}
        who = query.user.id if answer.get("is_personal") else None
        until = time.monotonic() + answer.get("cache_time", 300)
        self._inline_cache[query.text, query.offset, who] = (until, answer)

    def choose(self, query: InlineQuery, result: Json, chat: Chat) -> Message:
        """Send a result of an inline query into a chat."""
        fields = {"via_bot": self.me.as_json(), "reply_markup": result["_markup"]}
        message = chat.say(query.user, result["_text"], entities=result["_entities"], extra=fields)
        chosen: Json = {"result_id": result["id"], "from": query.user.as_json(), "query": query.text}
        if result["_markup"]:
            chosen["inline_message_id"] = message.inline_message_id = f"inline-{self.next_number()}"
            self.inline_messages[message.inline_message_id] = message
        if self.inline_feedback:
            self.updates.add("chosen_inline_result", chosen)
        return message

    # What a test waits for

    def changed(self) -> None:
        """Tell everybody who waits that something happened."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def until(self, predicate: Callable[[], Any], timeout: float = 5.0, what: str = "it") -> Any:  # noqa: ASYNC109 - a test says how long it waits
        """Wait until the predicate holds and return what it gave; AssertionError with the last calls otherwise."""
        deadline = time.monotonic() + timeout
        while not (found := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"waited {timeout} s for {what}; last calls:\n{self.transcript(12)}")
            try:
                async with asyncio.timeout(min(left, 0.05)):
                    await self._pulse.wait()
            except TimeoutError:
                continue
        return found

    async def next_message(self, chat: Chat, timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """The next message of the bot in this chat that no test has taken yet."""
        await self.until(lambda: chat.unread, timeout, f"a message in {chat.type} chat {chat.title or chat.id}")
        return chat.unread.popleft()

    async def next_edit(self, message: Message, timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """Wait until the message is edited once more than the test has seen."""
        await self.until(lambda: message.edits > message.seen_edits, timeout, "an edit")
        message.seen_edits = message.edits
        return message

    async def silence(self, chat: Chat, seconds: float = 0.5) -> None:
        """Wait, and fail if the bot writes into the chat meanwhile."""
        await asyncio.sleep(seconds)
        if chat.unread:
            raise AssertionError(f"a stray message: {chat.unread[0].text!r}")

    async def handled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed every update."""
        await self.until(lambda: not self.updates.pending, timeout, "the updates to be confirmed")

    # What is kept

    def note(self, text: str) -> None:
        """Keep a violation, with the method that it happened in."""
        method = _current.get()
        self.violations.append(f"{method}: {text}" if method else text)

    def calls(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.journal if call.method == method]

    def unanswered(self) -> list[Callback]:
        """Pressed buttons that the bot has left hanging."""
        return [query for query in self.callbacks.values() if query.answer is None]

    def transcript(self, last: int = 30) -> str:
        """The last calls in lines, without the token."""
        lines = []
        for call in self.journal[-last:]:
            told = call.error or (f"fault: {call.fault.kind}" if call.fault else "ok")
            lines.append(f"  {call.method} {str(call.parameters or call.raw)[:160]} → {call.status} {told}")
        return "\n".join(lines) or "  none"

    def conversation(self, chat: Chat) -> str:
        """A chat as it reads."""
        return "\n".join(f"{shown_sender(message.data)}: {message.text}" for message in chat.messages.values())

    # HTTP

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        if not _TOKEN.fullmatch(token):
            return _json(ApiError(404, "Not Found"))
        if token != self.token:
            return _json(ApiError(401, "Unauthorized"))
        if method.lower() not in METHODS:
            self.note(f"unknown method {method}")
            return _json(ApiError(404, "Not Found: method not found"))
        name = METHODS[method.lower()][0]
        _current.set(name)
        call = Call(name, await _read(request), fault=self.faults.draw(name))
        self.journal.append(call)
        if call.fault and not call.fault.after:
            return await _strike(request, call, call.fault)
        body = await self._answer(call)
        self.changed()
        if call.fault:
            return await _strike(request, call, call.fault)
        return web.json_response(body, status=call.status)

    async def _answer(self, call: Call) -> Json:
        try:
            call.parameters = parse(call.method, call.raw)
            call.result = await HANDLERS[call.method](self, call.parameters)
        except ApiError as error:
            if error.violation:
                self.note(error.description)
            call.status, call.error = error.code, error.description
            return error.as_json()
        call.status = 200
        return {"ok": True, "result": call.result}


def _json(error: ApiError) -> web.Response:
    return web.json_response(error.as_json(), status=error.code)


async def _read(request: web.Request) -> Json:
    """The parameters of a call, from wherever the Bot API takes them: the address, a form, or JSON."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        raw |= await request.json() if request.can_read_body else {}
    elif request.method == "POST":
        raw |= dict(await request.post())
    return raw


async def _strike(request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
    """Do what the fault says instead of a proper answer."""
    if fault.kind == "too_many":
        call.status = 429
        return _json(too_many(int(fault.number)))
    if fault.kind == "status":
        call.status = int(fault.number)
        page = "<html><body><h1>Bad Gateway</h1></body></html>"
        return web.Response(status=call.status, text=page, content_type="text/html")
    if fault.kind == "garbage":
        call.status = 200
        return web.Response(text='{"ok":true,"result":{"mess', content_type="application/json")
    if fault.kind in {"hang", "late"}:
        await asyncio.sleep(fault.number)
    if request.transport:
        request.transport.abort()
    return web.Response()
