"""Measurements: speed (`make bench`) and quality (`make bench-quality`)."""
