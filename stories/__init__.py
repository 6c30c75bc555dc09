"""The story modules that ship with the engine, one folder each; data only."""
