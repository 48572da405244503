"""The made-up news of a harbour town, indexed once for all tests of ranking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ranking.articles import Shelf, Told

WIRE = (
    "The Linde burst its banks near Sollum before dawn on Sunday and flooded the lower town, the county's "
    "emergency office reported."
)
LONG = (
    "The inquiry sat for eleven weeks. It heard ninety witnesses, among them the captain. "
    + "Nobody in the room disputed the weather reports of that night, and few disputed the charts. " * 5
    + "The rudder of the Gannet had been cracked since March, an engineer told the panel. "
    + "Lunch was served at one, and the afternoon was given to questions of insurance and of pensions. " * 4
    + "The panel will publish its findings in June."
)
ARTICLES = (
    Told(
        "The Alder Courier",
        "2031-05-12",
        "Ferry to Tarn Island returns",
        (
            "The ferry to Tarn Island will sail again on Monday, harbour master Edda Holm said.",
            "Divers found the cracked rudder eleven days after the storm.",
            "Repairs cost 1.4 million crowns, which the council and the shipping company share.",
            "“We promised the islanders a ship before the herring season, and we will keep that promise.”",
        ),
        (None, None, None, "Harbour master Edda Holm said on the quay"),
    ),
    Told("The Alder Courier", "2031-11-02", "Inquiry into the Gannet ends", ("It was a long autumn.", LONG)),
    Told(
        "Radio Quayside",
        "2032-02-10",
        "Council approves footbridge",
        (
            "Port Alder's council voted nine to four for a footbridge over the river Linde.",
            "Mayor Tomas Reyl said the footbridge would spare children a detour.",
            WIRE,
        ),
    ),
    Told(
        "Radio Quayside",
        "2033-08-01",
        "Footbridge opens late",
        ("The footbridge over the Linde opened on Friday, a year late.", "Reyl cut the ribbon without a speech."),
    ),
    Told("The Sollum Mail", "2032-02-11", "Flood in Sollum", (WIRE, "Shops in the lower town stayed shut.")),
    Told(
        "The Sollum Mail",
        None,
        "Notes from the market",
        ("Herring is dear this year.", "Nobody talks of the footbridge any more, a fishwife said."),
    ),
)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The made-up news, indexed."""
    folder: Path = tmp_path_factory.mktemp("shelf")
    return Shelf(folder, ARTICLES)
