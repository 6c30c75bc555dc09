"""How fast? Ratios measured in one run, reported and never asserted: `python -m bench` in the folder `tests`."""
