from typing import Any, final

@final
class Expressions:
    def __init__(
        self,
        number: type,
        truth: type,
        day: type,
        name: type,
        call: type,
        arithmetic: type,
        minus: type,
        negation: type,
        comparison: type,
        membership: type,
        junction: type,
        either: type,
        assignment: type,
        branch: type,
        nothing: type,
    ) -> None: ...
    def value(self, source: Any, text: str) -> Any: ...
    def effects(self, source: Any, text: str) -> list[Any] | None: ...
