"""The tests of Cuttings; a package, so that `tests/bot` can never be taken for `bot`."""
