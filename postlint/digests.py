"""Names for contents, by BLAKE2 (RFC 7693)."""

from __future__ import annotations

try:
    # Where hashlib takes it from; importing hashlib itself loads OpenSSL, which takes a fortieth
    # of the time of one post.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b", "digest_of"]


def digest_of(data: bytes) -> str:
    """A short name for bytes: the same for equal ones, and for no others."""
    return blake2b(data, digest_size=16).hexdigest()
