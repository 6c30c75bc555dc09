"""A page as plain text, for a clipboard."""

from engine.play.page import Page
from engine.prose.markup import visible
from engine.prose.numbers import as_date
from engine.tui.prose import plain_text


def page_text(page: Page) -> str:
    """Return the page as plain text: where and when, the title, the words, the choices."""
    head = f"{as_date(page.date)}. {page.place}." if page.place else f"{as_date(page.date)}."
    parts = [visible(head), plain_text(page.aftermath)]
    parts += [f"{as_date(one.date)}: {plain_text(one.blocks)}" for one in page.dispatches]
    parts += [visible(page.title), plain_text(page.blocks)]
    if page.ending is not None:
        parts.append(visible(f"{page.ending.name} ({page.ending.kind})"))
    parts.append("\n".join(visible(f"{choice.number}. {choice.label}") for choice in page.choices))
    return "\n\n".join(part for part in parts if part) + "\n"
