"""Text with an address: story files, and YAML as a tree in which every key and value knows its place."""
