"""From a status code or an error to one of three verdicts.

Dead is only what is gone for everybody: the server says so (404, 410), or nobody can get to it
(no such host, certificate that no browser accepts, connection refused). What may be meant for
this program alone, or may pass, is unsure.
"""

from __future__ import annotations

import errno
import socket
import ssl
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
from msgspec import Struct

from postlint.links.online.addresses import ForbiddenAddressError
from postlint.links.online.verdict import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postlint.links.online.selection import Selection

_GONE = frozenset({404, 410})
#: Answers that may be different in a moment; 520 to 524 are Cloudflare's for a server behind it.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
#: Codes that ``http`` does not know.
_PHRASES = {520: "Unknown Error", 521: "Web Server Is Down", 522: "Connection Timed Out"} | {
    523: "Origin Is Unreachable",
    524: "A Timeout Occurred",
    999: "Request Denied",
}

#: Results of ``X509_verify_cert``: https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_CERTIFICATE = {
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed",
    19: "is signed by an authority that is not trusted",
    23: "was revoked",
    62: "is for another host",
    64: "is for another address",
}
#: The chain does not lead to a known authority. Browsers fetch what a server left out.
_INCOMPLETE_CHAIN = frozenset({2, 20, 21})

#: The name is not in the DNS, or has no address.
_NO_SUCH_HOST = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)
NO_URL = "not a valid URL"
_REFUSED = f"[Errno {errno.ECONNREFUSED}]"


class RedirectError(Exception):
    """Redirects that cannot be followed to an end; the message is the reason."""


class Judgement(Struct, frozen=True):
    """What one request says about a URL.

    ``passing`` says that another try may go otherwise; ``connected`` that there was somebody to
    talk to, who may have been put off by the method; ``reached`` that what was said holds for
    this URL rather than for the whole host. ``retry_after`` is how long the server asked to be
    left alone, in seconds.
    """

    status: Status
    reason: str
    code: int | None = None
    passing: bool = False
    connected: bool = True
    reached: bool = True
    retry_after: float | None = None


def judge_answer(
    code: int, headers: Mapping[str, str], selection: Selection, now: float
) -> Judgement:
    """The judgement on a status code; ``now`` is the Unix time in seconds."""
    reason = describe_status(code)
    if 200 <= code < 300 or selection.accepts(code):
        return Judgement(Status.ALIVE, reason, code)
    if code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        # There is a page, and it is empty.
        return Judgement(Status.ALIVE, reason, code)
    if "cf-mitigated" in headers:
        return Judgement(Status.UNSURE, f"{reason} (a check for robots)", code)
    if code in _GONE:
        return Judgement(Status.DEAD, reason, code)
    passing = code in _PASSING
    wait = _retry_after(headers.get("Retry-After"), now) if passing else None
    return Judgement(Status.UNSURE, reason, code, passing=passing, retry_after=wait)


def judge_error(error: Exception, host: str, timeout: float) -> Judgement:
    """The judgement on a request that got no answer."""
    if isinstance(error, RedirectError):
        return Judgement(Status.UNSURE, str(error))
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _judge_certificate(error.certificate_error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return _judge_connection(error.os_error, host)
    if isinstance(error, ForbiddenAddressError):
        return _judge_connection(error, host)
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return _unconnected("no connection could be made in time", passing=True)
    if isinstance(error, (aiohttp.InvalidURL, ValueError)):
        return Judgement(Status.UNSURE, NO_URL)
    reason = "the connection was closed without an answer"
    if isinstance(error, TimeoutError):
        reason = f"no answer within {timeout:g} s"
    elif isinstance(error, (aiohttp.ClientResponseError, aiohttp.ClientPayloadError)):
        reason = "the answer is not valid HTTP"
    return Judgement(Status.UNSURE, reason, passing=True, reached=False)


def describe_status(code: int) -> str:
    """``404 Not Found``."""
    try:
        phrase = HTTPStatus(code).phrase
    except ValueError:
        phrase = _PHRASES.get(code, "")
    return f"{code} {phrase}".rstrip()


def _judge_connection(error: OSError, host: str) -> Judgement:
    if isinstance(error, ForbiddenAddressError):
        return _unconnected(f"not requested: {error}", passing=False)
    if isinstance(error, socket.gaierror):
        if error.errno in _NO_SUCH_HOST:
            return _dead(f'there is no host "{host}"')
        return _unconnected(f'the name "{host}" could not be looked up', passing=True)
    if isinstance(error, ssl.SSLError):
        return _unconnected("no secure connection could be made", passing=True)
    # Of several addresses, some of which cannot be reached from here, the message has them all.
    if error.errno == errno.ECONNREFUSED or _REFUSED in str(error):
        return _dead("the connection is refused", passing=True)
    if isinstance(error, TimeoutError) or error.errno == errno.ETIMEDOUT:
        return _unconnected("no connection could be made in time", passing=True)
    return _unconnected(f"no connection: {error.strerror or 'unknown error'}", passing=True)


def _judge_certificate(error: Exception) -> Judgement:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return _dead("its certificate is for another host")
    if error.verify_code in _INCOMPLETE_CHAIN:
        return _unconnected("its certificate's issuer is not known here", passing=False)
    what = _CERTIFICATE.get(error.verify_code, f"is invalid: {error.verify_message}")
    return _dead(f"its certificate {what}")


def _dead(reason: str, *, passing: bool = False) -> Judgement:
    return Judgement(Status.DEAD, reason, passing=passing, connected=False, reached=False)


def _unconnected(reason: str, *, passing: bool) -> Judgement:
    return Judgement(Status.UNSURE, reason, passing=passing, connected=False, reached=False)


def _retry_after(value: str | None, now: float) -> float | None:
    """The seconds to wait by a ``Retry-After`` (RFC 9110, section 10.2.3): a number or a date."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdecimal():
        # More digits than any wait has are a wait too long.
        return float(value[:12])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
