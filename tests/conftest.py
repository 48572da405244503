"""Fixtures shared by all tests: a small made-up newsroom, and the original articles where they are at hand."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from retrieval.collection import Collection

HARBOUR = """+++
outlet = "The Alder Courier"
date = "2031-05-12"
title = "Ferry to Tarn Island returns after storm damage"
authors = ["Ines Okafor"]
url = "https://courier.invalid/ferry"
+++
The ferry between Port Alder and Tarn Island will sail again on Monday, harbour master Edda Holm announced.

Divers found the cracked rudder of the Gannet eleven days after the storm; a yard in Westhaven forged a new one.

Repairs cost 1.4 million crowns, which the island council and the shipping company share.

"We promised the islanders a ship before the herring season, and here she is," Holm told reporters on the quay.

Tarn Island has 612 residents, most of whom depend on the ferry for groceries and medicine.
"""

BRIDGE = """+++
outlet = "Radio Quayside"
date = "2032-02"
date_basis = "inferred"
title = "Council approves footbridge over the Linde"
+++
Port Alder's council voted nine to four for a footbridge over the river Linde near the old tannery.

Mayor Tomas Reyl said that the bridge would spare schoolchildren a detour of two kilometres.

Opponents led by councillor Mirka Sand called the price of 3.2 million crowns reckless.

Construction is due to begin in April and to last nine months.
"""

LIGHTHOUSE = """+++
outlet = "The Alder Courier"
date = "2033-09-03"
title = "Lighthouse keeper retires after forty years"
+++
Jonna Brandt, the last keeper of the Tarn Island lighthouse, retires this week after forty years of service.

She said that the winter of 2009, when supplies ran out for sixteen days, had been the hardest of them.

From now on an engineer in Port Alder will watch the lamp by camera.
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A folder with three made-up articles of two outlets that do not exist."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("ferry.md", HARBOUR), ("bridge.md", BRIDGE), ("lighthouse.md", LIGHTHOUSE)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
async def collection(newsroom: Path, tmp_path: Path) -> AsyncIterator[Collection]:
    """The newsroom's collection, indexed and open."""
    async with Collection.open([newsroom], tmp_path / "data") as opened:
        await opened.ensure_built()
        yield opened


@pytest.fixture
def originals() -> Path:
    """The folder with the first collection's original files; skips where the environment names none."""
    named = os.environ.get("CUTTINGS_ORIGINALS")
    if not named:
        pytest.skip("CUTTINGS_ORIGINALS names no folder with the original articles")
    return Path(named)
