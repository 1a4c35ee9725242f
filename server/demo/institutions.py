"""The institutions of the demo world, what binds them, and who works there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from consult.domain.codes import AllianceKind, Role, Specialty, Tier
from consult.domain.form import Slot
from consult.domain.ids import AgreementId, OrganisationId, PersonId
from consult.domain.people import Agreement, Alliance, Duty, Organisation, Person

SPACE: Final = UUID("5a3c1f0e-7d1b-4f43-9a40-2f6f2b1f9c11")
"""Names below it give the same ids in every demo world."""

ZONE: Final = ZoneInfo("Asia/Shanghai")
PASSWORD: Final = "huizhen-demo-2026"  # noqa: S105  printed for everybody who tries the demo


def organisation_id(name: str) -> OrganisationId:
    """Return the id of an institution by its name."""
    return OrganisationId(uuid5(SPACE, name))


def person_id(username: str) -> PersonId:
    """Return the id of a person by the username."""
    return PersonId(uuid5(SPACE, f"person/{username}"))


LIULIN, SHIQIAO, HEDONG, QINGHE, YUNZHOU, PROVINCE, BUREAU, LINGNAN = (
    "柳林村卫生室",
    "石桥村卫生室",
    "河东镇卫生院",
    "清河县人民医院",
    "云州市第一人民医院",
    "省立医院",
    "云州市卫生健康委员会",
    "岭南县中医院",
)


def _organisation(
    name: str, tier: Tier, grade: str = "", *, centre: bool = False, review_required: bool = False
) -> Organisation:
    return Organisation(
        id=organisation_id(name),
        name=name,
        tier=tier,
        grade=grade,
        centre=centre,
        review_required=review_required,
    )


ORGANISATIONS: Final = (
    _organisation(LIULIN, Tier.VILLAGE),
    _organisation(SHIQIAO, Tier.VILLAGE),
    _organisation(HEDONG, Tier.TOWNSHIP, "一级甲等", review_required=True),
    _organisation(QINGHE, Tier.COUNTY, "二级甲等", centre=True),
    _organisation(LINGNAN, Tier.COUNTY, "二级乙等"),
    _organisation(YUNZHOU, Tier.CITY, "三级甲等", centre=True),
    _organisation(BUREAU, Tier.CITY),
    _organisation(PROVINCE, Tier.PROVINCE, "三级甲等"),
)


def alliances(today: date) -> tuple[Alliance, ...]:
    """Return the two alliances: a county's community, and a city's telemedicine network."""
    since, until = today - timedelta(days=400), today + timedelta(days=700)
    county = tuple(organisation_id(one) for one in (LIULIN, SHIQIAO, HEDONG, QINGHE))
    city = tuple(organisation_id(one) for one in (QINGHE, LINGNAN, YUNZHOU, PROVINCE))
    return (
        Alliance(
            id=uuid5(SPACE, "alliance/county"),
            name="清河县域医共体",
            kind=AllianceKind.COUNTY_COMMUNITY,
            lead=organisation_id(QINGHE),
            centre=organisation_id(QINGHE),
            members=county,
            starts_on=since,
            ends_on=until,
        ),
        Alliance(
            id=uuid5(SPACE, "alliance/city"),
            name="云州远程医疗协作网",
            kind=AllianceKind.NETWORK,
            lead=organisation_id(YUNZHOU),
            centre=organisation_id(YUNZHOU),
            members=city,
            starts_on=since,
            ends_on=until,
        ),
    )


BOUND: Final = (
    (LIULIN, QINGHE),
    (LIULIN, YUNZHOU),
    (SHIQIAO, QINGHE),
    (SHIQIAO, YUNZHOU),
    (HEDONG, QINGHE),
    (HEDONG, YUNZHOU),
    (QINGHE, YUNZHOU),
    (QINGHE, PROVINCE),
    (LINGNAN, YUNZHOU),
)
LAPSED: Final = ((LIULIN, PROVINCE),)


def agreements(today: date) -> tuple[Agreement, ...]:
    """Return the agreements, one of which has lapsed a month ago."""
    since = today - timedelta(days=300)
    standing = [_agreement(one, since, today + timedelta(days=430)) for one in BOUND]
    lapsed = [_agreement(one, since, today - timedelta(days=30)) for one in LAPSED]
    return (*standing, *lapsed)


def _agreement(pair: tuple[str, str], starts: date, ends: date) -> Agreement:
    requester, provider = pair
    return Agreement(
        id=AgreementId(uuid5(SPACE, f"agreement/{requester}/{provider}")),
        requester=organisation_id(requester),
        provider=organisation_id(provider),
        starts_on=starts,
        ends_on=ends,
        fee="普通会诊 120 元/次，急会诊 200 元/次",
    )


def _person(
    username: str, name: str, place: str, roles: tuple[Role, ...], title: str = ""
) -> Person:
    return Person(
        id=person_id(username),
        username=username,
        name=name,
        organisation=organisation_id(place),
        roles=frozenset(roles),
        title=title,
        phone="0570-5550100",
    )


def _expert(username: str, name: str, place: str, title: str, specialty: Specialty) -> Person:
    roles = {Role.EXPERT}
    if specialty is Specialty.RADIOLOGY:
        roles.add(Role.RADIOLOGIST)
    return Person(
        id=person_id(username),
        username=username,
        name=name,
        organisation=organisation_id(place),
        roles=frozenset(roles),
        title=title,
        phone="0570-5550200",
        specialty=specialty,
        licence=f"11033{len(username):04d}{len(name):06d}",
        licence_until=date(2025, 12, 31) if username == "qian" else date(2030, 12, 31),
    )


PEOPLE: Final = (
    _person("lin", "林秀英", LIULIN, (Role.VILLAGE_DOCTOR,), "乡村医生"),
    _person("wang", "王建国", SHIQIAO, (Role.VILLAGE_DOCTOR,), "乡村医生"),
    _person("chen", "陈志强", HEDONG, (Role.VILLAGE_DOCTOR,), "主治医师"),
    _person("liu", "刘芳", HEDONG, (Role.LEAD,), "副主任医师"),
    _person("zhao", "赵敏", QINGHE, (Role.DISPATCHER,), "会诊中心调度员"),
    _person("sun", "孙磊", YUNZHOU, (Role.DISPATCHER,), "会诊中心调度员"),
    _expert("li", "李明", YUNZHOU, "主任医师", Specialty.NEUROSURGERY),
    _expert("zhou", "周婷", YUNZHOU, "主任医师", Specialty.NEUROLOGY),
    _expert("zheng", "郑洁", YUNZHOU, "副主任医师", Specialty.RESPIRATORY),
    _expert("wu", "吴刚", QINGHE, "主任医师", Specialty.CARDIOLOGY),
    _expert("feng", "冯雪", QINGHE, "副主任医师", Specialty.PAEDIATRICS),
    _expert("gao", "高峰", QINGHE, "副主任医师", Specialty.GENERAL),
    _expert("qian", "钱勇", QINGHE, "主任医师", Specialty.ORTHOPAEDICS),
    _expert("he", "何俊", PROVINCE, "主任医师", Specialty.ONCOLOGY),
    _expert("shen", "沈静", YUNZHOU, "副主任医师", Specialty.RADIOLOGY),
    _person("xu", "许丽", QINGHE, (Role.RECORDS_OFFICER,), "病案员"),
    _person("guo", "郭涛", QINGHE, (Role.ADMINISTRATOR,), "系统管理员"),
    _person("tang", "唐亮", QINGHE, (Role.SECURITY_OFFICER,), "安全管理员"),
    _person("han", "韩梅", QINGHE, (Role.AUDITOR,), "审计员"),
    _person("ma", "马超", BUREAU, (Role.SUPERVISOR,), "医政科"),
)

BY_NAME: Final = {person.username: person for person in PEOPLE}

WHOLE_DAY: Final = frozenset({"li", "zhou", "gao"})
"""On call at any hour, so that the demo works at night too; others are there in the daytime."""


def roster(now: datetime) -> Iterator[Duty]:
    """Yield the roster of today and the coming seven days, in the hospitals' own zone."""
    today = now.astimezone(ZONE).date()
    experts = [one for one in PEOPLE if Role.EXPERT in one.roles]
    for day in (today + timedelta(days=ahead) for ahead in range(8)):
        for order, person in enumerate(experts):
            if person.specialty is not None:
                yield Duty(
                    person=person.id,
                    specialty=person.specialty,
                    slot=_hours(day, whole=person.username in WHOLE_DAY),
                    order=order,
                )


def _hours(day: date, *, whole: bool) -> Slot:
    midnight = datetime.combine(day, time(), ZONE)
    begins, ends = (0, 24) if whole else (8, 18)
    return Slot(
        start=(midnight + timedelta(hours=begins)).astimezone(UTC),
        end=(midnight + timedelta(hours=ends)).astimezone(UTC),
    )
