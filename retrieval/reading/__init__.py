"""Articles as people have them: folders of text dumps, saved pages, Markdown and JSON lines, and a catalogue."""

from retrieval.reading.catalogue import Catalogue, read_catalogue
from retrieval.reading.folders import scan_folder
from retrieval.reading.items import READER_VERSION, RawItem
from retrieval.reading.lending import facts_of_originals
from retrieval.reading.read import extract_file, read_item

__all__ = [
    "READER_VERSION",
    "Catalogue",
    "RawItem",
    "extract_file",
    "facts_of_originals",
    "read_catalogue",
    "read_item",
    "scan_folder",
]
