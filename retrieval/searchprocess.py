"""A process that searches, and the two pipes to it: for what is asked of it, and for what it says.

The event loop writes and reads the pipes itself. A pool of processes does the same with two threads, and waking
these took a twelfth of the processors' time for a question. Started with `python -m`, this file is that process.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias, cast

from retrieval.query import Reading
from retrieval.searcher import Place, Said, Searcher, spare_the_collector

_SIZE = 8  # bytes that tell how long a reply is
_PATIENCE = 10.0  # seconds that the process may take to end when nothing more is asked


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read, and which of its excerpts are wanted."""

    reading: Reading
    limit: int
    offset: int


Order: TypeAlias = Place | Question
"""A generation to open, which comes first, or a question to it."""


class ProcessEnded(Exception):
    """The process ended before it said anything to an order."""


class SearchProcess:
    """The process, seen from the one that asks; it ends with that one, however that one ends."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take a process over, which `start` has started."""
        self._process = process
        self._orders = cast("asyncio.StreamWriter", process.stdin)  # both were asked for
        self._replies = cast("asyncio.StreamReader", process.stdout)
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._listening = asyncio.create_task(self._listen(), name="search process")

    @classmethod
    async def start(cls, place: Place) -> SearchProcess:
        """Start a process that searches a generation; raises CollectionDamaged, ProcessEnded.

        It finds its modules where this one does.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)},
        )
        started = cls(process)
        try:
            await started._give(place)
        except BaseException:
            await started.close()
            raise
        return started

    @property
    def number(self) -> int:
        """The number that the system gave it."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether nothing more will come from it."""
        return self._listening.done()

    async def ask(self, question: Question) -> Said:
        """Have a question answered, when those before it are; raises what the search raises, and ProcessEnded."""
        said: Said = await self._give(question)
        return said

    async def _give(self, order: Order) -> Any:
        if self.ended:
            raise ProcessEnded
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        self._orders.write(_packed(order))
        return await reply

    async def close(self) -> None:
        """Have the orders under way done, and the process end."""
        self._orders.close()
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._listening

    async def _listen(self) -> None:
        """Hand each reply to who waits for it, until the process ends."""
        try:
            while True:
                size = int.from_bytes(await self._replies.readexactly(_SIZE), "big")
                said = pickle.loads(await self._replies.readexactly(size))  # noqa: S301  # our own process
                _settle(self._waiting.popleft(), said)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            for reply in self._waiting:
                _settle(reply, ProcessEnded())


def _settle(reply: asyncio.Future[Any], said: Said | Exception | None) -> None:
    if reply.done():  # who asked does not wait any more
        return
    if isinstance(said, Exception):
        reply.set_exception(said)
    else:
        reply.set_result(said)


def serve(orders: BinaryIO, replies: BinaryIO) -> None:
    """Be that process: do one order after the other, until no more can come."""
    searcher: Searcher | None = None
    while True:
        try:
            order: Order = pickle.load(orders)  # noqa: S301  # from the process that started this one
            if isinstance(order, Place):
                searcher = Searcher(order)
                spare_the_collector()
                reply = _packed(None)
            elif searcher is not None:
                reply = _packed(searcher.search(order.reading, order.limit, order.offset))
            else:
                raise RuntimeError("no generation was opened")
        except EOFError:
            return
        except Exception as error:  # noqa: BLE001  # whoever asked gets it, and logs it
            error.add_note(f"In the process that searches:\n{traceback.format_exc()}")
            reply = _packed(_as_can_be_sent(error))
        replies.write(len(reply).to_bytes(_SIZE, "big") + reply)
        replies.flush()


def _as_can_be_sent(error: Exception) -> Exception:
    """Return the error, or its words where it could not be made again at the other end."""
    try:
        pickle.loads(_packed(error))  # noqa: S301  # our own
    except Exception:  # noqa: BLE001  # whatever its class makes of it
        return RuntimeError(f"{error!r}\n{''.join(error.__notes__)}")
    return error


def _packed(what: Order | Said | Exception | None) -> bytes:
    return pickle.dumps(what, pickle.HIGHEST_PROTOCOL)


def _main() -> None:
    """Begin: the bot decides when searches end, not who stops all processes of a terminal or a service."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not print into the replies
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    _main()
