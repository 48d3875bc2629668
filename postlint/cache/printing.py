"""What a run printed, to be printed again: a text, or packed bytes where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Printed = str | bytes

#: The quickest; reports say much the same again and again.
_LEVEL = 1
#: So much is unpacked at a time, in bytes.
_PIECE = 1024 * 1024


class Packer:
    """Packs a text that comes in pieces."""

    def __init__(self) -> None:
        import zlib

        self._packing = zlib.compressobj(_LEVEL)
        self._parts: list[bytes] = []

    def add(self, text: str) -> None:
        """Takes a piece."""
        # A path that is no UTF-8 has lone surrogates.
        self._parts.append(self._packing.compress(text.encode("utf-8", "surrogatepass")))

    def packed(self) -> bytes:
        """All pieces; none may follow."""
        return b"".join([*self._parts, self._packing.flush()])


def pieces_of(printed: Printed) -> Iterator[str]:
    """What was printed; raises ``zlib.error`` for damaged bytes, of which digests know."""
    if isinstance(printed, str):
        yield printed
        return
    import codecs
    import zlib

    unpacking = zlib.decompressobj()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    while printed:
        yield decoder.decode(unpacking.decompress(printed, _PIECE))
        printed = unpacking.unconsumed_tail
    yield decoder.decode(unpacking.flush(), final=True)
