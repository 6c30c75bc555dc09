"""The third door: the screen through a WebSocket, as a browser speaks to it. `python -m browser` runs a real one."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from engine.play.library import Library
from faces.kept import STORY
from faces.terminal import Terminal

PATIENCE = 60.0
SIZE = (100, 30)


class Served:
    """A running server."""

    def __init__(self, url: str, library: Path) -> None:
        self.url = url
        self.library = library


class Visitor:
    """A browser's side of one screen."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.terminal = Terminal(*SIZE)

    async def types(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def clicks(self, words: str) -> None:
        row = self.terminal.row_of(words)
        column = self.terminal.rows[row].index(words) + 2
        await self.types(f"\x1b[<0;{column};{row + 1}M\x1b[<0;{column};{row + 1}m")

    async def sees(self, words: str) -> None:
        """Wait until these words are on the screen."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.terminal.text:
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.terminal.feed(message.data.decode(errors="replace"))
                elif message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
                    raise AssertionError(f"closed before `{words}` was seen: {self.terminal.text}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    module, library = tmp_path / "small", tmp_path / "library"
    module.mkdir()
    (module / "story.yaml").write_text(STORY)
    command = [sys.executable, "-m", "engine", "serve", str(module), "--port", "0", "--most", "2"]
    with subprocess.Popen([*command, "--library", str(library)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+/", server.stdout.readline())
        assert found
        try:
            yield Served(found[0].rstrip("/"), library)
        finally:
            server.terminate()


@asynccontextmanager
async def visit(served: Served) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession() as client:
        where = f"{served.url.replace('http', 'ws')}/ws?width={SIZE[0]}&height={SIZE[1]}"
        async with client.ws_connect(where, headers={"Origin": served.url}) as socket:
            yield Visitor(socket)


async def test_it_opens_plays_by_keys_and_mouse_and_goes_on_after_a_reload(served: Served) -> None:
    async with visit(served) as visitor:
        await visitor.sees("Begin A small war")
        await asyncio.sleep(0.4)
        await visitor.types("1")
        await visitor.sees("The North, Marshal")
        await asyncio.sleep(0.4)
        await visitor.types("1")
        await visitor.sees("Orlov has counted fifty trains.")
        await visitor.types("\x1b[B")
        await visitor.sees("► 2 Wait.")
        await asyncio.sleep(0.4)
        await visitor.clicks("Wait.")
        await visitor.sees("Nobody looks up.")
    async with visit(served) as visitor:
        await visitor.sees("Continue A small war")
        await asyncio.sleep(0.4)
        await visitor.types("\r")
        await visitor.sees("Nobody looks up.")


async def test_two_visitors_have_two_games(served: Served) -> None:
    async with visit(served) as one, visit(served) as other:
        for visitor in (one, other):
            await visitor.sees("Begin A small war")
            await asyncio.sleep(0.4)
            await visitor.types("1")
            await visitor.sees("The North, Marshal")
            await asyncio.sleep(0.4)
            await visitor.types("1")
            await visitor.sees("Orlov has counted fifty trains.")
        await asyncio.sleep(0.4)
        await one.types("2")
        await one.sees("Nobody looks up.")
        assert "Nobody looks up." not in other.terminal.text
        await other.types("1")
        await other.sees("They march.")
        async with aiohttp.ClientSession() as client, client.get(f"{served.url}/ws") as answer:
            assert answer.status == 503
    library = Library(served.library)
    assert sorted(library.decisions(saved.id)[0].choice for saved in library.playthroughs()) == ["march", "wait"]


async def test_it_answers_its_own_pages_and_nobody_elses(served: Served) -> None:
    async with aiohttp.ClientSession() as client:
        async with client.get(f"{served.url}/") as page:
            text = await page.text()
            assert page.status == 200
            assert "althist" in text
            others = [
                url for url in re.findall(r'(?:src|href)="(.*?)"', text) if not url.startswith((served.url, "data:"))
            ]
            assert others == []
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Sec-Fetch-Mode": "websocket"}):
            async with client.get(f"{served.url}/ws", headers=headers) as answer:
                assert answer.status == 403
        async with client.get(f"{served.url}/static/") as answer:
            assert answer.status in (403, 404)
        async with client.get(f"{served.url}/static/js/textual.js") as answer:
            assert answer.status == 200


def test_it_listens_on_the_loopback_address_only(served: Served) -> None:
    assert served.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--port", "99999"], "a port is a number"), (["--most", "0"], "from 1 to 1000"), (["nowhere"], "nowhere")],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, words: list[str], said: str) -> None:
    command = [sys.executable, "-m", "engine", "serve", *words, "--library", str(tmp_path / "library")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode != 0
    assert said in run.stderr
    assert "Traceback" not in run.stderr
