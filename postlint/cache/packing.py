"""Results as bytes and back: compact, quick, and safe to read from a folder others write to."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

if TYPE_CHECKING:
    from collections.abc import Hashable

    from postlint.project import FileResult, Report

Packed = TypeVar("Packed", bound="FileResult | Report")

#: The quickest; it makes a third of what was there. Compressed data have a checksum, too.
_LEVEL = 1
_ENCODER = msgspec.msgpack.Encoder()


class UnpackError(Exception):
    """Bytes that ``pack`` did not make."""


def pack(value: FileResult | Report) -> bytes:
    """A value and all it holds as bytes."""
    try:
        data = _ENCODER.encode(value)
    except UnicodeEncodeError:
        # A path that is no UTF-8 has lone surrogates, for which only escapes will do.
        import json

        data = json.dumps(msgspec.to_builtins(value)).encode()
    return zlib.compress(data, _LEVEL)


def unpack(data: bytes, kind: type[Packed]) -> Packed:
    """What was packed; raises ``UnpackError``.

    Nothing but values of this kind is ever made, whatever the bytes say.
    """
    try:
        plain = zlib.decompress(data)
        # No array of MessagePack begins like one of JSON.
        if plain.startswith(b"["):
            import json

            return msgspec.convert(json.loads(plain), kind)
        decoder: msgspec.msgpack.Decoder[Packed] = _decoder(cast("Hashable", kind))
        return decoder.decode(plain)
    except (zlib.error, ValueError) as error:
        raise UnpackError(str(error)) from error


@cache
def _decoder(kind: Hashable) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)
