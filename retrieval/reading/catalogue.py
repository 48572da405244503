"""`catalogue.toml`: facts about files that their text does not carry, keyed by path relative to it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from retrieval.errors import CatalogueError
from retrieval.model import Facts, Failure
from retrieval.reading.encodings import NotText, read_text
from retrieval.reading.facts import (
    BASES,
    FACTS,
    WrongValue,
    authors_value,
    choice_value,
    date_value,
    text_value,
    url_value,
)
from retrieval.reading.items import holds_many
from retrieval.reading.whitespace import squeeze

NAME = "catalogue.toml"
KEYS = ("outlet", "date", "date_basis", "evidence", "title", "authors", "url", "kind", "about")
QUESTIONS = "questions"
"""The one key above the tables: questions that the collection answers, to be suggested to newcomers."""
OF_ONE_ARTICLE = ("title", "url", "about")
"""Keys that make no sense for a file that holds many articles."""

_LABEL = re.compile(rf"(?:^|(?<=[.;] ))({'|'.join(FACTS)}): ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The valid entries of one catalogue by path, and the ones that were refused."""

    entries: Mapping[str, Facts]
    failures: tuple[Failure, ...] = ()

    def find(self, path: str) -> Facts | None:
        """Return what is stated of the file at this path relative to the catalogue; None where nothing is."""
        return self.entries.get(_path_key(path))


def read_catalogue(path: Path, name: str = NAME) -> Catalogue:
    """Read a catalogue; `name` is what failures call it. A wrong entry is refused by name, the others hold.

    Raises CatalogueError where the file as a whole cannot be read or is no TOML.
    """
    try:
        text = read_text(path)
        tables = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except OSError as error:
        raise CatalogueError(name, f"cannot be opened ({error.strerror or error})") from error
    except NotText as error:
        raise CatalogueError(name, str(error)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CatalogueError(name, f"is not valid TOML: {error or 'nested too deeply'}") from error
    entries: dict[str, Facts] = {}
    failures: list[Failure] = []
    tables.pop(QUESTIONS, None)  # read by `suggestions`
    for key, table in tables.items():
        try:
            entries[_path_key(key)] = read_entry(key, table)
        except WrongValue as error:
            failures.append(Failure(f'{name} ["{squeeze(key)[:200]}"]', str(error)))
    return Catalogue(entries, tuple(failures))


def read_entry(path: str, table: object) -> Facts:
    """Read the facts of one entry. Raises WrongValue, naming the key, for an unknown key or a wrong value."""
    if not isinstance(table, dict):
        raise WrongValue(f'is no table; an entry begins with a line ["{path}"]')
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise WrongValue(f"unknown key `{unknown[0]}`; known are {', '.join(KEYS)}")
    misplaced = [key for key in OF_ONE_ARTICLE if key in table and holds_many(path)]
    if misplaced:
        raise WrongValue(
            f"`{misplaced[0]}` belongs to one article, and this file holds many; in JSON lines put it on the line"
        )
    return record_facts(table, "the catalogue", evidence=table.get("evidence"))


def record_facts(table: Mapping[str, object], where: str, evidence: object = None) -> Facts:
    """Facts of a catalogue's entry or of front matter, checked. Raises WrongValue, naming the key."""
    day = date_value("date", table.get("date"))
    basis = choice_value("date_basis", table.get("date_basis"), BASES)
    if basis and not day:
        raise WrongValue("`date_basis` says what a date rests on, and there is no `date`")
    about = text_value("about", table.get("about"))
    kind = choice_value("kind", table.get("kind"), ("original", "brief"))
    values: dict[str, object] = {
        "outlet": text_value("outlet", table.get("outlet")),
        "date": day,
        "title": text_value("title", table.get("title")),
        "authors": authors_value("authors", table.get("authors")),
        "url": url_value("url", table.get("url")),
    }
    return Facts(
        **values,  # type: ignore[arg-type]
        date_basis=(basis or "stated") if day else None,  # type: ignore[arg-type]
        kind="brief" if kind == "brief" else "original",
        about=about,
        evidence=_evidence(values, where, evidence),
    )


def _evidence(values: Mapping[str, object], where: str, given: object) -> dict[str, str]:
    """What each fact rests on: the record's own words on it, else where it stood."""
    if given is not None and not isinstance(given, str | dict):
        raise WrongValue("`evidence` has to be text, or a table with a text per fact")
    texts = given if isinstance(given, dict) else _by_fact(text_value("evidence", given))
    unknown = sorted(set(texts) - set(FACTS))
    if unknown:
        raise WrongValue(f"`evidence` has the unknown key `{unknown[0]}`; known are {', '.join(FACTS)}")
    shown = {name: text_value(f"evidence.{name}", text) for name, text in texts.items()}
    return {name: f"{where}: {shown[name]}" if shown.get(name) else where for name in FACTS if values.get(name)}


def _by_fact(text: str | None) -> dict[str, str]:
    """Part an evidence such as "Outlet: the masthead. Date: printed." by fact; without labels it is for all."""
    if not text:
        return {}
    pieces = _LABEL.split(text)
    if len(pieces) == 1:
        return dict.fromkeys(FACTS, text)
    return {label.lower(): words.strip() for label, words in zip(pieces[1::2], pieces[2::2], strict=True)}


def _path_key(path: str) -> str:
    """One spelling per path: `/`, no `./`, composed characters (macOS writes file names decomposed)."""
    return unicodedata.normalize("NFC", str(PurePosixPath(path.replace("\\", "/"))))
