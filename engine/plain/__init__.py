"""The second door: pages as numbered lines, for a pipe, a braille display, a screen reader, an old terminal."""
