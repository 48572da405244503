"""The bot as its own process, talking over HTTP to the local Bot API server of `tests/botapi`."""
