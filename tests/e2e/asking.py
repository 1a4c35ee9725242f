"""What a village doctor does at the request form, field by field."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from consult.domain.codes import Sex
from consult.domain.form import PatientPart
from imaging import synthetic
from server.clock import SystemClock
from server.demo.forms import patient
from server.demo.institutions import ZONE

SLICES = 24


@dataclass(frozen=True)
class Papers:
    """What lies on the doctor's disk: a folder of images, a photo, a document."""

    folder: Path
    photo: Path
    document: Path


def now() -> datetime:
    """Return the present time at the hospitals."""
    return SystemClock().now().astimezone(ZONE)


def somebody() -> PatientPart:
    """Return a patient whom nobody here knows yet."""
    return patient("吴秀兰", date(1958, 4, 12), Sex.FEMALE, "SQ20260177", order=56)


def subject(who: PatientPart) -> synthetic.Subject:
    """Return whom the scanner's images name."""
    born = who.birth_date
    return synthetic.Subject(
        name=f"Wu^Xiulan={who.name[0]}^{who.name[1:]}",
        patient_id=who.record_number,
        birth_date=f"{born:%Y%m%d}" if born else "",
        sex="F" if who.sex is Sex.FEMALE else "M",
        study_date=f"{now():%Y%m%d}",
        accession="A000077",
        seed=77,
    )


def papers(folder: Path, who: PatientPart) -> Papers:
    """Write a CT series, a photo and a document to the disk."""
    images = folder / "CT"
    images.mkdir()
    for number, content in enumerate(synthetic.ct_head(subject(who), slices=SLICES), 1):
        (images / f"IM{number:04d}.dcm").write_bytes(content)
    made = Papers(images, folder / "处方.jpg", folder / "化验单.pdf")
    Image.new("RGB", (640, 480), "#c8d0d8").save(made.photo, "JPEG")
    Image.new("RGB", (640, 900), "white").save(made.document, "PDF")
    return made


def part(page: Page, path: str) -> Locator:
    """Return the control of one field of the form."""
    return page.locator(f'[data-path="{path}"]').locator("input, textarea, select").first


def choose(page: Page, group: str, choice: str) -> None:
    """Tick one choice of a question."""
    asked = page.get_by_role("group", name=group)
    asked.get_by_text(choice, exact=True).click()
    expect(asked.get_by_role("radio", name=choice, exact=True)).to_be_checked()


def enter_patient(page: Page, who: PatientPart) -> None:
    """Type the resident ID, which fills birth date and sex, then the rest."""
    part(page, "patient.identity_number").press_sequentially(who.identity_number)
    expect(part(page, "patient.birth_date")).to_have_value(str(who.birth_date))
    expect(page.get_by_role("radio", name="女", exact=True)).to_be_checked()
    part(page, "patient.name").fill(who.name)
    part(page, "patient.phone").fill(who.phone)
    part(page, "patient.record_number").fill(who.record_number)


def enter_illness(page: Page) -> None:
    """Tell what is wrong."""
    texts = {
        "clinical.complaint": "突发右侧肢体无力、言语不清",
        "clinical.duration": "5 小时",
        "clinical.present_illness": "晨起突感右侧肢体无力，持物不稳，言语含糊，无头痛呕吐。",
        "clinical.past_history": "高血压 12 年。",
        "clinical.findings": "神志清，右侧鼻唇沟浅，右上肢肌力 3 级，右巴氏征阳性。",
        "clinical.diagnosis": "脑卒中？",
        "clinical.treatment": "卧床，吸氧，监测血压。",
    }
    for path, text in texts.items():
        part(page, path).fill(text)
    onset = now() - timedelta(hours=5)
    when = page.get_by_role("group", name="发病时间")
    when.get_by_label("日期").fill(f"{onset:%Y-%m-%d}")
    when.get_by_label("时间", exact=True).fill(f"{onset:%H:%M}")
    choose(page, "过敏", "无")
    page.get_by_role("button", name="加一种药").click()
    part(page, "clinical.drugs.0.name").fill("氨氯地平")
    part(page, "clinical.drugs.0.dose").fill("5 mg 每日 1 次")
    signs = {"systolic": "168", "diastolic": "95", "pulse": "82", "glucose": "7.1"}
    for name, value in signs.items():
        part(page, f"clinical.vitals.{name}").fill(value)
    page.locator('[data-path="clinical.vitals.measured_at"]').get_by_role(
        "button", name="现在"
    ).click()


def add_papers(page: Page, files: Papers) -> None:
    """Choose the folder of images, then a photo and a document, and wait until all is stored."""
    page.locator('input[type=file][aria-label="选文件夹"]').set_input_files(files.folder)
    study = page.locator(".file-line[data-study]")
    expect(study).to_contain_text("同一患者")
    expect(study).to_contain_text(f"{SLICES} 张")
    page.locator('input[type=file][aria-label="选文件"]').set_input_files(
        [files.photo, files.document]
    )
    for one in (files.photo, files.document):
        expect(page.locator(".file-line", has_text=one.name)).to_be_visible()
    expect(page.locator(".tray")).to_have_count(0)


def ask(page: Page, department: str, expert: str) -> None:
    """Say what is asked of whom, and when one could meet."""
    questions = "CT 有无出血，是否符合脑梗死？\n目前能否在本院治疗，是否需要立即转院？"
    part(page, "wanted.questions").fill(questions)
    part(page, "wanted.specialty").select_option(label=department)
    options = page.get_by_label("指定专家")
    name = options.locator("option", has_text=expert).text_content()
    options.select_option(label=name)
    choose(page, "会诊方式", "视频会诊")
    times = page.locator('[data-path="wanted.proposed"]')
    times.get_by_label("哪天").select_option(index=1)
    for number in (1, 2):
        times.get_by_role("button", name="加上这个时间").click()
        expect(times.get_by_role("listitem")).to_have_count(number)


def consent(page: Page) -> None:
    """Let the patient sign with the mouse."""
    choose(page, "怎样记录", "屏幕签名")
    pad = page.get_by_role("img", name="请在框内签名")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    places = [(0.2, 0.6), (0.3, 0.3), (0.4, 0.7), (0.5, 0.3), (0.7, 0.6)]
    for number, (across, down) in enumerate(places):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    page.get_by_role("button", name="采用这个签名").click()
    expect(page.get_by_text("签名已采用")).to_be_visible()
    choose(page, "会诊时可以录音录像吗？", "不可以")
    choose(page, "资料去掉姓名后可以用于教学吗？", "不可以")


def saved(page: Page) -> None:
    """Wait until the server has the form."""
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved")


def gaps(page: Page) -> int:
    """Return how many things the list says are missing."""
    return page.locator(".missing-entry").count()


def submit(page: Page) -> str:
    """Hand the request in; return the id of the case."""
    page.get_by_role("button", name="提交申请").click()
    expect(page).to_have_url(re.compile(r"#/cases/[0-9a-f-]{36}$"))
    expect(page.get_by_test_id("case")).to_have_attribute("data-state", "submitted")
    return page.url.rsplit("/", 1)[1]
