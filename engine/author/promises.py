"""What the contracts of a story name, checked; and what must be asked of a playthrough to try them."""

from collections.abc import Sequence

from engine.author.players import players_of
from engine.author.targets import split_target
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.suggest import did_you_mean
from engine.story.expression import Call, Name, Syntax
from engine.story.model import Story, Subject, Word

MOST_PLAYS = 100_000


def contract_conditions(story: Story) -> dict[str, Syntax]:
    """Return, for each contract about a scene or a choice, the condition to ask at the end of every playthrough."""
    found: dict[str, Syntax] = {}
    for id, contract in (story.contracts or {}).items():
        claim = contract.claim
        if claim.id is None or claim.subject not in (Subject.SCENE, Subject.CHOICE):
            continue
        source = claim.id.source
        start = max(source.text.find(claim.id.text, len(claim.subject.value)), 0)
        at = source, start, start + len(claim.id.text)
        if claim.subject is Subject.SCENE:
            found[id] = Call(*at, "seen", [Name(*at, claim.id.text)])
            continue
        scene, choice = split_target(claim.id.text, story)
        if not scene:
            scene, _, choice = claim.id.text.rpartition(".")
        found[id] = Call(*at, "chose", [Name(*at, scene), Name(*at, choice)])
    return found


def check_contracts(story: Story, diagnostics: Diagnostics) -> None:
    """Report what the story does not have; scenes and choices are checked when they are asked."""
    endings = [id for id, scene in story.scenes.items() if scene.ending is not None]
    for contract in (story.contracts or {}).values():
        for seat in contract.seats or ():
            if seat.text not in story.seats:
                diagnostics.add("E301", f"there is no seat `{seat.text}`", seat.span, _hint(seat, list(story.seats)))
        if contract.player is not None and contract.player.text not in players_of(story):
            word = contract.player
            diagnostics.add("E301", f"there is no player `{word.text}`", word.span, _hint(word, players_of(story)))
        if contract.plays > MOST_PLAYS:
            message = f"a contract is tried by {MOST_PLAYS:,} playthroughs at most, not by {contract.plays:,}"
            diagnostics.add("E621", message, contract.key.span)
        claim = contract.claim
        if claim.subject is Subject.ENDING and claim.id is not None and claim.id.text not in endings:
            if claim.id.text in story.scenes:
                message = f"the scene `{claim.id.text}` is no ending"
                diagnostics.add("E603", message, claim.text.span, f"say `scene {claim.id.text} …`")
            else:
                message = f"there is no ending `{claim.id.text}`"
                diagnostics.add("E301", message, claim.text.span, _hint(claim.id, endings))


def _hint(word: Word, known: Sequence[str]) -> str:
    return did_you_mean(word.text, known) or (f"there are: {', '.join(known)}" if len(known) <= 12 else "")
