"""Fetch: one address over HTTP, safely, whatever answers.

Refused are other schemes than http and https, and hosts that resolve to any address that is not public, before each
connection and after each redirect; the connection goes to the very address that was checked. Bodies are cut at a size,
unpacked as they come, and the whole exchange at a time, however slowly the other side speaks.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

from materiel.intake.answer import AGENT, REDIRECTS, Answer, Limits, Unfetchable, check

_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is handed out to the public internet."""
_EMBEDDED = tuple(map(ipaddress.IPv6Network, ("2002::/16", "2001::/32", "3fff::/20")))
"""Ranges within it that lead to IPv4 addresses written inside them, or are for documents."""
_SPECIAL = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))


def fetch(url: str, limits: Limits | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """What the address answers, redirects followed; raises ``Unfetchable``."""
    limits = limits or Limits()
    end = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        answer = _once(url, limits, headers or {}, end)
        if answer.target is None:
            return answer
        url = answer.target
    raise Unfetchable(f"more than {limits.redirects} redirects")


def step(url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Answer:
    """``fetch`` that follows no redirect: ``target`` of the answer tells where one leads."""
    return _once(url, limits, headers or {}, time.monotonic() + limits.seconds)


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and leads to nothing else."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return ip.is_global and ip in _UNICAST and not any(ip in network for network in _EMBEDDED)
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _SPECIAL)


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time for the whole exchange is over."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream, self._end = stream, end

    def _left(self, timeout: float | None) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return min(left, timeout or left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Resolves a host, checks every address that it has, and connects to one of those."""

    def __init__(self, private: bool, end: float) -> None:
        self._private, self._end = private, end

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unfetchable("the host is not known") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._private and not all(map(public, addresses)):
            raise Unfetchable("its host is on a private network, and such addresses are not fetched", refused=True)
        plain = httpcore.SyncBackend()
        last: Exception = httpcore.ConnectError("no address")
        for address in addresses[:4]:
            try:
                left = min(timeout or 10.0, max(0.1, self._end - time.monotonic()))
                return _Stream(plain.connect_tcp(address, port, left), self._end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                last = failed
        raise last


def _once(url: str, limits: Limits, headers: Mapping[str, str], end: float) -> Answer:
    check(url)
    sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Connection": "close", **headers}
    waits = {"connect": 10.0, "read": 15.0, "write": 15.0, "pool": 10.0}
    try:
        with (
            httpcore.ConnectionPool(network_backend=_Backend(limits.private, end), retries=0) as pool,
            pool.stream("GET", _ascii(url), headers=list(sent.items()), extensions={"timeout": waits}) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            body = b"" if response.status in REDIRECTS else _body(response.iter_stream(), told, limits.size)
            lines = [b"HTTP/1.1 %d" % response.status, *(b"%s: %s" % (n, v) for n, v in response.headers if _kept(n))]
            return Answer(url, response.status, told, body, b"\r\n".join(lines))
    except httpcore.TimeoutException as error:
        raise Unfetchable(f"it did not answer in full within {limits.seconds:g} seconds") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise Unfetchable(f"the connection failed ({_said(error)})") from error
    except (OSError, ValueError, UnicodeError) as error:
        raise Unfetchable(f"it cannot be fetched ({_said(error)})") from error


def _said(error: Exception) -> str:
    """The words of an error without the system's number of it."""
    return re.sub(r"\[Errno -?\d+\] ", "", " ".join(str(error).split()))[:100]


def _kept(name: bytes) -> bool:
    return name.lower() not in (b"content-encoding", b"transfer-encoding", b"content-length", b"connection")


def _ascii(url: str) -> str:
    """The address in the letters that HTTP allows."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
    netloc = f"[{host}]" if host and ":" in host else host or ""
    netloc += f":{parts.port}" if parts.port else ""
    path = "".join(char if "!" <= char <= "~" else "".join(f"%{b:02X}" for b in char.encode()) for char in parts.path)
    query = "".join(char if "!" <= char <= "~" else "".join(f"%{b:02X}" for b in char.encode()) for char in parts.query)
    return f"{parts.scheme}://{netloc}{path or '/'}{'?' + query if query else ''}"


def _body(chunks: Iterable[bytes], headers: Mapping[str, str], most: int) -> bytes:
    """The body, unpacked; raises where it, packed or not, is larger than ``most``."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Unfetchable(f"it came packed with {packing[:20]!r}, which was not asked for")
    unpack: Any = None
    out, size, packed = [], 0, 0
    for chunk in chunks:
        if unpack is None and packing not in ("", "identity"):
            unpack = zlib.decompressobj(-15 if packing == "deflate" and chunk[0] & 15 != 8 else 47)
        packed += len(chunk)
        try:
            data = unpack.decompress(chunk, most + 1 - size) if unpack else chunk
        except zlib.error as error:
            raise Unfetchable("its packed data are damaged") from error
        size += len(data)
        out.append(data)
        if size > most or packed > most:
            raise Unfetchable(f"it is larger than {most / 1e6:g} MB")
    if unpack is not None and not unpack.eof:
        raise Unfetchable("its packed data are cut off")
    return b"".join(out)
