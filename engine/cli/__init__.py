"""The command line: finds modules, opens the library, and hands a game to a face."""
