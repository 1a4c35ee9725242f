"""The paper of an opinion, read back by poppler."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from server.documents.opinion_paper import paper
from server.documents.opinion_pdf import Papers
from tests.server.documents.samples import CONCLUSION, signed_record

URL = "https://huizhen.example/verify/7K2M-9QXA-0TZ4"


@pytest.fixture
async def pdf(tmp_path: Path) -> Path:
    """The sample opinion on paper."""
    path = tmp_path / "opinion.pdf"
    path.write_bytes(await Papers().opinion_pdf(signed_record(), URL))
    return path


def read(path: Path) -> str:
    """Return the text that poppler finds, without line breaks."""
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_all_chinese_text_is_found(pdf: Path) -> None:
    """Title, patient, answers, diagnoses, recommendations, statement and code can be copied out."""
    text = read(pdf)
    for wanted in (
        "远程会诊诊疗意见报告",
        "王秀兰",
        "石板村卫生室",
        "云岭省人民医院",
        "右侧基底节区脑出血",
        "确定",
        "乌拉地尔",
        "12.5mg",
        "立即转送",
        "无法回答，需要：",
        "本意见供申请医疗机构参考",
        "7K2M-9QXA-0TZ4",
        "HZ20261122-0007",
        "视频，2026-11-2210:05起21分钟，中断1次",
    ):
        assert wanted in text, wanted


def test_fonts_are_embedded_as_outlines(pdf: Path) -> None:
    """No Type 3 fonts, all embedded, each with a map back to Unicode."""
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, check=True).stdout.decode()
    rows = listed.splitlines()[2:]
    assert rows
    for row in rows:
        assert "CID TrueType" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, Unicode map


def test_one_page_where_it_fits(pdf: Path) -> None:
    """An opinion of usual length takes one sheet."""
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True).stdout.decode()
    assert "Pages:           1" in info
    assert "A4" in info


def test_a_character_that_the_font_lacks() -> None:
    """It is named by its number, never a black square; rare ones that the font has are kept."""
    rare = paper(signed_record("𠮷䶮㛃"), "<svg/>")
    assert rare["head"] == [["患者", "〔U+20BB7〕䶮㛃"], *rare["head"][1:]]  # type: ignore[index]


def test_what_is_written_is_not_markup(tmp_path: Path) -> None:
    """Hashes, brackets and dollar signs in a name stand on the paper as they are."""
    values = paper(signed_record("#panic() $x$ [*王*] \\ `"), "<svg/>")
    assert values["head"][0] == ["患者", "#panic() $x$ [*王*] \\ `"]  # type: ignore[index]


async def test_markup_is_printed_literally(tmp_path: Path) -> None:
    """The same through the whole path to paper."""
    path = tmp_path / "odd.pdf"
    path.write_bytes(await Papers().opinion_pdf(signed_record("#panic() $x$ [*王*]"), URL))
    assert "#panic()$x$[*王*]" in read(path)


async def test_a_draft_is_not_put_on_paper() -> None:
    """Half-written opinions cannot be printed."""
    record = signed_record()
    draft = replace(record, opinion=replace(record.opinion, signature=None))
    with pytest.raises(ValueError, match="signed"):
        await Papers().opinion_pdf(draft, URL)


async def test_a_long_opinion_runs_over_pages(tmp_path: Path) -> None:
    """Nothing is cut off: the last word is on paper."""
    record = signed_record()
    long = replace(CONCLUSION, differential="鉴别要点。" * 900 + "终")
    path = tmp_path / "long.pdf"
    made = await Papers().opinion_pdf(
        replace(record, opinion=replace(record.opinion, conclusion=long)), URL
    )
    path.write_bytes(made)
    assert "终" in read(path)
