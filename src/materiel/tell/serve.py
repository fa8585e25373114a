"""Serving the site from this machine."""

from __future__ import annotations

import asyncio
import errno
import gc
import ipaddress
import socket
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from threading import Thread
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from materiel.tell import secure
from materiel.tell.ahead import ahead, follow, together
from materiel.tell.app import Shown, create
from materiel.tell.live.store import Accounts
from materiel.tell.within import walk

TRIES = 50


class NoAddress(Exception):
    """The site cannot listen where it was asked to; the message says why and names the way out."""


def serve(register_url: str, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, address: str = "") -> None:
    """Serve the register at ``register_url`` with ``workers`` processes until interrupted.

    Where ``port`` is taken the next free one is used; 0 takes any. The address is printed in one line on standard
    error. ``address`` is where people reach the site through a proxy. Raises ``NoAddress`` where ``host`` is none of
    this machine's, no port is free, ``address`` is none, or others could reach the site and nobody has an account.
    """
    shown = _shown_as(register_url, host, address)
    app = create(register_url, shown)
    listener = listen(host, port)
    taken = listener.getsockname()[1]
    note = f" (port {port} is taken)" if port and taken != port else ""
    fresh = get_context("spawn")
    started = fresh.Barrier(workers + 1)
    others = [fresh.Process(target=_work, args=(register_url, shown, listener, started)) for _ in range(workers - 1)]
    others.append(fresh.Process(target=ahead, args=(register_url, started)))
    try:
        for other in others:
            other.start()
        server = _ready(app)
        together(started)
        print(f"Register at http://{_shown(host)}:{taken}/{note}; stop with Ctrl-C", file=sys.stderr, flush=True)
        _run(server, listener)
    finally:
        for other in others:
            other.terminate()
            other.join()
        listener.close()


def _shown_as(register_url: str, host: str, address: str) -> Shown:
    """Whom the site answers, and as what it calls itself."""
    name = urlsplit(address).hostname
    if address and not (name and address.startswith(("http://", "https://"))):
        raise NoAddress(f"--address {address}: this is no address of a site; write https://register.example")
    is_local = is_loopback(host) and not address
    if not is_local and not Accounts(register_url).any():
        told = "lets others in, and nobody has an account; run `materiel accounts add NAME --role editor` first"
        raise NoAddress(f"--{'address ' + address if address else 'host ' + host} {told}")
    hosts = (*secure.LOOPBACK, *([name] if name else [])) if is_loopback(host) else ()
    return Shown(hosts, address=address, is_local=is_local)


def _work(register_url: str, shown: Shown, listener: socket.socket, started: Barrier) -> None:
    """What each further process does: it answers at the same address, as long as the first one lives."""
    Thread(target=follow, daemon=True).start()
    app = create(register_url, shown)
    server = _ready(app)
    together(started)
    _run(server, listener)


def _ready(app: Starlette) -> uvicorn.Server:
    """What answers for the site, with all at hand that it and its pages need: a second in which nobody is answered
    leaves as many waiting as come in it, and a busy site is long in catching up."""
    asyncio.run(walk(create(None, Shown(), app.state.source)))  # without asking for an account
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    config.load()
    rarely_collected()
    return uvicorn.Server(config)


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    # uvicorn raises it again once it has closed; a reader who stops has no fault to read
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def rarely_collected() -> None:
    """Lets Python look for what only holds itself among what is new, and among all that is kept a thousand times less
    often than usual: that walks every row that is kept drawn, and for a tenth of a second nobody is answered."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 1_000)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket at ``host`` on ``port`` or the next free one after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bare = host.strip("[]")
    last = port if port == 0 else min(port + TRIES, 65536) - 1
    for number in range(port, last + 1):
        # asyncio sends at once (TCP_NODELAY) only where the protocol is named; else each answer waits some 40 ms
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((bare, number))
            made.listen(2048)
        except OSError as error:
            made.close()
            if error.errno != errno.EADDRINUSE:
                reason = f"cannot listen on {host} port {number}: {error}; choose another --host or --port"
                raise NoAddress(reason) from error
        else:
            return made
    raise NoAddress(f"no port from {port} to {last} is free on {host}; choose another with --port")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    bare = host.strip("[]")
    if bare in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{bare}]" if ":" in bare else bare
