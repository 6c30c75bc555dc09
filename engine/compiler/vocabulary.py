"""The functions and effects of the language, with what they take and what they answer or do."""

from engine.program.layout import NEVER

FUNCTIONS = {
    "relation": "(power, power): -100 to 100",
    "at_war": "(power, power): whether they are at war",
    "allied": "(power, power): whether an alliance binds them",
    "treaty": "(kind, power, power): whether such a treaty binds them",
    "seen": "(scene): whether it has been entered",
    "times": "(scene): how often it has been entered; counted to a million",
    "chose": "(scene, choice): whether it was ever decided so; with a third name, whether luck ever drew that outcome",
    "days_since": f"(scene): days since it was last entered; {NEVER} if it never was",
    "scheduled": "(scene): whether it has been scheduled and has not come",
    "in_office": "(person): whether they hold any office",
    "manned": "(seat): whether a person sits there",
    "min": "(a, b, …): the smallest",
    "max": "(a, b, …): the largest",
    "abs": "(a): without its sign",
    "clamp": "(a, low, high): a, but not below low and not above high",
    "percent": "(part, whole): part * 100 // whole",
}
STATEMENTS = {
    "declare_war": "(power, power): they are at war",
    "make_peace": "(power, power): they are at war no longer",
    "sign": "(kind, power, power): such a treaty binds them",
    "denounce": "(kind, power, power): it binds them no longer",
    "run": "(procedure): its effects, here",
    "schedule": "(scene, days): it comes when so many days have passed",
    "cancel": "(scene): it does not come after all",
    "set_for": "(flag, days): true now, false when so many days have passed",
}
