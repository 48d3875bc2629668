"""The fixtures of the tests that check URLs."""

from webcheck import certificates, check, clock, web

__all__ = ["certificates", "check", "clock", "web"]
