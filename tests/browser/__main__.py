"""Open, play by keys and mouse, reload, continue: in a real browser, with pictures to look at afterwards."""

import asyncio
import base64
import re
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from browser.chromium import Chromium, find_chromium
from faces.terminal import Terminal

PATIENCE = 30.0


class Page:
    """What is to be seen in the browser: the frames of its WebSocket, fed to a terminal of the same size."""

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser
        self._read = 0
        self.terminal = Terminal(1, 1)

    async def open(self, url: str) -> None:
        """Go to the page, and find out how large its terminal is."""
        self._read = len(self.browser.events)
        await self.browser.call("Page.navigate", url=url)
        async with asyncio.timeout(PATIENCE):
            while True:
                made = [one for one in self.browser.events[self._read :] if one["method"] == "Network.webSocketCreated"]
                if made:
                    break
                await asyncio.sleep(0.05)
        width, height = re.findall(r"(?:width|height)=(\d+)", made[-1]["params"]["url"])
        self.terminal = Terminal(int(width), int(height))

    async def sees(self, words: str) -> None:
        """Wait until these words are on the screen."""
        async with asyncio.timeout(PATIENCE):
            while words not in self._looked().text:
                await asyncio.sleep(0.02)
        print(f"  seen: {words}", flush=True)

    def _looked(self) -> Terminal:
        for event in self.browser.events[self._read :]:
            if event["method"] == "Network.webSocketFrameReceived":
                response = event["params"]["response"]
                if response["opcode"] == 2:
                    self.terminal.feed(base64.b64decode(response["payloadData"]).decode(errors="replace"))
        self._read = len(self.browser.events)
        return self.terminal

    async def clicks(self, words: str) -> None:
        """Click on words that are on the screen."""
        row = self.terminal.row_of(words)
        column = self.terminal.rows[row].index(words)
        box = await self.browser.run(
            "(() => {const b = document.querySelector('.xterm-screen').getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height]})()"
        )
        left, top, width, height = box
        await self.browser.click(
            left + (column + 1.5) * width / self.terminal.width, top + (row + 0.5) * height / self.terminal.height
        )

    async def latency(self, keys: int) -> list[float]:
        """Press arrow keys; return for each the milliseconds from its frame sent to the first frame received."""
        found = []
        for number in range(keys):
            start = len(self.browser.events)
            await self.browser.press("ArrowDown" if number % 2 == 0 else "ArrowUp")
            await asyncio.sleep(0.15)
            frames = [one for one in self.browser.events[start:] if one["method"].startswith("Network.webSocketFrame")]
            sent = [one["params"]["timestamp"] for one in frames if one["method"].endswith("Sent")]
            received = [one["params"]["timestamp"] for one in frames if one["method"].endswith("Received")]
            if sent and received:
                found.append((received[0] - sent[0]) * 1000)
        return found


async def play(url: str, program: str, pictures: Path) -> None:
    """Play a little."""
    async with Chromium(program) as browser:
        page = Page(browser)
        await page.open(url)
        await page.sees("A L T H I S T")
        await page.sees("Begin Two Pincers")
        await browser.picture(pictures / "1_title.png")
        for words, following in (("Begin Two Pincers", "Both seats, by turns"), ("Stalin, General", "Fire at Baku")):
            await asyncio.sleep(0.5)
            await page.clicks(words)
            await page.sees(following)
        await page.sees("► 1")
        await browser.picture(pictures / "2_first_page.png")
        took = await page.latency(30)
        print(f"  arrow key to first frame over the WebSocket: median {median(took):.1f} ms of {len(took)}")
        await asyncio.sleep(0.5)
        await browser.press("1")
        await page.sees("»")
        await asyncio.sleep(0.5)
        await browser.picture(pictures / "3_second_page.png")
        when_and_where = " ".join(page.terminal.rows[0].removesuffix("? keys").split())
        await page.open(url)
        await page.sees("Continue Two Pincers")
        await asyncio.sleep(0.5)
        await browser.press("Enter")
        await page.sees(when_and_where)
        await browser.picture(pictures / "4_after_the_reload.png")
        asked = [
            one["params"]["request"]["url"] for one in browser.events if one["method"] == "Network.requestWillBeSent"
        ]
        foreign = sorted({one for one in asked if not one.startswith((url, "data:", "blob:"))})
        print(f"  requests to anywhere else: {foreign or 'none'}")
        problems = [one["params"]["entry"]["text"] for one in browser.events if one["method"] == "Log.entryAdded"]
        print(f"  what the browser complained of: {problems or 'nothing'}")


def main() -> int:
    """Serve a new library and play it."""
    parser = ArgumentParser(prog="browser", description="Plays the third door in a real Chromium.")
    parser.add_argument("--pictures", type=Path, default=Path("browser-pictures"), help="where to put the pictures")
    arguments = parser.parse_args()
    program = find_chromium()
    if program is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 1
    arguments.pictures.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "engine", "serve", "--port", "0", "--library", f"{folder}/library"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            found = re.search(r"http://\S+/", server.stdout.readline())
            assert found
            print(f"served at {found[0]}")
            try:
                asyncio.run(play(found[0], program, arguments.pictures))
            finally:
                server.terminate()
    print(f"played; the pictures are in {arguments.pictures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
