"""What a story can come to: many playthroughs at once, without Python between their decisions."""
