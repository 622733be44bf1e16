"""``assay verify`` told wrongly: 64, a sentence that helps, and nothing on standard output."""

import sys
from pathlib import Path

import pytest

from tests.cli.college import AT, Assay, as_nobody

OFFLINE = ("verify", "--offline", "--now", AT)


def test_a_file_that_is_not_there_is_a_mistake_and_no_verdict_about_the_others(assay: Assay, badge: Path) -> None:
    said = assay(*OFFLINE, "--json", badge, badge.with_name("gone.json"))

    assert (said.code, said.out) == (64, "")
    assert "gone.json: No such file or directory" in said.err


def test_a_folder_is_no_badge(assay: Assay, tmp_path: Path) -> None:
    said = assay(*OFFLINE, tmp_path)

    assert (said.code, said.out) == (64, "")
    assert "Is a directory" in said.err


def test_a_file_that_may_not_be_read_is_a_mistake(assay: Assay, badge: Path) -> None:
    badge.chmod(0)
    with as_nobody():
        said = assay(*OFFLINE, badge)

    assert (said.code, said.out) == (64, "")
    assert "Permission denied" in said.err


def test_without_a_standard_input_a_dash_is_a_mistake(assay: Assay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    said = assay(*OFFLINE, "-")

    assert (said.code, said.out) == (64, "")
    assert "there is no standard input" in said.err


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "2026-11-22",
        "2026-11-22T09:00:00",
        "2026-02-30T09:00:00Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
        "2026-11-22T09:00:00Z\n",
        "٢٠٢٦-11-22T09:00:00Z",
    ],
)
def test_an_instant_that_is_none_is_refused_with_an_example(assay: Assay, badge: Path, text: str) -> None:
    said = assay("verify", "--offline", "--now", text, badge)

    assert (said.code, said.out) == (64, "")
    assert "2026-11-22T09:00:00Z" in said.err or "in no year from 1970" in said.err


@pytest.mark.parametrize(
    "pair",
    [
        "",
        "brunel.example",
        "brunel.example=",
        "=127.0.0.1:443",
        "brunel.example=127.0.0.1",
        "brunel.example=127.0.0.1:",
        "brunel.example=:443",
        "brunel.example=127.0.0.1:https",
        "brunel.example=127.0.0.1:٤٤٣",
        "brunel.example=127.0.0.1:0",
        "brunel.example=127.0.0.1:65536",
        "brunel.example=127.0.0.1:" + "9" * 5000,
        "brunel.example=localhost:443",
        "brunel.example=127.1:443",
        "BRUNEL.example=127.0.0.1:443",
        "127.0.0.1=127.0.0.1:443",
        "*=127.0.0.1:443",
    ],
)
def test_a_resolve_pair_that_is_none_is_refused_with_an_example(assay: Assay, badge: Path, pair: str) -> None:
    said = assay("verify", "--resolve", pair, badge)

    assert (said.code, said.out) == (64, "")
    assert "HOST=IP:PORT" in said.err or "cannot be sent to" in said.err


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\x00" * 99])
def test_certificate_authorities_that_are_none_are_a_mistake(
    assay: Assay, badge: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)

    said = assay("verify", "--ca", path, badge)

    assert (said.code, said.out) == (64, "")
    assert "ca.pem" in said.err


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"anchors: []",
        b"[]",
        b'{"anchor": []}',
        b'{"anchors": "did:web:register.example"}',
        b'{"anchors": [""]}',
        b'{"recognitions": [{"from": "did:web:a.example"}]}',
        b'{"recognitions": [{"from": "did:web:a.example", "to": "did:web:b.example", "validUntil": "soon"}]}',
        b'{"logs": ["https://log.example"]}',
        b'{"anchors": [], "anchors": []}',
    ],
)
def test_a_trust_file_that_is_none_is_a_mistake_that_names_it(
    assay: Assay, badge: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "trust.json"
    if content is not None:
        path.write_bytes(content)

    said = assay(*OFFLINE, "--json", "--trust", path, badge)

    assert (said.code, said.out) == (64, "")
    assert said.err.startswith(f"assay: {path}: ")
