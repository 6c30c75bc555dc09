"""Players that a module defines: what they are drawn to, as a weight for each choice and each offer of a program."""

from collections.abc import Iterable, Sequence

from engine.author.targets import split_target
from engine.compiler.scenes import choices_of
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.suggest import did_you_mean
from engine.explore.odds import PLAYERS
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Section
from engine.story.model import Player, Story, Word


def players_of(story: Story) -> list[str]:
    """Return the names of all players by whom a story can be played: those of every story, then its own."""
    return [*PLAYERS, *(story.players or {})]


def what_it_does(story: Story, player: str) -> str:
    """Return what a player of the story's own does, in words that stand behind `a player who`."""
    defined = (story.players or {})[player]
    return defined.does.text if defined.does is not None else f"is `{player}`"


def weights_of(story: Story, program: Program, player: str) -> Sequence[int]:
    """Return how a player weighs, as `Model.WEIGHTED` takes it: one number for each choice, then one for each scene.

    Of a player of every story there is nothing to weigh: the row is empty. The story must have been checked.
    """
    if player in PLAYERS:
        return ()
    defined = (story.players or {})[player]
    choices = [0] * program.count(Section.CHOICES, layout.Choice)
    offers = []
    for number in range(program.count(Section.SCENES, layout.Scene)):
        record = program.record(Section.SCENES, layout.Scene, number)
        id = program.strings[record[layout.Scene.ID]]
        scene = story.scenes[id]
        offers.append(_weight(defined, id, scene.tags))
        first = record[layout.Scene.FIRST_CHOICE]
        for choice in range(first, first + record[layout.Scene.CHOICES]):
            name = program.strings[program.record(Section.CHOICES, layout.Choice, choice)[layout.Choice.ID]]
            model = (scene.choices or {}).get(name)
            choices[choice] = _weight(defined, f"{id}.{name}", model.tags if model is not None else None)
    return choices + offers


def _weight(player: Player, id: str, tags: Iterable[Word] | None) -> int:
    """Return what something weighs: as it is named itself; else the sum of its tags; else as all the rest does."""
    if player.weights and id in player.weights:
        return player.weights[id][1]
    known = [player.tags[tag.text][1] for tag in tags or () if player.tags and tag.text in player.tags]
    return sum(known) if known else player.otherwise


def check_players(story: Story, diagnostics: Diagnostics) -> None:
    """Report players that have a name of every story's, or that weigh what the story does not have."""
    choices = [f"{id}.{choice}" for id, scene in story.scenes.items() for choice in choices_of(scene)]
    offers = [id for id, scene in story.scenes.items() if scene.tags]
    tags = {tag.text for scene in story.scenes.values() for tag in scene.tags or ()}
    tags |= {tag.text for scene in story.scenes.values() for choice in (scene.choices or {}).values()
             for tag in choice.tags or ()}  # fmt: skip
    known = {*choices, *offers}
    for player in (story.players or {}).values():
        if player.key.text in PLAYERS:
            message = f"every story has a player `{player.key.text}`"
            diagnostics.add("E624", message, player.key.span, f"there are: {', '.join(PLAYERS)}; call it otherwise")
        for word, _ in (player.weights or {}).values():
            if word.text not in known:
                is_choice = bool(split_target(word.text, story)[0]) or "." in word.text
                what = "choice" if is_choice and word.text not in story.scenes else "scene that a hub offers, called"
                help = did_you_mean(word.text, known) or "write scene.choice, or a scene that has `tags:`"
                diagnostics.add("E301", f"there is no {what} `{word.text}`", word.span, help)
        for word, _ in (player.tags or {}).values():
            if word.text not in tags:
                help = did_you_mean(word.text, tags) or "tags stand in `tags:` of choices, and of scenes for hubs"
                diagnostics.add("E301", f"nothing has the tag `{word.text}`", word.span, help)
