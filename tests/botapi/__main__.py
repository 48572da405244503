"""Try a bot by hand, without Telegram: `python -m tests.botapi`, then start the bot as it tells you.

Each line is what a person writes in the private chat. `/press TEXT` presses a button of the last answer,
`/inline WORDS` asks inline, `/group LINE` writes into a group, `/as NAME` becomes somebody else.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.people import User
from tests.botapi.server import BotApiServer

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


class Desk:
    """One person at the keyboard, with a private chat and a group."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.user = self._person("Ada")
        self.group = server.supergroup("Newsroom", self.user)
        self.last: Message | None = None
        self.shown: dict[tuple[int, int], int] = {}

    def _person(self, name: str) -> User:
        known = {user.first_name: user for user in self.server.users.values()}
        return known.get(name) or self.server.user(name)

    async def type(self, line: str) -> None:
        """Do what the line says."""
        word, _, rest = line.partition(" ")
        if word == "/as":
            self.user = self._person(rest)
            self.group.join(self.user)
        elif word == "/press" and self.last:
            self.server.press(self.user, self.last, rest)
        elif word == "/inline":
            query = self.server.inline(self.user, rest)
            await query.answered(10)
            for result in query.results:
                self._print(f"  ▫ {result['title']}: {result.get('description', '')}")
        elif word == "/group":
            self.group.say(self.user, rest)
        else:
            self.server.private_chat(self.user).say(self.user, line)

    async def show(self) -> None:
        """Print what the bot writes, and every edit, for ever."""
        while True:
            for chat in list(self.server.chats.values()):
                for message in list(chat.messages.values()):
                    if message.by_bot and self.shown.get((chat.id, message.id)) != message.edits:
                        self.shown[chat.id, message.id] = message.edits
                        self._show(chat, message)
            await asyncio.sleep(0.1)

    def _show(self, chat: Chat, message: Message) -> None:
        self.last = message
        where = f" ({chat.title})" if chat.title else ""
        self._print(f"\n◂ {'edited' if message.edits else 'bot'}{where}:\n{message.text}")
        if message.buttons:
            self._print("  " + " ".join(f"[ {button.text} ]" for button in message.buttons))
        while self.server.violations:
            self._print(f"  ! {self.server.violations.pop(0)}")

    @staticmethod
    def _print(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


async def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8081)
    port = parser.parse_args().port
    async with BotApiServer(port=port) as server:
        desk = Desk(server)
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder, "config.toml")
            config.write_text(
                f'[telegram]\napi_url = "{server.url}"\nadmins = [{desk.user.id}]\n'
                f"[collection]\nfolders = [{str(SEEDS)!r}]\n"
            )
            started = f"TELEGRAM_BOT_TOKEN={server.token} CUTTINGS_CONFIG={config} python -m bot run"
            sys.stdout.write(f"Start the bot with:\n  {started}\n\n")
            sys.stdout.flush()
            showing = asyncio.create_task(desk.show())
            while line := await asyncio.to_thread(sys.stdin.readline):
                try:
                    await desk.type(line.strip())
                except (AssertionError, LookupError) as error:  # no answer came, there is no such button
                    sys.stdout.write(f"  ! {error}\n")
            showing.cancel()


if __name__ == "__main__":
    asyncio.run(main())
