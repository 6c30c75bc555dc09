"""The third door in a real Chromium: `python -m browser` in the folder `tests`. The suite plays the protocol itself."""
