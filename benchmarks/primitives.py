"""How many signatures, digests and base58 texts a second one core makes: libsodium, OpenSSL, and our own on top.

    .venv/bin/python benchmarks/primitives.py [--rounds N] [--seconds S]

All take turns in every round on one core, and the time is the processor's, so that other work on the machine weighs
on all alike. Below the table: what no issuer or verifier of RDF can exceed, one signature and the digests of a badge.
"""

import argparse
import hashlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl import bindings as sodium

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))  # run by path, from anywhere: for those below

from assay.science.instants import parse_timestamp
from assay.science.securing import multibase
from assay.science.securing.key_rules import is_sound_ed25519_key, is_sound_ed25519_signature
from assay.science.securing.keys import KeyKind, SecretKey

_SEED = bytes(range(32))
_MESSAGE = hashlib.sha256(b"options").digest() + hashlib.sha256(b"document").digest()  # what Data Integrity signs
_OPTIONS = bytes(400)  # about as long as the canonical options of a proof
_STATEMENTS = bytes(10_800)  # and as the canonical statements of a badge with three alignments and a result
_LIBSODIUM, _OPENSSL, _OURS = "libsodium", "OpenSSL", "Assay"
_BATCH_SECONDS = 0.002  # long beside the reading of the clock


@dataclass(frozen=True, slots=True)
class Runner:
    """One way to do one piece of work."""

    work: str
    by: str
    run: Callable[[], object]


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="rounds (default 15)")
    parser.add_argument("--seconds", type=float, default=0.05, help="CPU-seconds of each turn (default 0.05)")
    asked = parser.parse_args()
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    libraries = ", ".join(f"{name} {version(name)}" for name in ("PyNaCl", "cryptography"))
    print(f"{platform.machine()}, core {core}; Python {platform.python_version()}; {libraries}\n")
    rates = _measured([*_ed25519(), *_ecdsa(), *_hashing(), *_text()], asked.rounds, asked.seconds)
    print(_table(rates))
    print(_limits(rates))
    return 0


def _ed25519() -> list[Runner]:
    public, secret = sodium.crypto_sign_seed_keypair(_SEED)
    openssl, ours = Ed25519PrivateKey.from_private_bytes(_SEED), SecretKey(KeyKind.ED25519, _SEED)
    signature = openssl.sign(_MESSAGE)
    openssl_public, our_public = openssl.public_key(), ours.public_key
    return [
        Runner("Ed25519 sign", _LIBSODIUM, lambda: sodium.crypto_sign(_MESSAGE, secret)[:64]),
        Runner("Ed25519 sign", _OPENSSL, lambda: openssl.sign(_MESSAGE)),
        Runner("Ed25519 sign", _OURS, lambda: ours.sign(_MESSAGE)),
        Runner("Ed25519 verify", _LIBSODIUM, lambda: sodium.crypto_sign_open(signature + _MESSAGE, public)),
        Runner("Ed25519 verify", _OPENSSL, lambda: openssl_public.verify(signature, _MESSAGE)),
        Runner("Ed25519 verify", _OURS, lambda: our_public.verify(signature, _MESSAGE)),
        Runner("Ed25519 rule, a signature", _OURS, lambda: is_sound_ed25519_signature(signature)),
        Runner("Ed25519 rule, a key", _OURS, lambda: is_sound_ed25519_key(public)),
        Runner("Ed25519 key from a seed", _LIBSODIUM, lambda: sodium.crypto_sign_seed_keypair(_SEED)),
        Runner("Ed25519 key from a seed", _OPENSSL, lambda: Ed25519PrivateKey.from_private_bytes(_SEED)),
    ]


def _ecdsa() -> list[Runner]:
    runners = []
    for kind, curve, digest, width in (
        (KeyKind.P256, ec.SECP256R1(), hashes.SHA256(), 32),
        (KeyKind.P384, ec.SECP384R1(), hashes.SHA384(), 48),
    ):
        scalar = bytes(range(1, width + 1))
        library, how = ec.derive_private_key(int.from_bytes(scalar, "big"), curve), ec.ECDSA(digest)
        ours = SecretKey(kind, scalar)
        runners += _ecdsa_runners(kind, library, how, ours)
    return runners


def _ecdsa_runners(kind: KeyKind, library: ec.EllipticCurvePrivateKey, how: ec.ECDSA, ours: SecretKey) -> list[Runner]:
    library_public, our_public = library.public_key(), ours.public_key
    der, fixed_width = library.sign(_MESSAGE, how), ours.sign(_MESSAGE)
    return [
        Runner(f"{kind.value} sign", _OPENSSL, lambda: library.sign(_MESSAGE, how)),
        Runner(f"{kind.value} sign", _OURS, lambda: ours.sign(_MESSAGE)),
        Runner(f"{kind.value} verify", _OPENSSL, lambda: library_public.verify(der, _MESSAGE, how)),
        Runner(f"{kind.value} verify", _OURS, lambda: our_public.verify(fixed_width, _MESSAGE)),
    ]


def _hashing() -> list[Runner]:
    return [
        Runner("SHA-256, 10.8 kB", _LIBSODIUM, lambda: sodium.crypto_hash_sha256(_STATEMENTS)),
        Runner("SHA-256, 10.8 kB", _OPENSSL, lambda: hashlib.sha256(_STATEMENTS).digest()),
        Runner("SHA-256, 0.4 kB", _LIBSODIUM, lambda: sodium.crypto_hash_sha256(_OPTIONS)),
        Runner("SHA-256, 0.4 kB", _OPENSSL, lambda: hashlib.sha256(_OPTIONS).digest()),
    ]


def _text() -> list[Runner]:
    signature = SecretKey(KeyKind.ED25519, _SEED).sign(_MESSAGE)
    text = multibase.base58_encode(signature)
    return [
        Runner("base58, 64 bytes written", _OURS, lambda: multibase.base58_encode(signature)),
        Runner("base58, 88 letters read", _OURS, lambda: multibase.base58_decode(text)),
        Runner("a time read", _OURS, lambda: parse_timestamp("2026-11-22T09:00:00Z", where="")),
    ]


_Rates = dict[tuple[str, str], list[float]]


def _measured(runners: list[Runner], rounds: int, seconds: float) -> _Rates:
    """Rates of each, one a round. The first round warms up and does not count."""
    batches = [_batch(runner) for runner in runners]
    rates: _Rates = {(runner.work, runner.by): [] for runner in runners}
    for number in range(rounds + 1):
        for runner, batch in zip(runners, batches, strict=True):
            rate = _rate(runner, batch, seconds)
            if number:
                rates[runner.work, runner.by].append(rate)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rates


def _batch(runner: Runner) -> int:
    """How often it runs between two looks at the clock."""
    start, count = time.process_time(), 0
    while time.process_time() - start < _BATCH_SECONDS:
        runner.run()
        count += 1
    return count


def _rate(runner: Runner, batch: int, seconds: float) -> float:
    run, count, start = runner.run, 0, time.process_time()
    while (taken := time.process_time() - start) < seconds:
        for _ in range(batch):
            run()
        count += batch
    return count / taken


def _table(rates: _Rates) -> str:
    lines = ["| a CPU-second | | median | min … max | µs each |", "|---|---|---:|---:|---:|"]
    for (work, by), of_one in rates.items():
        median = statistics.median(of_one)
        lines.append(
            f"| {work} | {by} | {median:,.0f} | {min(of_one):,.0f} … {max(of_one):,.0f} | {1e6 / median:,.2f} |"
        )
    return "\n".join(lines)


def _limits(rates: _Rates) -> str:
    lines = []
    document, options = (_each(rates, f"SHA-256, {size}", _OPENSSL) for size in ("10.8 kB", "0.4 kB"))
    for by in (_LIBSODIUM, _OPENSSL):
        issue = 1 / (_each(rates, "Ed25519 sign", by) + document)
        verify = 1 / (_each(rates, "Ed25519 verify", by) + document + options)
        lines.append(f"limit with {by}: {issue:,.0f} issued, {verify:,.0f} verified a CPU-second")
    return "\n".join(lines)


def _each(rates: _Rates, work: str, by: str) -> float:
    return 1 / statistics.median(rates[work, by])


if __name__ == "__main__":
    sys.exit(main())
