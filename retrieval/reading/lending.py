"""Facts for originals that lie in another folder of the collection than the catalogue that knows them.

A brief steps back for a file named by its `about`, wherever in the collection that file is. What is known of
the file goes along: an original must not lose its outlet and date by lying elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from retrieval.errors import CatalogueError
from retrieval.model import Facts
from retrieval.reading.catalogue import NAME, Catalogue, read_catalogue
from retrieval.reading.encodings import NotText, read_text
from retrieval.reading.markdown import BadFrontMatter, has_front_matter, read_markdown


def facts_of_originals(folders: Iterable[Path]) -> Mapping[str, Facts]:
    """Facts by file name of every original that a brief at the top of one of the folders is about.

    The catalogue's entry beside the brief, else the brief's own facts; the first folder wins. Files that
    cannot be read are passed over: scanning the folder names them.
    """
    lent: dict[str, Facts] = {}
    for folder in folders:
        known = _catalogue(folder)
        for path in sorted(folder.glob("*.md")):
            brief = _brief(path)
            if brief and brief.about:
                facts = known.find(brief.about) or replace(brief, kind="original", about=None)
                lent.setdefault(PurePosixPath(brief.about).name, facts)
    return lent


def _catalogue(folder: Path) -> Catalogue:
    try:
        return read_catalogue(folder / NAME)
    except CatalogueError:
        return Catalogue({})


def _brief(path: Path) -> Facts | None:
    try:
        text = read_text(path)
        return read_markdown(text).facts if has_front_matter(text) else None
    except (OSError, NotText, BadFrontMatter):
        return None
