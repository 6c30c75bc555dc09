"""What an author asks of a module: whether its walkthroughs and contracts hold, how long it is, what leads where."""
