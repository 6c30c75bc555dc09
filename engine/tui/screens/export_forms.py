"""The forms in which a playthrough of the library can be shown to others."""

from functools import partial

from engine.play.archive import Archive
from engine.play.kept import Saved
from engine.tui.screens.export import Form


def forms_of(archive: Archive, saved: Saved) -> list[Form]:
    """Return them, the most wanted first."""
    timeline = partial(archive.timeline, saved.id)
    name = f"althist-{saved.id}"
    return [
        Form("Timeline in BBCode", "For an alternate-history forum: the history that you made, by date, with ours"
             " beside it where a note exists.", f"{name}.bbcode", partial(timeline, "bbcode")),
        Form("Timeline in Markdown", "For notes, a repository, most forums of today.", f"{name}.md",
             partial(timeline, "md")),
        Form("Timeline as a page", "One HTML file that any browser opens.", f"{name}.html", partial(timeline, "html")),
        Form("The whole timeline", "In Markdown, with what you never learnt: what the other seats decided in secret.",
             f"{name}-whole.md", partial(timeline, "md", is_whole=True)),
        Form("Code", "A short line that replays it to the letter: althist replay CODE, or “Replay a code” on the"
             " title.", f"{name}.code", partial(archive.code_line, saved.id)),
        Form("Replay file", "The same as a file, which survives changes of the story better.", f"{name}.json",
             partial(archive.replay_file, saved.id)),
    ]  # fmt: skip
