"""What an uploaded file really is: each kind that is taken, each thing that is refused."""

import json
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assay.adapters.upload_kinds import Kind
from assay.adapters.upload_parser import parse
from assay.science.errors import AssayError, Code
from tests.adapters import evidence_files as made
from tests.adapters.crashing import SOURCE

NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode()
CATALOGUE = b"<</Type /Catalog /Pages 2 0 R %s>>"
PAGES = b"<</Type /Pages /Kids [] /Count 0>>"


def refused(data: bytes, *, ending: str = "", claimed_type: str = "") -> AssayError:
    with pytest.raises(AssayError) as refusal:
        parse(data, ending=ending, claimed_type=claimed_type)
    return refusal.value


@pytest.mark.parametrize(
    ("data", "ending", "kind"),
    [
        (made.pdf(), ".pdf", Kind.PDF),
        (made.pdf(), ".png", Kind.PDF),
        (made.hand_made_pdf(CATALOGUE % b"/OpenAction [3 0 R /Fit]", PAGES), ".pdf", Kind.PDF),
        (b"A weld.\n", ".txt", Kind.TEXT),
        (b"A weld.\n", "", Kind.TEXT),
        ("\ufeffNaht, Länge\nA, 3\n".encode(), ".csv", Kind.CSV),
        ("# Übung\n\n<b>bold</b> later on\n".encode(), ".md", Kind.MARKDOWN),
        (b'{"a": [1, 2.5, null]}', ".json", Kind.JSON),
        (NOTEBOOK, ".ipynb", Kind.NOTEBOOK),
        (NOTEBOOK, ".json", Kind.JSON),
        (made.zipped(made.DOCX), ".docx", Kind.DOCX),
        (made.zipped(made.DOCX), ".zip", Kind.DOCX),
        (made.zipped({"[Content_Types].xml": made.CONTENT_TYPES, "xl/workbook.xml": b"<w/>"}), ".xlsx", Kind.XLSX),
        (made.zipped({"[Content_Types].xml": made.CONTENT_TYPES, "ppt/presentation.xml": b"<p/>"}), "", Kind.PPTX),
        (made.open_document("text"), ".odt", Kind.ODT),
        (made.open_document("spreadsheet"), ".ods", Kind.ODS),
        (made.open_document("presentation"), ".odp", Kind.ODP),
        (made.mp4(), ".mp4", Kind.MP4),
        (made.mp4(b"mp42"), ".mov", Kind.MP4),
        (made.webm(), ".webm", Kind.WEBM),
        (made.mp3(), ".mp3", Kind.MP3),
        (made.mp3(tag=b"TIT2" + b"\0" * 200), ".mp3", Kind.MP3),
    ],
)
def test_a_file_of_a_kind_that_is_taken_is_known_by_its_bytes_and_kept(data: bytes, ending: str, kind: Kind) -> None:
    parsed = parse(data, ending=ending, claimed_type="")

    assert parsed.kind is kind
    assert parsed.rewritten is None


def test_a_declared_type_counts_only_for_text_without_an_ending() -> None:
    assert parse(b"a,b\n", ending="", claimed_type="text/csv").kind is Kind.CSV
    assert parse(b"a,b\n", ending="", claimed_type="application/octet-stream").kind is Kind.TEXT
    assert parse(b"a,b\n", ending=".txt", claimed_type="text/csv").kind is Kind.TEXT
    assert parse(made.mp3(), ending="", claimed_type="text/html").kind is Kind.MP3


PAGE_STARTS = [
    b"<html>", b"<!DOCTYPE html>", b"<!doctype HTML PUBLIC>", b" \n\t<HTML lang=en>", b"\xef\xbb\xbf<html>",
    b"<script>x()", b"<iframe src=x>", b"<h1>", b"<body onload=x()>", b"<a href=x>", b"<!-- x -->",
    b"<?xml version='1.0'?><html/>", b"<table>", b"<style>", b"<p>", b"<b>",
]  # fmt: skip


@pytest.mark.parametrize("start", PAGE_STARTS)
@pytest.mark.parametrize("ending", [".html", ".txt", ".md", ".csv", ""])
def test_attack_42_a_web_page_is_refused_under_any_name(start: bytes, ending: str) -> None:
    refusal = refused(start + b" and more", ending=ending, claimed_type="text/plain")

    assert refusal.code is Code.UNSUPPORTED_MEDIA
    assert "PDF" in refusal.reason


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>",
        b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf <SVG onload=x()>",
        b"<!DOCTYPE svg PUBLIC 'x'>\n<svg/>".replace(b"/>", b" />"),
    ],
)
def test_attack_31_svg_is_refused_and_png_named_instead(svg: bytes) -> None:
    refusal = refused(svg, ending=".svg")

    assert (refusal.code, "PNG" in refusal.reason) == (Code.UNSUPPORTED_MEDIA, True)


@pytest.mark.parametrize(
    ("data", "ending", "instead"),
    [
        (b"#!/bin/sh\nrm -rf ~\n", ".txt", "first line"),
        (b"import os\n", ".py", ".txt"),
        (b"alert(1)", ".js", ".txt"),
        (b"hello", ".png", ".txt"),
        (b"MZ\x90\0" + b"\0" * 300, ".png", "shows what it does"),
        (b"\x7fELF\2\1\1" + b"\0" * 300, "", "send one of"),
        (b"\x1f\x8b\x08\0\0\0\0\0", ".gz", "one by one"),
        (b"7z\xbc\xaf\x27\x1c\0\4", ".7z", "one by one"),
        (b"Rar!\x1a\7\1\0" + b"\0" * 30, ".rar", "one by one"),
        (made.zipped({"a.txt": b"a"}), ".zip", "one by one"),
        (made.zipped({"mimetype": b"application/epub+zip", "a.xml": b""}), ".epub", "one by one"),
        (made.zipped({**made.DOCX, "xl/workbook.xml": b"<w/>"}), ".docx", "one by one"),
        (made.mp4(b"heic"), ".heic", "JPEG"),
        (made.mp4(b"qt  "), ".mov", "MP4"),
        (made.webm(b"matroska"), ".mkv", "send one of"),
        (b"BM" + b"\0" * 60, ".bmp", "PNG"),
        (b"II*\0" + b"\0" * 60, ".tiff", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc", "docx"),
        ("Länge".encode("latin-1"), ".txt", "UTF-8"),
        ("a,b".encode("utf-16"), ".csv", "UTF-8"),
        (b"a\0b", ".txt", "UTF-8"),
        (b"a\x1bb\x08", ".txt", "UTF-8"),
        (b"\xff\xfb\x90\x64" + b"\0" * 50, ".mp3", "send one of"),
        (bytes(range(256)) * 4, "", "send one of"),
    ],
)
def test_what_is_not_taken_is_refused_and_told_what_to_send_instead(data: bytes, ending: str, instead: str) -> None:
    refusal = refused(data, ending=ending)

    assert refusal.code is Code.UNSUPPORTED_MEDIA
    assert instead in refusal.reason


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"", ".txt"),
        (b"{", ".json"),
        (b"NaN", ".json"),
        (b"[" * 100_000, ".json"),
        (b"9" * 5000, ".json"),
        (b"[]", ".ipynb"),
        (b'{"nbformat": 4}', ".ipynb"),
        (made.pdf()[:-2100], ".pdf"),
        (made.zipped(made.DOCX)[:-30], ".docx"),
        (made.zipped(made.DOCX).replace(b"PK\1\2", b"PK\1\3"), ".docx"),
        (made.zipped(made.DOCX, method=zipfile.ZIP_STORED).replace(b"<document/>", b"<documemt/>"), ".docx"),
    ],
)
def test_what_is_damaged_or_not_what_it_is_named_is_malformed(data: bytes, ending: str) -> None:
    assert refused(data, ending=ending).code is Code.MALFORMED


def test_cells_that_begin_like_formulas_are_told_and_numbers_are_not() -> None:
    def notes(table: bytes) -> tuple[str, ...]:
        return parse(table, ending=".csv", claimed_type="").notes

    for formula in (b"a,=HYPERLINK(1)\n", b"=1+1", b'a\n"@SUM(1)"', b"a;-2+3+cmd|' /C calc'!A0"):
        assert notes(formula), formula
    for harmless in (b"a,-3.5\n", b"-1;+2,5;x", b"a=b,c-d", b"mail,x@y.example"):
        assert not notes(harmless), harmless


ACTIONS = [
    b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>",
    b"/OpenAction <</S/JavaScript/JS(x)>>",
    b"/AA <</O <</S /J#61vaScript /JS (x)>>>>",
    b"/AA <</O <</S /#4a#41vaScript /JS (x)>>>>".replace(b"#41", b"#61"),
    b"/OpenAction <</S /Launch /F (cmd.exe)>>",
    b"/Names <</EmbeddedFiles <</Names []>>>>",
    b"/X <</Type /Filespec /EF <<>>>> /Y <</Type /EmbeddedFile>>",
    b"/AcroForm <</XFA 4 0 R>>",
    b"/AA <</O <</S /SubmitForm /F (http://x.example)>>>>",
    b"/AA <</O <</S /ImportData /F (x)>>>>",
    b"/Annots [<</Subtype /RichMedia>>]",
    b"/Encrypt 5 0 R",
]


@pytest.mark.parametrize("action", ACTIONS)
def test_attack_42_a_pdf_that_can_act_is_refused_in_the_open_and_packed(action: bytes) -> None:
    in_the_open = made.hand_made_pdf(CATALOGUE % action, PAGES)
    packed = made.hand_made_pdf(
        CATALOGUE % b"", PAGES, made.flate_stream(b"7 0 <<" + action + b">>", b"/Type /ObjStm /N 1 /First 4")
    )
    deep = made.hand_made_pdf(CATALOGUE % b"", PAGES, made.flate_stream(b"\0" * 5_000_000 + action + b" " * 5_000_000))

    for document in (in_the_open, packed, deep):
        refusal = refused(document, ending=".pdf")
        assert refusal.code is Code.UNSUPPORTED_MEDIA
        assert "print it to a new PDF" in refusal.reason


def test_a_name_that_lies_across_two_pieces_of_a_packed_stream_is_found() -> None:
    for before in range(1024 * 1024 - 14, 1024 * 1024 + 1):
        stream = made.flate_stream(b"\0" * before + b"/JavaScript /")

        assert refused(made.hand_made_pdf(CATALOGUE % b"", PAGES, stream)).code is Code.UNSUPPORTED_MEDIA


def test_a_pdf_that_only_speaks_of_actions_is_taken() -> None:
    spoken = made.pdf("A PDF may hold /JavaScript, /Launch and /EmbeddedFile entries; see /OpenAction.")
    similar = made.hand_made_pdf(CATALOGUE % b"/JavaScripts 1 /Launcher 2 /XFAX 3", PAGES)

    for document in (spoken, similar):
        assert parse(document, ending=".pdf", claimed_type="").kind is Kind.PDF


def test_a_pdf_that_unpacks_beyond_measure_is_too_large() -> None:
    bomb = made.hand_made_pdf(CATALOGUE % b"", PAGES, *[made.flate_stream(b"\0" * 60_000_000)] * 10)

    assert len(bomb) < 1_000_000
    assert refused(bomb, ending=".pdf").code is Code.TOO_LARGE


@pytest.mark.parametrize(
    "members",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/VBAPROJECT.BIN": b"x"},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/activeX/activeX1.xml": b"x"},
        {"xl/macrosheets/sheet1.xml": b"x"},
        {"[Content_Types].xml": b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'},
        {"word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" Target="http://x" TargetMode="External"/>'},
        {"../../evil.xml": b"x"},
        {"/etc/passwd": b"x"},
        {"word\\..\\..\\evil": b"x"},
        {"C:/evil": b"x"},
        {"word/a/../../b": b"x"},
        {"WORD/document.xml": b"x"},
    ],
)
def test_attack_33_a_document_with_a_program_or_a_way_out_of_its_folder_is_refused(members: dict[str, bytes]) -> None:
    refusal = refused(made.zipped({**made.DOCX, **members}), ending=".docx")

    assert refusal.code is Code.UNSUPPORTED_MEDIA


@pytest.mark.parametrize("member", ["Basic/Standard/Module1.xml", "Scripts/python/x.py"])
def test_an_open_document_with_a_program_is_refused(member: str) -> None:
    assert refused(made.open_document("text", **{member: b"x"}), ending=".odt").code is Code.UNSUPPORTED_MEDIA


def test_a_document_with_a_password_is_refused() -> None:
    locked = bytearray(made.zipped(made.DOCX))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        for found in re.finditer(re.escape(mark), bytes(locked)):
            locked[found.start() + flags] |= 1
    sealed = made.open_document("text", **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"})

    for document in (bytes(locked), sealed):
        assert "password" in refused(document).reason


@pytest.mark.parametrize(
    "bomb",
    [
        made.zipped({**made.DOCX, "word/media/a.xml": b"\0" * 100_000_000}),
        made.zipped({**made.DOCX, **{f"word/{number}.xml": b"" for number in range(5001)}}),
        made.overlapping_zip(),
    ],
    ids=["ratio", "members", "overlapping"],
)
def test_attack_33_a_zip_bomb_is_too_large(bomb: bytes) -> None:
    assert len(bomb) < 2_000_000
    assert refused(bomb, ending=".docx").code is Code.TOO_LARGE


def test_a_part_that_lies_about_its_size_is_found_out() -> None:
    assert refused(made.lying_zip(), ending=".docx").code is Code.MALFORMED


def reader(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "assay.adapters.upload_parser", *arguments],
        env={"PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="/proc tells limits on Linux only")
def test_the_reader_gives_up_what_it_does_not_need_before_it_sees_a_byte() -> None:
    with reader("7", "1073741824", ".txt", "") as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"R"

        told = Path(f"/proc/{process.pid}/limits").read_text()
        process.communicate(b"hello")

    limits = {line[:26].strip(): line[26:].split()[:2] for line in told.splitlines()}
    assert limits["Max cpu time"] == ["7", "7"]
    assert limits["Max address space"] == ["1073741824", "1073741824"]
    for name in ("Max open files", "Max processes", "Max core file size", "Max file size"):
        assert limits[name] == ["0", "0"], name


def test_the_reader_answers_with_a_length_a_header_and_a_body() -> None:
    with reader("7", "1073741824", ".txt", "") as process:
        answer, _ = process.communicate(made.picture("PNG"))

    length = int.from_bytes(answer[1:5], "big")
    header = json.loads(answer[5 : 5 + length])
    assert answer[:1] == b"R"
    assert (header["kind"], header["bytes"]) == ("PNG", len(answer[5 + length :]))
    assert answer[5 + length :].startswith(b"\x89PNG\r\n\x1a\n")


def test_the_reader_is_stopped_by_its_own_limit_even_when_nobody_watches() -> None:
    with reader("1", "1073741824", ".jpg", "") as process:
        answer, _ = process.communicate(made.scan_bomb())

    assert answer == b"R"
    assert process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}
