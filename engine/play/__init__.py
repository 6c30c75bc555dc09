"""A player goes through a program: pages, playthroughs, and the library that keeps them."""
