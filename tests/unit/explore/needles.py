"""Stories with one ending that uniform play does not find: one of each kind, and how likely chance is to find it."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import comb


@dataclass(frozen=True)
class Needle:
    """A story whose ending `found` is deep. `chance` is at least that of a uniform player to come there."""

    name: str
    chance: float
    story: str


def _story(variables: str, scenes: str, end: str = "1942-12-31", more: str = "") -> str:
    return f"""
title: Needle
clock: {{start: 1940-01-01, end: {end}}}
seats: {{desk: {{name: Desk}}}}
variables:
{variables}
{more}
scenes:
{scenes}
  found: {{seat: desk, text: F., ending: {{name: Found, kind: victory}}, from: 1940-01-01, priority: 90, when: goal}}
"""


def conjunction() -> Needle:
    """Twenty flags, each by one of four choices of one scene: 4 ** -20."""
    variables = "\n".join(f"  f{n}: {{type: flag}}" for n in range(20))
    scenes = "\n".join(
        f"  s{n}: {{seat: desk, text: S., from: 1940-01-0{1 + n % 9}, choices: {{"
        + ", ".join(f"{id}: {{label: L{', do: f' + str(n) + ' = true' if id == 'c' else ''}}}" for id in "abcd")
        + "}}"
        for n in range(20)
    )
    goal = " and ".join(f"f{n}" for n in range(20))
    return Needle("conjunction", 4.0**-20, _story(variables, scenes, more=f"formulas: {{goal: {goal}}}"))


def counter() -> Needle:
    """Thirty of thirty-four days must be spent on one thing of four, and another undoes two of them."""
    scenes = """
  day: {seat: desk, text: D., from: 1940-01-01, once: false, choices: {work: {label: W, do: count += 1},
    rest: {label: R}, drink: {label: D, do: count -= 2}, read: {label: B}}}"""
    chance = comb(34, 4) * 4.0**-30
    return Needle("counter", chance, _story("  count: {range: [0, 40]}", scenes, "1940-02-03",
                                            "formulas: {goal: count >= 30}"))  # fmt: skip


def window() -> Needle:
    """A courier must stand in twelve towns of a ring of eight, each within three days of its own, and sign in each.

    He signs by one choice of six, and each meeting comes once: 6 ** -12 at most.
    """
    signed = "\n".join(f"  had{n}: {{type: flag}}" for n in range(12))
    scenes = [
        """
  road: {seat: desk, text: R., from: 1940-01-01, once: false, choices: {
    on: {label: On, do: town = (town + 1) % 8}, back: {label: Back, do: town = (town + 7) % 8}, stay: {label: Stay}}}"""
    ]
    for n in range(12):
        first = date(1940, 1, 6) + timedelta(days=7 * n)
        before = f" and had{n - 1}" if n else ""
        others = ", ".join(f"no{other}: {{label: N}}" for other in range(5))
        scenes.append(
            f"  meet{n}: {{seat: desk, text: M., from: {first}, until: {first + timedelta(days=2)}, priority: 9,"
            f" when: town == {3 * n % 8}{before}, choices: {{sign: {{label: S, do: had{n} = true}}, {others}}}}}"
        )
    variables = "  town: {range: [0, 7]}\n" + signed
    return Needle("window", 6.0**-12, _story(variables, "\n".join(scenes), "1940-05-01", "formulas: {goal: had11}"))


def band() -> Needle:
    """A stock must be kept between 40 and 43 for forty days: never more than two choices of four do that, 2 ** -40."""
    scenes = """
  day: {seat: desk, text: D., from: 1940-01-01, once: false, choices: {a: {label: A, do: stock += 5},
    b: {label: B, do: stock -= 4}, c: {label: C, do: stock += 1}, d: {label: D, do: stock -= 2}}}
  lost: {seat: desk, text: Lost., from: 1940-01-02, priority: 80, when: stock < 40 or stock > 43,
    ending: {name: Lost, kind: defeat}}"""
    more = """rules: {burn: {do: "days += 1\\nstock -= days % 3 - 1"}}
formulas: {goal: days >= 40}"""
    return Needle("band", 0.5**40, _story("  stock: {range: [0, 99], start: 41}\n  days: {range: [0, 99]}", scenes,
                                          more=more))  # fmt: skip


def rare() -> Needle:
    """Three draws of luck, each one in ten thousand."""
    scenes = "\n".join(
        f"  s{n}: {{seat: desk, text: S., from: 1940-01-0{1 + n}, choices: {{dare: {{label: T, outcomes: {{"
        f"no: {{weight: 9999}}, yes: {{weight: 1, do: luck += 1}}}}}}, leave: {{label: L}}}}}}"
        for n in range(3)
    )
    return Needle("rare", 1e-12 / 8, _story("  luck: {range: [0, 3]}", scenes, more="formulas: {goal: luck == 3}"))


def delayed() -> Needle:
    """What is decided in ten scenes of January counts in March, if trust has risen against its drift meanwhile.

    The ten alone are 6 ** -10. That a walk of 67 steps of -3, +1, -1 comes out 10 above its beginning on one of 23 days
    is below 1e-3: its mean is -67 and its deviation below 14.
    """
    variables = "\n".join(f"  v{n}: {{range: [0, 5]}}" for n in range(10)) + "\n  trust: {range: [0, 100], start: 50}"
    early = "\n".join(
        f"  s{n}: {{seat: desk, text: S., from: 1940-01-01, priority: 20, choices: {{"
        + ", ".join(f"c{value}: {{label: L, do: v{n} = {value}}}" for value in range(6))
        + "}}"
        for n in range(10)
    )
    scenes = (
        early
        + """
  week: {seat: desk, text: W., from: 1940-01-03, once: false, choices: {a: {label: A, do: trust -= 3},
    b: {label: B, do: trust += 1}, c: {label: C, do: trust -= 1}}}"""
    )
    asked = " and ".join(f"v{n} == {(3 * n + 1) % 6}" for n in range(10))
    more = f"formulas: {{goal: 'date >= 1940-03-10 and trust >= 60 and {asked}'}}"
    return Needle("delayed", 6.0**-10 * 1e-3, _story(variables, scenes, "1940-04-01", more))


def hub() -> Needle:
    """Ten papers of sixteen must be read in one order, three a day at most; any other begins it anew.

    Nobody reads more than 60, so this is below 60 * 16 ** -10.
    """
    papers = (
        "\n".join(
            f"  p{n}: {{seat: desk, title: P, text: P., tags: [paper], once: false,"
            f" do: 'place = {n + 1} if place == {n} else 0'}}"
            for n in range(10)
        )
        + "\n"
        + "\n".join(
            f"  q{n}: {{seat: desk, title: Q, text: Q., tags: [paper], once: false, do: place = 0}}" for n in range(6)
        )
    )
    scenes = (
        papers
        + """
  desk: {seat: desk, text: D., from: 1940-01-01, once: false, hub: {tags: [paper], max: 3},
    choices: {go: {label: G}}}"""
    )
    return Needle("hub", 60 * 16.0**-10, _story("  place: {range: [0, 12]}", scenes, "1940-01-20",
                                          "formulas: {goal: place == 10}"))  # fmt: skip


def threshold() -> Needle:
    """What is asked is no sum: the lesser of two goods, twice over, against a third. 30 days of 32 must make goods."""
    scenes = """
  day: {seat: desk, text: D., from: 1940-01-01, once: false, choices: {guns: {label: G, do: guns += 1},
    butter: {label: B, do: butter += 1}, both: {label: C, do: "guns -= 2\\nbutter -= 2"},
    spend: {label: S, do: debt += 3}, idle: {label: I, do: debt += 1}}}"""
    more = "formulas: {goal: 'min(guns, butter) * 2 - max(debt - 4, 0) >= 30'}"
    variables = "  guns: {range: [0, 50]}\n  butter: {range: [0, 50]}\n  debt: {range: [0, 200]}"
    return Needle("threshold", comb(32, 2) * 0.4**30, _story(variables, scenes, "1940-02-01", more))


NEEDLES = (conjunction(), counter(), window(), band(), rare(), delayed(), hub(), threshold())
