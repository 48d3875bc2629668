"""Checking with the tests' web, a clock that sleeps no time, and certificates of every kind."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sites import Web

from postlint.links.online import OnlineOptions, UrlUse, Verdict
from postlint.links.online.checking import run_checks
from postlint.links.online.system import System

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass
class Clock:
    """Time in which sleeping takes none."""

    ahead: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return time.time() + self.ahead

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds
        await asyncio.sleep(0)


@dataclass
class Check:
    """Checks URLs with the test's web and clock."""

    web: Web
    clock: Clock
    certificates: Certificates
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *uses: str | UrlUse, **options: Any) -> Mapping[str, Verdict]:
        known = {"allow_private": True, "timeout": 5.0, "spacing": 0.0} | options
        return run_checks(
            [use if isinstance(use, UrlUse) else UrlUse(use) for use in uses],
            OnlineOptions(**known),
            system=self.system,
        )

    def one(self, use: str | UrlUse, **options: Any) -> Verdict:
        """The verdict on a single URL."""
        ((_, verdict),) = self(use, **options).items()
        return verdict

    @property
    def system(self) -> System:
        return System(
            now=self.clock.now,
            monotonic=self.clock.monotonic,
            sleep=self.clock.sleep,
            random=lambda: 0.5,
            resolve=self.web.resolve,
            ssl_context=self.certificates.client,
            environment=self.environment,
        )


class Certificates:
    """An authority that the client trusts, and what servers show."""

    @cached_property
    def _authority(self) -> trustme.CA:
        return trustme.CA()

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self._authority.configure_trust(context)
        return context

    def good(self, name: str) -> ssl.SSLContext:
        return _server(self._authority.issue_cert(name))

    def expired(self, name: str) -> ssl.SSLContext:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        return _server(
            self._authority.issue_cert(
                name, not_before=yesterday - timedelta(days=30), not_after=yesterday
            )
        )

    def of_unknown_authority(self, name: str) -> ssl.SSLContext:
        return _server(trustme.CA().issue_cert(name))

    def self_signed(self, name: str, folder: Path) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        file = folder / "self-signed.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def certificates() -> Certificates:
    return Certificates()


@pytest.fixture
def check(web: Web, clock: Clock, certificates: Certificates) -> Check:
    return Check(web, clock, certificates)
