"""Claims: what a contract says of many playthroughs, in a few fixed forms."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from engine.diagnostics.model import Diagnostics
from engine.source.yaml_tree import Node, Scalar
from engine.story.kinds import Kind, Missing
from engine.story.model import Bound, Claim, Subject, Word

FORMS = {
    "no ending above N %": "no ending comes in more than so many of a hundred playthroughs",
    "no ending below N %": "every ending comes in so many of a hundred at least",
    "ending ID at least N %": "or `at most`: this ending does",
    "scene ID at least N %": "or `at most`: this scene is entered, at any time",
    "choice SCENE.CHOICE at least N %": "or `at most`: it is decided so, by whomever",
    "ending ID possible": "also of a scene or choice: in one playthrough at least",
    "ending ID never": "also of a scene or choice: in none",
    "scene ID possible by DATE": "also of others: what counts comes by this day, or by the end of this month",
    "scene ID possible until DATE": "in one playthrough at least it comes for the first time then, or later",
    "N endings above N %": "so many different endings, or more, come each in more than so many of a hundred",
    "decisions at least N": "or `at most`: so many in every playthrough",
    "median decisions at least N": "or `at most`: so many in the middle one, when they stand in order",
}
_SHARE = r"(?P<number>\d{1,3}(?:\.\d)?) ?%"
_ANY = re.compile(rf"no ending (?P<bound>above|below) {_SHARE}")
_ONE = re.compile(
    rf"(?P<subject>ending|scene|choice) (?P<id>[a-z][a-z0-9_.]*)"
    rf"(?: (?:in )?at (?P<bound>least|most) {_SHARE}| (?P<word>possible|never))"
    r"(?: (?P<limit>by|until) (?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
)
_MANY = re.compile(rf"(?P<count>\d{{1,4}}) endings above {_SHARE}")
_DECISIONS = re.compile(r"(?P<middle>median )?decisions at (?P<bound>least|most) (?P<number>\d{1,6})")
_COUNTED = (Subject.DECISIONS, Subject.MEDIAN)


def _read_claim(node: Node, diagnostics: Diagnostics) -> Claim:
    text = " ".join(node.text.split()) if isinstance(node, Scalar) else ""
    any_ending, one, many, decisions = (form.fullmatch(text) for form in (_ANY, _ONE, _MANY, _DECISIONS))
    claim: Claim | None = None
    if isinstance(node, Scalar) and any_ending:
        bound = Bound.MOST if any_ending["bound"] == "above" else Bound.LEAST
        claim = Claim(Word(text, node), Subject.ANY_ENDING, bound, _per_mille(any_ending["number"]))
    elif isinstance(node, Scalar) and one:
        bound = Bound(one["word"] or one["bound"])
        subject, number = Subject(one["subject"]), _per_mille(one["number"] or "0")
        claim = Claim(Word(text, node), subject, bound, number, Word(one["id"], node))
        if one["limit"]:
            claim = _limited(claim, one)
    elif isinstance(node, Scalar) and many:
        share, count = _per_mille(many["number"]), int(many["count"])
        claim = Claim(Word(text, node), Subject.MANY_ENDINGS, Bound.LEAST, share, count=count)
    elif isinstance(node, Scalar) and decisions:
        subject = Subject.MEDIAN if decisions["middle"] else Subject.DECISIONS
        claim = Claim(Word(text, node), subject, Bound(decisions["bound"]), int(decisions["number"]))
    if claim is None or (claim.subject not in _COUNTED and claim.number > 1000):
        message = "this claim cannot be read" if claim is None else "this is more than 100 %"
        forms = "; ".join(f"`{form}`" for form in FORMS)
        diagnostics.add("E620", message, node.span, f"a claim has one of these forms: {forms}")
        raise Missing
    return claim


def _limited(claim: Claim, one: re.Match[str]) -> Claim | None:
    """Return a claim with its last or first day, or None where there is no such day, or it means nothing here."""
    is_first = one["limit"] == "until"
    year, month = int(one["year"]), int(one["month"])
    if not (year >= 1 and 1 <= month <= 12) or (is_first and claim.bound is not Bound.POSSIBLE):
        return None
    last = monthrange(year, month)[1]
    day = int(one["day"]) if one["day"] else 1 if is_first else last
    if not 1 <= day <= last:
        return None
    limit = date(year, month, day)
    return replace(claim, until=limit) if is_first else replace(claim, by=limit)


def _per_mille(number: str) -> int:
    whole, _, tenth = number.partition(".")
    return int(whole) * 10 + int(tenth or 0)


CLAIM = Kind("claim", _read_claim, {"type": "string"})
