"""How the reader likes to sit: colours, width, pace, motion. Kept where settings are kept, read once at the start."""

from typing import Protocol

from textual.widget import Widget

from engine.frozen import frozen
from engine.tui.themes import THEMES, WAR_ROOM

MEASURE = 76
"""The widest line of prose, in cells, until the reader says otherwise."""


class Settings(Protocol):
    """Where settings are kept; the library's memory is one."""

    def setting(self, name: str) -> str:
        """Return the value of a setting."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a value.

        Raises:
            PlayError: It could not be kept.
        """
        ...


class Unkept:
    """Settings that last as long as the program, for a demonstration or a test."""

    def __init__(self, **values: str) -> None:
        self._values = values

    def setting(self, name: str) -> str:
        """Return what was set, or the first of the values that there are."""
        return self._values.get(name) or next(topic.values[0] for topic in TOPICS if topic.name == name)

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        self._values[name] = value


@frozen
class Topic:
    """One setting as the screen shows it: `words` has for each value what is said of it."""

    name: str
    title: str
    about: str
    words: tuple[tuple[str, str], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values, the one that holds at first before the others."""
        return tuple(value for value, _ in self.words)

    def said(self, value: str) -> str:
        """Return what is said of a value."""
        return dict(self.words).get(value, value)


TOPICS = (
    Topic(
        "theme", "Colours", "Two rooms of the period, two plain ones, one with the fullest contrast, and one in which"
        " no colour blindness confuses anything. Nothing is ever said by colour alone.",
        tuple((theme.name, theme.name) for theme in THEMES),
    ),
    Topic(
        "measure", "Width of the text", "The longest line, in characters. Your terminal sets the size of the letters"
        " themselves: most take Ctrl and + or -.",
        (("76", "76 characters"), ("66", "66 characters"), ("56", "56 characters"), ("90", "90 characters")),
    ),
    Topic(
        "pace", "Pace", "Text never runs by itself. It comes a page at a time, or a paragraph at a time, each with"
        " Space, and the choices after the last.",
        (("page", "a page at a time"), ("paragraph", "a paragraph at a time")),
    ),
    Topic(
        "fold", "Read before", "What was read in an earlier playthrough can be set in faint letters, or folded to one"
        " line; f unfolds it. n goes on to the next new thing.",
        (("off", "shown like everything"), ("dim", "in faint letters"), ("on", "folded to one line")),
    ),
    Topic(
        "changes", "What changed", "How long the arrows and numbers of the last change stand beside a gauge.",
        (("stay", "until the next page"), ("3", "for three seconds"), ("8", "for eight seconds"),
         ("20", "for twenty seconds")),
    ),
    Topic(
        "odds", "Odds", "What is said beforehand of a choice whose outcome is open.",
        (("numbers", "in words and per cent"), ("words", "in words"), ("hidden", "nothing")),
    ),
    Topic("motion", "Motion", "Whether bars move when they change.", (("on", "on"), ("off", "off"))),
    Topic(
        "rest", "Rest before a choice", "How long choices stand on the screen before one can be made, so that a key"
        " pressed twice does not decide what was never read.",
        (("250", "a quarter of a second"), ("0", "none"), ("1000", "a second")),
    ),
    Topic(
        "handover", "Handing over", "Where several seats are played at one machine: a page that shows nothing, so that"
        " nobody reads what is meant for another.",
        (("on", "a page between the seats"), ("off", "none")),
    ),
    Topic(
        "luck", "Luck after going back", "Whether the same dice fall again when you decide anew, or others.",
        (("kept", "as it fell"), ("anew", "drawn anew")),
    ),
    Topic(
        "cursor", "The terminal's cursor", "Seen or not, it stands on the current choice, where braille displays and"
        " magnifiers look for it.",
        (("off", "hidden"), ("on", "shown")),
    ),
)  # fmt: skip
"""Everything that can be set, in the order in which the screen shows it."""


@frozen
class Comfort:
    """The settings as the screens use them. `changes` counts seconds, None: until the next page; `rest` seconds."""

    theme: str
    measure: int
    is_by_paragraph: bool
    fold: str
    changes: float | None
    odds: str
    is_moving: bool
    rest: float
    hands_over: bool
    shows_cursor: bool


def comfort_of(widget: Widget) -> Comfort:
    """Return the settings under which a widget is shown."""
    found = getattr(widget.app, "comfort", None)
    return found if isinstance(found, Comfort) else read_comfort(Unkept())


def read_comfort(settings: Settings) -> Comfort:
    """Return the settings as they are kept now."""
    value = settings.setting
    theme, changes = value("theme"), value("changes")
    return Comfort(
        theme if theme in {one.name for one in THEMES} else WAR_ROOM.name,
        int(value("measure")), value("pace") == "paragraph", value("fold"),
        None if changes == "stay" else float(changes), value("odds"), value("motion") == "on",
        int(value("rest")) / 1000, value("handover") == "on", value("cursor") == "on",
    )  # fmt: skip
