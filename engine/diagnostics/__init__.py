"""Things we tell an author: what is wrong, where, and what was probably meant."""
