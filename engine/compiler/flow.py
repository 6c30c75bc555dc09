"""Where the story can go: scenes that nothing leads to, scenes in which nothing can be decided."""

from engine.compiler.names import Names
from engine.story.expression import Truth
from engine.story.model import Scene, unread
from engine.story.walk import days_of, scheduled_scenes


def check_flow(names: Names) -> None:
    """Report what is legal and surely not meant."""
    story, diagnostics = names.story, names.diagnostics
    if story.clock.end < story.clock.start:
        message = f"the clock ends on {story.clock.end}, before it begins"
        diagnostics.add("E433", message, story.clock.key.span)
    for key, table in (("seats", story.seats), ("scenes", story.scenes)):
        if not table and not unread(table):
            message = f"`{key}:` has nothing in it; a story needs one at least"
            diagnostics.add("E435", message, story.key.span)
    if story.start is not None:
        names.find("scene", story.start, story.scenes)
    led_to = {story.start.text} if story.start else set()
    led_to |= scheduled_scenes(story)
    for scene in story.scenes.values():
        led_to |= _leads_to(scene)
    for id, scene in story.scenes.items():
        if not scene.is_storylet and id not in led_to and not diagnostics.has_errors:  # what leads to it may be unread
            help = "give it `when:` or `from:`, or let a `then:` lead to it"
            diagnostics.add("W501", f"nothing leads to the scene `{id}`", scene.key.span, help)
        if scene.choices and all(choice.condition is not None for choice in scene.choices.values()):
            conditions = [choice.condition for choice in scene.choices.values()]
            locked = [condition for condition in conditions if isinstance(condition, Truth) and not condition.value]
            help = "leave one choice without `if:`"
            if len(locked) == len(scene.choices):
                diagnostics.add("W502", f"nothing can ever be decided in the scene `{id}`", scene.key.span, help)
        first = days_of(story, scene)[0]
        if first and first > story.clock.end and scene.is_storylet:
            message = f"the scene `{id}` may come from {first}, after the story's end"
            diagnostics.add("W503", message, scene.key.span)


def _leads_to(scene: Scene) -> set[str]:
    diverts = [*(scene.then or ())]
    for outcome in (scene.outcomes or {}).values():
        diverts += outcome.then or ()
    for choice in (scene.choices or {}).values():
        diverts += choice.then or ()
        for outcome in (choice.outcomes or {}).values():
            diverts += outcome.then or ()
    return {divert.scene.text for divert in diverts}
