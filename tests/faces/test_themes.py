"""The colours can be read: every word has at least 4.5:1 against what it stands on."""

import pytest
from textual.color import Color
from textual.theme import Theme

from engine.play.memory import SETTINGS
from engine.tui.comfort import TOPICS
from engine.tui.prose import FAINT
from engine.tui.themes import HIGH_CONTRAST, THEMES
from faces.pages import RICH
from faces.screens import MINUS, stage

GROUNDS = ("background", "surface", "panel")
WORDS = ("foreground", "primary", "secondary", "warning", "error", "success", FAINT)


def colour(theme: Theme, name: str, ground: Color) -> Color:
    named, _, percent = name.removeprefix("$").partition(" ")
    value = Color.parse(getattr(theme, named))
    return ground.blend(value, int(percent.rstrip("%")) / 100) if percent else value


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(of: Color) -> float:
    channels = (part / 255 for part in of.rgb)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
class TestContrast:
    @pytest.mark.parametrize("ground", GROUNDS)
    @pytest.mark.parametrize("words", WORDS)
    def test_words_can_be_read(self, theme: Theme, words: str, ground: str) -> None:
        below = Color.parse(getattr(theme, ground))
        assert contrast(colour(theme, words, below), below) >= 4.5

    @pytest.mark.parametrize("words", ["foreground", "primary", "warning", FAINT])
    def test_words_under_the_cursor_can_be_read(self, theme: Theme, words: str) -> None:
        below = Color.parse(theme.background).blend(Color.parse(theme.primary), 0.2)
        assert contrast(colour(theme, words, below), below) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_high_contrast_is_high(words: str, ground: str) -> None:
    below = Color.parse(getattr(HIGH_CONTRAST, ground))
    assert contrast(colour(HIGH_CONTRAST, words, below), below) >= 7


def test_the_library_knows_every_theme_by_its_name() -> None:
    assert [theme.name for theme in THEMES] == list(SETTINGS["theme"])


def test_every_setting_of_the_library_is_on_the_screen_with_the_same_values() -> None:
    assert {topic.name: topic.values for topic in TOPICS} == SETTINGS


def test_the_measure_itself_is_right() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_theme_paints_the_page(theme: Theme) -> None:
    async with stage(RICH, theme=theme.name) as on:
        assert on.app.theme == theme.name
        assert on.app.screen.background_colors[1] == Color.parse(theme.background)


async def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(RICH) as on:
        assert on.app.no_color
        triplets = {
            style.color.triplet
            for strip in on.app.screen._compositor.render_strips()
            for _, style, _ in (filtered for filtered in strip.apply_filter(on.app._filters[0], Color(0, 0, 0)))
            if style is not None and style.color is not None and style.color.triplet is not None
        }
        assert triplets
        assert all(max(triplet) - min(triplet) <= 1 for triplet in triplets)
        assert f"82 ▼ {MINUS}3" in on.text
