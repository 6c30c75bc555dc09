"""The parts of a screen, one to a file; each runs alone with `python -m`."""
