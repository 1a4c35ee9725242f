"""Bad input and bad luck, as a village doctor meets them: told in words, and nothing is lost."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from imaging.synthetic import Subject, ct_head
from tests.e2e.browsers import PATIENCE, Visitors
from tests.e2e.serving import PASSWORD, Server, copy_world

GOOD_ID = "330802195603021229"
WRONG_ID = "330802195603021222"
SLICES = 6
HUGE = 3 << 30  # bytes
TMPFS = 120 << 20  # bytes: the demo world takes about half of it
LEFT = 2 << 20  # bytes that are free when the disk is nearly full

MINE = "() => fetch('/api/cases?which=mine').then((answer) => answer.json())"
VIEWED = "(id) => fetch(`/api/cases/${id}`).then((answer) => answer.json())"
UNPLUGGED = """(() => {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.trouble = sessionStorage.getItem("trouble");
  navigator.mediaDevices.getUserMedia = (wish) =>
    window.trouble !== null && wish.video
      ? Promise.reject(new DOMException("made by the test", window.trouble))
      : real(wish);
})()"""


@pytest.fixture
def doctor(server: Server, visitors: Visitors) -> Page:
    """A village doctor on an empty new request."""
    return begin(server, visitors)


def begin(server: Server, visitors: Visitors) -> Page:
    """Sign in as a village doctor and open a new request."""
    page = visitors.sign_in(server, "lin")
    page.goto(f"{server.url}/#/request")
    expect(page.locator(".submit-box")).to_be_visible()
    return page


def at(page: Page, path: str) -> Locator:
    """Return where a path of the form is on the page."""
    return page.locator(f"[data-path='{path}']")


def write(page: Page, path: str, text: str) -> None:
    """Write into a field of the form, as a person does: what was there is replaced."""
    at(page, path).locator("input, textarea").first.fill(text)


def value(page: Page, path: str) -> Locator:
    """Return the control of a field."""
    return at(page, path).locator("input, textarea").first


def saved(page: Page) -> None:
    """Wait until the server has everything that was typed."""
    expect(page.locator(".saved[data-state=saved]")).to_contain_text("已保存")


def pick(page: Page, label: str, *paths: Path) -> None:
    """Choose files or a folder through the system's picker."""
    page.locator(f"input[type=file][aria-label='{label}']").first.set_input_files(list(paths))


def problems(page: Page) -> Locator:
    """Return the list of files that did not go as wished."""
    return page.locator(".notice", has_text="出问题的文件").locator("li")


def case_id(page: Page) -> str:
    """Return the id of the request that was begun last."""
    newest = max(page.evaluate(MINE)["cases"], key=lambda one: str(one["created_at"]))
    return str(newest["id"])


def folder_of(path: Path, files: list[bytes]) -> Path:
    """Write the files of a series into a folder, as a CD has them."""
    path.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(files):
        (path / f"IM{number:04d}.dcm").write_bytes(content)
    return path


def test_a_resident_id_with_a_wrong_check_digit(doctor: Page) -> None:
    """The field says what is wrong, fills nothing, and the number outlives a reload."""
    write(doctor, "patient.identity_number", WRONG_ID)
    expect(at(doctor, "patient.identity_number")).to_contain_text("最后一位校验不对")
    expect(value(doctor, "patient.identity_number")).to_have_attribute("aria-invalid", "true")
    expect(value(doctor, "patient.birth_date")).to_have_value("")
    saved(doctor)
    doctor.reload()
    expect(value(doctor, "patient.identity_number")).to_have_value(WRONG_ID)
    write(doctor, "patient.identity_number", GOOD_ID)
    expect(at(doctor, "patient.identity_number")).to_contain_text("校验通过")
    expect(value(doctor, "patient.birth_date")).to_have_value("1956-03-02")
    expect(doctor.get_by_role("radio", name="女")).to_be_checked()


def test_a_birth_date_that_contradicts_the_resident_id(doctor: Page) -> None:
    """It may be corrected or explained; both ways what was typed stays."""
    write(doctor, "patient.identity_number", GOOD_ID)
    write(doctor, "patient.birth_date", "1960-03-02")
    expect(at(doctor, "patient.birth_date")).to_contain_text("与身份证号不一致")
    write(doctor, "patient.identity_explanation", "身份证登记有误，实际 1960 年出生")
    expect(at(doctor, "patient.birth_date")).not_to_contain_text("不一致")
    saved(doctor)
    doctor.reload()
    expect(value(doctor, "patient.birth_date")).to_have_value("1960-03-02")
    expect(value(doctor, "patient.identity_explanation")).to_have_value(re.compile("1960 年"))


def test_times_in_the_future(doctor: Page) -> None:
    """An onset, a measurement and a birth in the future are told at their fields."""
    write(doctor, "patient.birth_date", "2099-01-01")
    expect(at(doctor, "patient.birth_date")).to_contain_text("出生日期在将来")
    for path in ("clinical.onset_at", "clinical.vitals.measured_at"):
        place = at(doctor, path).last
        place.get_by_label("日期").fill("2099-01-01")
        place.get_by_label("时间").fill("08:30")
        expect(place).to_contain_text("时间在将来")
    saved(doctor)
    doctor.reload()
    expect(at(doctor, "clinical.onset_at").get_by_label("日期")).to_have_value("2099-01-01")


def test_a_text_file_and_a_truncated_image_among_good_ones(doctor: Page, tmp_path: Path) -> None:
    """The good images arrive, the two others are kept and explained by name."""
    files = ct_head(Subject(seed=71), slices=SLICES, size=128)
    folder = folder_of(tmp_path / "CD", files)
    (folder / "readme.txt").write_text("not an image\n")
    (folder / "BROKEN.dcm").write_bytes(files[0][: len(files[0]) // 3])
    write(doctor, "patient.name", "张桂花")
    pick(doctor, "选文件夹", folder)
    expect(problems(doctor).filter(has_text="readme.txt")).to_contain_text("已")
    expect(problems(doctor).filter(has_text="BROKEN.dcm")).to_contain_text("文件不完整")
    expect(doctor.locator("[data-study]")).to_contain_text(f"{SLICES} 张")
    view = doctor.evaluate(VIEWED, case_id(doctor))
    assert [one["instances"] for one in view["studies"]] == [SLICES]


def _sends(request: Request) -> bool:
    return "/uploads" in request.url and request.method != "GET"


def test_two_patients_in_one_folder(doctor: Page, tmp_path: Path) -> None:
    """Nothing is sent before the doctor has said who is meant; then only that study is."""
    sent: list[Request] = []
    doctor.on("request", lambda one: sent.append(one) if _sends(one) else None)
    other = replace(Subject(seed=73), name="Li^Dagou=李^大狗", patient_id="X2", sex="M")
    folder_of(tmp_path / "CD" / "1", ct_head(Subject(seed=72), slices=SLICES, size=128))
    folder_of(tmp_path / "CD" / "2", ct_head(other, slices=SLICES, size=128))
    write(doctor, "patient.identity_number", GOOD_ID)
    write(doctor, "patient.name", "张桂花")
    saved(doctor)
    pick(doctor, "选文件夹", tmp_path / "CD")
    dialog = doctor.locator("dialog[open]")
    expect(dialog).to_contain_text("2 位患者")
    expect(dialog.get_by_role("checkbox", name=re.compile("张桂花"))).to_be_checked()
    expect(dialog.get_by_role("checkbox", name=re.compile("李大狗"))).not_to_be_checked()
    assert sent == []
    dialog.get_by_role("button", name="上传选中的").click()
    expect(doctor.locator("[data-study]")).to_contain_text("同一患者")
    expect(doctor.locator(".tray")).to_have_count(0)
    view = doctor.evaluate(VIEWED, case_id(doctor))
    assert [(one["instances"], one["same_patient"]) for one in view["studies"]] == [(SLICES, True)]


def test_a_file_of_3_gb(doctor: Page, tmp_path: Path) -> None:
    """It is refused by its size before a byte of it is sent; the photo beside it arrives."""
    sent: list[int] = []
    doctor.on(
        "request",
        lambda one: sent.append(len(one.post_data_buffer or b"")) if "/api/up" in one.url else None,
    )
    huge, photo = tmp_path / "video.mp4", tmp_path / "photo.png"
    with huge.open("wb") as file:
        file.truncate(HUGE)
    shutil.copy(_picture(tmp_path), photo)
    write(doctor, "patient.name", "张桂花")
    saved(doctor)
    pick(doctor, "选文件", huge, photo)
    expect(problems(doctor).filter(has_text="video.mp4")).to_contain_text("最大 512 MB")
    expect(at(doctor, "attachments")).to_contain_text("photo.png")
    assert sum(sent) <= photo.stat().st_size


def _picture(folder: Path) -> Path:
    """Return a small PNG."""
    from PIL import Image  # noqa: PLC0415  (only here)

    path = folder / "made.png"
    Image.new("RGB", (64, 48), "#884422").save(path)
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own that fills up."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS}", "huizhen-test", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode != 0:
        pytest.skip("NOT RUN: no tmpfs may be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Fill the disk with a file until `left` bytes are free."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        while (free := shutil.disk_usage(disk).free) > left:
            file.write(bytes(min(1 << 20, free - left)))
            file.flush()
    return filler


def test_a_full_disk(
    built_web: None, sqlite_world: Path, small_disk: Path, visitors: Visitors, tmp_path: Path
) -> None:
    """The doctor is told; when there is room again, everything typed and chosen arrives."""
    served = Server(copy_world(sqlite_world, small_disk), tmp_path / "server.log")
    served.start()
    try:
        page = begin(served, visitors)
        write(page, "patient.name", "张桂花")
        saved(page)
        filler = fill(small_disk, LEFT)
        folder = folder_of(tmp_path / "CD", ct_head(Subject(seed=74), slices=SLICES * 2))
        pick(page, "选文件夹", folder)
        expect(problems(page).first).to_contain_text("服务器存储已满")
        expect(page.locator(".tray")).to_contain_text("没有传上去")
        write(page, "clinical.complaint", "突发左侧肢体无力")
        filler.unlink()
        page.get_by_role("button", name="重传没有传上去的").click()
        expect(page.locator("[data-study]")).to_contain_text(f"{SLICES * 2} 张")
        expect(page.locator(".tray")).to_have_count(0)
        saved(page)
        view = page.evaluate(VIEWED, case_id(page))
        assert [one["instances"] for one in view["studies"]] == [SLICES * 2]
        assert view["form"]["clinical"]["complaint"] == "突发左侧肢体无力"
        visitors.close()
    finally:
        served.stop()


def test_a_double_click_on_submit(server: Server, visitors: Visitors) -> None:
    """Two clicks submit once: one case, one submission in its log."""
    page = visitors.sign_in(server, "lin")
    page.goto(f"{server.url}/#/request?emergency")
    write(page, "patient.identity_number", GOOD_ID)
    write(page, "patient.name", "张双双")
    write(page, "patient.phone", "13905700000")
    write(page, "clinical.complaint", "突发胸痛")
    write(page, "clinical.duration", "1 小时")
    at(page, "clinical.vitals").get_by_label("脉搏").fill("96")
    at(page, "clinical.vitals.measured_at").get_by_role("button", name="现在").click()
    write(page, "wanted.questions", "是否需要立即溶栓？能否留在本院观察？")
    at(page, "wanted.specialty").locator("select").select_option(label=_department(page))
    saved(page)
    expect(page.locator(".missing[data-blocking=true]")).to_have_count(0)
    page.locator(".submit-box button").dblclick()
    expect(page.get_by_test_id("case")).to_be_visible()
    mine = [one for one in page.evaluate(MINE)["cases"] if one["patient_name"] == "张双双"]
    assert len(mine) == 1
    log = page.evaluate(VIEWED, mine[0]["id"])["log"]
    assert [one["action"] for one in log].count("submit") == 1


def _department(page: Page) -> str:
    option = at(page, "wanted.specialty").locator("option", has_text="心血管内科")
    expect(option).to_have_count(1)
    return option.inner_text()


def test_a_stale_tab(server: Server, visitors: Visitors) -> None:
    """A tab that heard of nothing is told of the change by its first act, and shows it."""
    page = visitors.sign_in(server, "zhao")
    context = page.context
    page.goto(f"{server.url}/#/desk")
    page.locator(".case-card[data-state=submitted] a").first.click()
    expect(page.get_by_test_id("case")).to_have_attribute("data-state", "submitted")
    stale = context.new_page()
    stale.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    stale.route("**/socket.io/**", lambda route: route.abort())
    stale.goto(page.url)
    expect(stale.get_by_test_id("case")).to_have_attribute("data-state", "submitted")
    _send_back(page)
    expect(page.get_by_test_id("case")).to_have_attribute("data-state", "returned")
    expect(stale.get_by_test_id("case")).to_have_attribute("data-state", "submitted")
    with stale.expect_response(lambda one: one.url.endswith("/moves")) as answered:
        _send_back(stale)
    assert answered.value.status == 409
    expect(stale.locator(".notices")).to_contain_text("别人刚刚改动过")
    expect(stale.get_by_test_id("case")).to_have_attribute("data-state", "returned")
    assert [one["text"] for one in _seen(stale)["asked"]] == ["请补充心电图"]


def _send_back(page: Page) -> None:
    page.locator(".acts").get_by_role("button", name="退回").click()
    page.locator("dialog textarea").fill("请补充心电图")
    page.locator("dialog .actions button").last.click()


def _seen(page: Page) -> Any:
    return page.evaluate(VIEWED, page.url.rsplit("/", 1)[-1])


def test_two_tabs_with_one_draft(server: Server, visitors: Visitors) -> None:
    """Two tabs that fill different fields of one draft lose nothing of either."""
    page = begin(server, visitors)
    write(page, "patient.name", "张桂花")
    saved(page)
    other = page.context.new_page()
    other.goto(f"{server.url}/#/request/{case_id(page)}")
    expect(value(other, "patient.name")).to_have_value("张桂花")
    write(page, "clinical.complaint", "突发左侧肢体无力")
    saved(page)
    write(other, "clinical.duration", "6 小时")
    saved(other)
    expect(value(other, "clinical.complaint")).to_have_value("突发左侧肢体无力")
    clinical = other.evaluate(VIEWED, case_id(other))["form"]["clinical"]
    assert (clinical["complaint"], clinical["duration"]) == ("突发左侧肢体无力", "6 小时")


def test_a_sign_in_that_expired_in_mid_form(server: Server, doctor: Page) -> None:
    """The password is asked over the page; what was typed is there, and is saved afterwards."""
    write(doctor, "patient.name", "张桂花")
    saved(doctor)
    with closing(sqlite3.connect(server.data / "huizhen.sqlite3")) as database:
        database.execute("UPDATE signin_session SET seen_at = datetime(seen_at, '-1 day')")
        database.commit()
    write(doctor, "clinical.complaint", "突发左侧肢体无力")
    dialog = doctor.locator("dialog[open]")
    expect(dialog).to_contain_text("登录已过期")
    expect(dialog).to_contain_text("您填写的内容还在")
    expect(value(doctor, "clinical.complaint")).to_have_value("突发左侧肢体无力")
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog).to_have_count(0)
    saved(doctor)
    form = doctor.evaluate(VIEWED, case_id(doctor))["form"]
    assert form["clinical"]["complaint"] == "突发左侧肢体无力"


def test_a_sign_in_that_expired_and_was_given_up(server: Server, doctor: Page) -> None:
    """Whoever closes everything and signs in again later finds the draft."""
    write(doctor, "patient.name", "张桂花")
    saved(doctor)
    doctor.context.clear_cookies()
    write(doctor, "clinical.complaint", "突发右侧肢体无力")
    expect(doctor.locator("dialog[open]")).to_contain_text("登录已过期")
    address = doctor.url
    doctor.reload()
    doctor.get_by_label("工号或手机号").fill("lin")
    doctor.get_by_label("密码").fill(PASSWORD)
    doctor.get_by_role("button", name="登录", exact=True).click()
    expect(doctor.locator(".header")).to_be_visible()
    doctor.goto(address)
    expect(value(doctor, "clinical.complaint")).to_have_value("突发右侧肢体无力")


@pytest.mark.parametrize(
    ("error", "trouble", "words"),
    [
        ("NotReadableError", "busy", "正被别的程序占用。请关闭微信"),
        ("NotAllowedError", "refused", "没有得到使用摄像头的许可。请点地址栏左边"),
        ("NotFoundError", "absent", "没有找到摄像头。请插好后再试"),
    ],
)
def test_a_camera_that_cannot_be_had(
    server: Server, visitors: Visitors, error: str, trouble: str, words: str
) -> None:
    """Busy, refused and absent are told apart, each with its way out; then it works."""
    page = visitors.sign_in(server, "lin")
    page.add_init_script(UNPLUGGED)
    page.evaluate("(error) => sessionStorage.setItem('trouble', error)", error)
    page.reload()
    cases = page.evaluate(MINE)["cases"]
    met = next(one for one in cases if one["session_id"] is not None and one["state"] == "accepted")
    page.goto(f"{server.url}/#/cases/{met['id']}/room/{met['session_id']}")
    notice = page.get_by_test_id("trouble-video")
    expect(notice).to_have_attribute("data-trouble", trouble)
    expect(notice).to_contain_text(words)
    expect(page.get_by_test_id("trouble-audio")).to_have_count(0)
    expect(page.locator("[data-testid=enter-room] button")).to_be_enabled()
    page.evaluate("() => { window.trouble = null; }")
    notice.get_by_role("button", name="再试一次").click()
    expect(page.locator("[data-testid=self-view][data-on=true]")).to_be_visible(timeout=PATIENCE)
    expect(notice).to_have_count(0)
