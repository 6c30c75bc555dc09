"""The Textual face: pages on a terminal screen, keys and clicks back."""
