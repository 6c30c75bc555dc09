"""A story becomes a program: names found, types and ranges checked, everything lowered to numbers."""
