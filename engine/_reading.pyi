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

@final
class Trees:
    def __init__(self, scalar: type, mapping: type, sequence: type) -> None: ...
    def tree(self, file: Any, text: str) -> Any: ...

def verbatim_span(text: str, first: int, last: int, line: int, column: int) -> tuple[int, int, int, int]: ...
