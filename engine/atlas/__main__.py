"""`python -m engine.atlas` lists the areas, for authors: what a story calls each, and what a reader does."""

from engine.atlas.atlas import open_atlas

for area in open_atlas().areas:
    print(f"{area.id:18} {area.name} ({area.latitude:.1f} N, {area.longitude:.1f} E)")
