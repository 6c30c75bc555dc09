"""A server that runs the screen once for every visitor, each in a process of its own, and opens to nobody else.

It is textual-serve (https://github.com/Textualize/textual-serve) with what that leaves to its user: a web page of
somebody else can open a WebSocket to this machine too, so requests are answered only where `Host` and `Origin` are
this server's own (RFC 6455, section 10.2); folders are not listed; nothing is fetched from elsewhere.
"""

import asyncio
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

HERE = Path(__file__).parent
MOST_VISITORS = 8
"""Screens that run at once unless said otherwise; each takes a process of some forty megabytes."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AlthistServer(Server):
    """Serves the screen.

    Args:
        words: The arguments with which `althist` is started for each visitor.
        host: The address to listen on.
        port: The port.
        public_url: How browsers reach it, where that is another address.
        most: How many visitors at once.
    """

    def __init__(
        self, words: Sequence[str], host: str, port: int, public_url: str | None = None, most: int = MOST_VISITORS
    ) -> None:
        command = shlex.join([sys.executable, "-m", "engine", *words])
        super().__init__(
            command, host=host, port=port, title="althist", public_url=public_url or address(host, port),
            templates_path=HERE / "templates",
        )  # fmt: skip
        self._most = most
        self._visitors = 0
        netloc = self.public_url.split("://", 1)[-1].split("/", 1)[0]
        names = {host, "127.0.0.1", "localhost", "[::1]"} if _is_local(host) else {host}
        self._hosts = {netloc.lower(), *(f"{name}:{port}" for name in names)}
        self._is_open = host in ("0.0.0.0", "::")  # whoever opens it to a network is reached by any name

    def initialize_logging(self) -> None:
        """Log nothing: what goes wrong in a visitor's process is told on its own screen."""

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is to be found, once it can be."""
        self._announcing = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        while True:
            try:
                _, writer = await asyncio.open_connection(host, self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                print(f"althist is served at {self.public_url}/ (Ctrl+C stops it)", flush=True)
                return

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        for resource in app.router.resources():
            if isinstance(resource, web.StaticResource):
                resource._show_index = False
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only what comes from this server's own pages."""
        host = request.headers.get("Host", "").lower()
        origin = request.headers.get("Origin")
        if not self._is_open and host not in self._hosts:
            raise web.HTTPForbidden(text="This server does not go by that name.")
        if origin is not None and origin.split("://", 1)[-1].lower() not in (host, *self._hosts):
            raise web.HTTPForbidden(text="This request comes from a page of somebody else.")
        if request.path == "/ws" and origin is None and "Sec-Fetch-Mode" in request.headers:
            raise web.HTTPForbidden(text="A browser says where it comes from.")
        return await handler(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a screen for a visitor, as long as there are not too many."""
        if self._visitors >= self._most:
            raise web.HTTPServiceUnavailable(text=f"{self._most} screens run already; close one first.")
        self._visitors += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._visitors -= 1


def address(host: str, port: int) -> str:
    """Return how a browser on this machine reaches a server that listens there."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _is_local(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
