"""Walkthroughs are played: what they decide is decided, and what they expect is asked."""

from engine.author.suite import Suite
from engine.author.targets import split_target
from engine.diagnostics.model import Diagnostics, Span
from engine.play.page import Choice
from engine.play.playthrough import PlayError, Playthrough
from engine.program.layout import Policy
from engine.story.model import Story, Word
from engine.story.walk import GOES_ON
from engine.story.walkthrough import Step, Walkthrough


def run_walkthrough(walkthrough: Walkthrough, suite: Suite) -> Diagnostics:
    """Play one walkthrough of a suite that has no errors; return what it expected in vain.

    A failed expectation is noted and the walk goes on; where it can no longer decide as it says, it stops.
    """
    failures = Diagnostics()
    assert suite.program is not None
    assert suite.story is not None
    seats = [seat.text for seat in walkthrough.seats or ()] or list(suite.story.seats)
    policy = Policy[walkthrough.policy.text.upper()] if walkthrough.policy else Policy.LEAN
    try:
        game = Playthrough(suite.program, walkthrough.seed, seats, policy)
    except PlayError as error:
        failures.add("E614", _lower(str(error)), walkthrough.key.span)
        return failures
    walk = _Walk(suite, suite.story, game, failures)
    for step in walkthrough.steps:
        if not walk.take(step):
            break
    return failures


class _Walk:
    def __init__(self, suite: Suite, story: Story, game: Playthrough, failures: Diagnostics) -> None:
        self.suite = suite
        self.story = story
        self.game = game
        self.failures = failures
        self._redraw = 0  # of the next decision

    def take(self, step: Step) -> bool:
        """Do one step; return whether the walk can go on."""
        try:
            if step.expect is not None:
                return self._expect(step)
            if step.at is not None:
                return self._at(step.at)
            if step.ending is not None:
                return self._ending(step.ending)
            if step.choose is not None:
                return self._choose(step.choose)
            if step.luck is not None:
                self._redraw = step.luck
                return True
            return self._ask(step)
        except PlayError as error:
            self._fail("E614", _lower(str(error)), step.key.span)
            return False

    # ---- steps

    def _expect(self, step: Step) -> bool:
        assert step.expect is not None
        question = self.suite.questions.of(step.expect)
        if not self.game.holds(question.guard):
            shown = [f"{reading.words} is {reading.shown(self.game.amount(reading.amount))}"
                     for reading in question.readings]  # fmt: skip
            words = step.expect.source.text.strip()
            self._fail("E610", f"`{words}` does not hold", step.expect.source.span, ", ".join(shown))
        return True

    def _at(self, scene: Word) -> bool:
        self._read_on(scene.text)
        if self.game.page.scene != scene.text:
            self._fail("E611", f"the scene `{scene.text}` is not open", scene.span)
        return self.game.page.scene == scene.text

    def _ending(self, scene: Word) -> bool:
        self._read_on(scene.text)
        ending = self.game.page.ending
        if ending is None:
            self._fail("E613", f"the playthrough has not ended in `{scene.text}`", scene.span)
        elif ending.id != scene.text:
            message = f"the playthrough ended in `{ending.id}`" if ending.id else "the calendar has run out"
            self._fail("E613", f"{message}, not in `{scene.text}`", scene.span)
        return ending is not None and ending.id == scene.text

    def _choose(self, word: Word) -> bool:
        choice = self._find(word)
        if choice is None:
            return False
        if not choice.is_open:
            self._fail("E612", f"the choice `{word.text}` is locked", word.span, f"its reason is: {choice.reason}")
            return False
        self.game.choose(choice.number, self._redraw)
        self._redraw = 0
        return True

    def _ask(self, step: Step) -> bool:
        word = step.open or step.locked
        assert word is not None
        is_hidden_fine = step.locked is not None and self._is_hidden(word)
        choice = None if is_hidden_fine else self._find(word)
        if choice is None:
            return is_hidden_fine
        if choice.is_open and step.locked is not None:
            self._fail("E612", f"the choice `{word.text}` is open", word.span)
        if not choice.is_open and step.open is not None:
            self._fail("E612", f"the choice `{word.text}` is locked", word.span, f"its reason is: {choice.reason}")
        return True

    # ---- finding the page and the choice

    def _find(self, word: Word) -> Choice | None:
        """Return the choice that is meant, once its page is open; say what there is instead."""
        scene, id = self._target(word)
        self._read_on(scene, id)
        page = self.game.page
        if scene and page.scene != scene:
            self._fail("E611", f"the scene `{scene}` is not open", word.span)
            return None
        for choice in page.choices:
            if choice.id == id:
                return choice
        offered = ", ".join(f"`{choice.id}`" for choice in page.choices) or "nothing"
        self._fail("E612", f"there is no choice `{id}` on this page", word.span, f"there is {offered}")
        return None

    def _is_hidden(self, word: Word) -> bool:
        scene, id = self._target(word)
        self._read_on(scene, id)
        page = self.game.page
        has_it = page.scene in self.story.scenes and id in (self.story.scenes[page.scene].choices or ())
        return scene in ("", page.scene) and has_it and all(choice.id != id for choice in page.choices)

    def _target(self, word: Word) -> tuple[str, str]:
        if any(choice.id == word.text for choice in self.game.page.choices):
            return "", word.text
        return split_target(word.text, self.story)

    def _read_on(self, scene: str, choice: str = "") -> None:
        """Read on through moments, where there is nothing to decide, as far as the scene or choice that is meant."""
        while True:
            page = self.game.page
            is_moment = [offered.id for offered in page.choices] == [GOES_ON]
            if not is_moment or (page.scene == scene if scene else choice == GOES_ON):
                return
            self.game.choose(1)

    def _fail(self, code: str, message: str, span: Span, note: str = "") -> None:
        page = self.game.page
        here = f"on {page.date.isoformat()}, in `{page.scene}`" if page.scene else f"on {page.date.isoformat()}"
        self.failures.add(code, message, span, note=", ".join(filter(None, [note, here])))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(".")
