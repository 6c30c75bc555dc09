"""The settings: each row one of them; Enter or the arrows change it, and everything follows at once."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.playthrough import PlayError
from engine.tui.comfort import TOPICS, Settings
from engine.tui.messages import ComfortChanged
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.note import NoteScreen


class SettingsScreen(ListingScreen[None]):
    """How the reader likes to sit. What is changed here is kept with the playthroughs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,l", "change(1)", "Change", key_display="⏎"),
        Binding("left,h", "change(-1)", "Change back", show=False),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__("Settings", "kept for every evening")
        self._settings = settings

    def on_mount(self) -> None:
        """Show the settings."""
        self.fill(len(TOPICS), self._row)

    def said(self, number: int) -> Sequence[Passage]:
        """Return what a setting is about, and its values."""
        topic = TOPICS[number]
        now = self._settings.setting(topic.name)
        values = [
            Passage(plain(words, "" if value == now else FAINT), plain("• " if value == now else "  ", "$primary"),
                    Content("  "), gap=int(index == 0))
            for index, (value, words) in enumerate(topic.words)
        ]  # fmt: skip
        return [Passage(plain(topic.title, "bold $primary")), Passage(plain(topic.about)), *values]

    def take(self, number: int) -> None:
        """Change a setting to the next of its values."""
        self.action_change(1)

    def action_change(self, direction: int) -> None:
        """Change the setting under the cursor, and everything that follows from it."""
        topic = TOPICS[self.rows.cursor]
        at = topic.values.index(self._settings.setting(topic.name))
        try:
            self._settings.set(topic.name, topic.values[(at + direction) % len(topic.values)])
        except PlayError as refusal:
            self.app.push_screen(NoteScreen("That could not be kept", [Passage(plain(str(refusal)))]))
            return
        self.post_message(ComfortChanged())
        self.rows.repaint()
        self.tell()

    def _row(self, number: int) -> Content:
        topic = TOPICS[number]
        said = topic.said(self._settings.setting(topic.name))
        return plain(topic.title.ljust(26)) + plain(said, "bold $primary")


if __name__ == "__main__":
    from engine.tui.comfort import Unkept
    from engine.tui.demo import show

    show(SettingsScreen(Unkept()))
