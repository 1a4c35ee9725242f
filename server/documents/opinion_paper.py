"""What stands on the paper of a signed opinion: plain values for the Typst template."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from consult.domain.conclusion import Recommendation
from consult.domain.opinion import Opinion, Signature
from consult.domain.people import Organisation
from consult.domain.request import age_of
from consult.domain.session import Session
from consult.ports import SignedRecord
from server.documents.words import (
    CERTAINTIES,
    KINDS,
    LABELS,
    MEDIA,
    SEXES,
    STATEMENT,
    TITLE,
)


def paper(record: SignedRecord, qr_svg: str) -> dict[str, object]:
    """Return the template's values; raises ValueError for an opinion that is not signed."""
    opinion = record.opinion
    if opinion.signature is None:
        raise ValueError("only a signed opinion is put on paper")
    concluded = opinion.conclusion
    zone = ZoneInfo(record.site.timezone)
    return printable(
        {
            "language": "zh",
            "title": TITLE,
            "author": record.author.name,
            "institution": record.author_organisation.name,
            "version": opinion.version,
            "version_line": f"第 {opinion.version} 版（更正）",
            "case_number": record.file.case.number,
            "labels": dict(LABELS),
            "head": _head(record, zone),
            "amend_reason": opinion.amend_reason,
            "summary": concluded.summary,
            "answers": [
                {"question": one.question, "text": one.text, "cannot": one.cannot}
                for one in concluded.answers
            ],
            "diagnoses": [
                {"text": one.text, "code": one.code, "certainty": CERTAINTIES[one.certainty]}
                for one in concluded.diagnoses
            ],
            "basis": concluded.basis,
            "differential": concluded.differential,
            "recommendations": [_row(one) for one in concluded.recommendations],
            "red_flags": concluded.red_flags,
            "plain_words": concluded.plain_words,
            "limits": concluded.limits,
            "signature": _signature(record, opinion.signature, zone),
            "statement": STATEMENT,
            "qr": qr_svg,
            "footer": f"{record.file.case.number} · 第 {opinion.version} 版 · "
            f"验证码 {opinion.signature.verification_code}",
        }
    )


def _head(record: SignedRecord, zone: ZoneInfo) -> list[list[str]]:
    case = record.file.case
    form = case.form
    age = age_of(form.patient, case.submitted_at or case.created_at, zone)
    studies = record.file.studies
    return [
        ["患者", form.patient.name],
        ["性别 / 年龄", f"{SEXES[form.patient.sex]} / {age if age is not None else '不详'} 岁"],
        ["申请机构", record.site.name],
        ["申请医师", f"{record.requester.name} {record.requester.title}".strip()],
        ["会诊专家", f"{record.author.name} {record.author.title}".strip()],
        ["专家机构", _graded(record.author_organisation)],
        ["主诉", f"{form.clinical.complaint}（{form.clinical.duration}）"],
        ["初步诊断", form.clinical.diagnosis or "未填写"],
        ["会诊方式", _how(record.opinion, record.file.sessions, zone)],
        [
            "所阅资料",
            "、".join(f"{one.modality} {one.instances} 幅" for one in studies) or "书面资料",
        ],
    ]


def _graded(organisation: Organisation) -> str:
    return f"{organisation.name} {organisation.grade}".strip()


def _how(opinion: Opinion, sessions: Iterable[Session], zone: ZoneInfo) -> str:
    met = [one for one in sessions if one.started_at is not None]
    medium = MEDIA[opinion.conclusion.medium]
    if not met or met[-1].started_at is None:
        return medium
    last = met[-1]
    started = met[-1].started_at
    ended = last.ended_at or opinion.written_at
    minutes = max(1, round((ended - started).total_seconds() / 60))
    gaps = f"，中断 {len(last.gaps)} 次" if last.gaps else ""
    return f"{medium}，{_moment(started, zone)} 起 {minutes} 分钟{gaps}"


def _row(one: Recommendation) -> dict[str, object]:
    details = [
        one.dose,
        one.route,
        f"{one.days} 天" if one.days is not None else "",
        one.place,
        one.due.isoformat() if one.due is not None else "",
    ]
    return {
        "kind": KINDS[one.kind],
        "urgent": one.kind.value == "send_at_once",
        "text": one.text,
        "detail": "，".join(filter(None, details)),
    }


def _signature(record: SignedRecord, signature: Signature, zone: ZoneInfo) -> list[list[str]]:
    return [
        ["签名医师", f"{record.author.name} {record.author.title}".strip()],
        ["签署时间", f"{_moment(signature.signed_at, zone)}（{record.site.timezone}）"],
        ["签名方式", "Ed25519 电子签名（服务器时间）"],
        ["验证码", signature.verification_code],
        ["记录摘要", f"SHA-256 {signature.sha256[:32]} {signature.sha256[32:]}"],
    ]


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def printable(value: dict[str, object]) -> dict[str, object]:
    """Return the values with every character that the font lacks named as 〔U+20BB7〕.

    A rare character in a name must never become a black square that nobody can read.
    """
    return {key: _printable(one) for key, one in value.items()}


def _printable(value: object) -> object:
    if isinstance(value, str):
        return "".join(_shown(character) for character in value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_printable(one) for one in value]
    return value


def _shown(character: str) -> str:
    point = ord(character)
    if character in "\n\t" or any(first <= point <= last for first, last in _coverage()):
        return character
    return f"〔U+{point:04X}〕"


@cache
def _coverage() -> tuple[tuple[int, int], ...]:
    text = (files("server.documents") / "fonts" / "coverage.txt").read_text(encoding="ascii")
    spans = (line.split("-") for line in text.splitlines() if not line.startswith("#"))
    return tuple((int(first, 16), int(last, 16)) for first, last in spans)
