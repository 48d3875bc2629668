"""What a run printed, to be printed again: a text, or packed bytes where it is long."""

from __future__ import annotations

Printed = str | bytes

#: The quickest; reports say much the same again and again.
_LEVEL = 1


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


def text_of(printed: Printed) -> str:
    """What was printed; raises ``zlib.error`` for damaged bytes, of which digests know."""
    if isinstance(printed, str):
        return printed
    import zlib

    return zlib.decompress(printed).decode("utf-8", "surrogatepass")
