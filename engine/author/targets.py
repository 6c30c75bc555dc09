"""What the steps of a walkthrough name: scenes, and choices with or without their scene."""

from collections.abc import Iterable

from engine.compiler.scenes import choices_of
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.suggest import did_you_mean
from engine.story.model import Scene, Story, Word
from engine.story.walk import GOES_ON
from engine.story.walkthrough import Walkthrough


def choice_ids(story: Story, id: str) -> list[str]:
    """Return what can be decided in a scene: its choices, the matters of a hub, and going on."""
    scene = story.scenes[id]
    return [*choices_of(scene), *_offers(story, scene), *([] if scene.ending else [GOES_ON])]


def _offers(story: Story, hub: Scene) -> Iterable[str]:
    tags = {tag.text for tag in hub.hub.tags} if hub.hub is not None else set()
    return (id for id, scene in story.scenes.items() if any(tag.text in tags for tag in scene.tags or ()))


def split_target(words: str, story: Story) -> tuple[str, str]:
    """Return the scene and the choice that `scene.choice` names; no scene where `words` is a choice alone.

    Both ids may have dots: the longest scene that has such a choice is meant.
    """
    parts = words.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        scene, choice = ".".join(parts[:cut]), ".".join(parts[cut:])
        if scene in story.scenes and choice in choice_ids(story, scene):
            return scene, choice
    return "", words


def check_names(walkthrough: Walkthrough, story: Story, diagnostics: Diagnostics) -> None:
    """Report the names in a walkthrough that the story does not have."""
    for seat in walkthrough.seats or ():
        _find("seat", seat, story.seats, diagnostics)
    if walkthrough.seats is None and len(story.seats) > 1:
        help = f"say `seats:` with one or more of: {', '.join(story.seats)}"
        diagnostics.add("E602", "this walkthrough does not say whose decisions it makes", walkthrough.key.span, help)
    for step in walkthrough.steps:
        for scene in (step.at, step.ending):
            if scene is not None:
                _find("scene", scene, story.scenes, diagnostics)
        if step.ending is not None and step.ending.text in story.scenes and not story.scenes[step.ending.text].ending:
            endings = [id for id, scene in story.scenes.items() if scene.ending]
            help = did_you_mean(step.ending.text, endings) or f"use `at:`, or one of: {', '.join(endings)}"
            diagnostics.add("E603", f"the scene `{step.ending.text}` is no ending", step.ending.span, help)
        for choice in (step.choose, step.open, step.locked):
            if choice is not None:
                _find_choice(choice, story, diagnostics)


def _find(kind: str, word: Word, known: Iterable[str], diagnostics: Diagnostics) -> None:
    names = list(known)
    if word.text not in names:
        help = did_you_mean(word.text, names) or (f"there are: {', '.join(names)}" if len(names) <= 12 else "")
        diagnostics.add("E301", f"there is no {kind} `{word.text}`", word.span, help)


def _find_choice(word: Word, story: Story, diagnostics: Diagnostics) -> None:
    scene, choice = split_target(word.text, story)
    if scene:
        return
    everywhere = {id: None for scene_id in story.scenes for id in choice_ids(story, scene_id)}
    if choice in everywhere:
        return
    full = [f"{scene_id}.{id}" for scene_id in story.scenes for id in choice_ids(story, scene_id)]
    help = did_you_mean(word.text, full if "." in word.text else everywhere) or did_you_mean(word.text, full)
    diagnostics.add("E301", f"there is no choice `{word.text}`", word.span, help)
