"""Kills, storms and floods: minutes long, run by `make torture`."""
