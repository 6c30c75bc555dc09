"""The third door: the Textual screen in a browser, for this machine alone unless the player says otherwise."""
