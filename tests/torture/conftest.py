"""A server of one's own per test, and bots on a larger made-up collection that is indexed once."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.botapi import BotApiServer
from tests.e2e.newsroom import write_newsroom, write_parish_papers
from tests.e2e.process import ROOT, BotProcess, bots_of

PAPERS = 700
ADMIN = 7_000_001


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here takes long."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.torture)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.timeout(400))


async def cuttings(home: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Start `cuttings` with the configuration and data of a bot."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "--config", "config.toml", "--data", "data", *arguments, cwd=home,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with articles and a finished index."""
    home = tmp_path_factory.mktemp("indexed")
    write_parish_papers(write_newsroom(home / "articles") / "parish", PAPERS)
    (home / "config.toml").write_text('[collection]\nfolders = ["articles"]\n', encoding="utf-8")
    process = await cuttings(home, "reindex")
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return home


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def own_articles(indexed: Path, tmp_path: Path) -> Path:
    """A copy of the articles that a test may change."""
    return Path(shutil.copytree(indexed / "articles", tmp_path / "articles"))


@pytest_asyncio.fixture(loop_scope="session")
async def own_bot(server: BotApiServer, indexed: Path, tmp_path: Path) -> AsyncIterator[Callable[..., BotProcess]]:
    """Makes bots that begin with a copy of the finished index."""
    async with bots_of(server, indexed, tmp_path) as make:
        yield make
