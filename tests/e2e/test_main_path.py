"""From a request with images to an acknowledged opinion, by three people in real browsers."""

import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.demo.forms import HEART
from tests.e2e import asking, rooms
from tests.e2e.browsers import Visitors
from tests.e2e.serving import PASSWORD, Server, run_command

ASKED = "请补充既往有无房颤"
ANSWER = "否认房颤，心电图为窦性心律。"
SUMMARY = "老年女性，突发右侧肢体无力五小时，头颅平扫未见明确出血。"
ANSWERS = ("平扫未见出血，结合体征考虑左侧大脑半球梗死。", "建议立即转往上级医院评估。")
DIAGNOSIS = "急性脑梗死（左侧颈内动脉系统）"
ADVICE = "立即联系转运，途中监测血压与意识"
FOLLOW = "转运前暂不使用抗凝药物"


def test_a_whole_consultation(either_server: Server, visitors: Visitors, tmp_path: Path) -> None:
    """All seven steps hold, through a reload and a power cut in mid-call, and nothing is lost."""
    server = either_server
    doctor = visitors.sign_in(server, "wang")
    desk = visitors.sign_in(server, "zhao")
    expert = visitors.sign_in(server, "zhou")
    desk.goto(f"{server.url}/#/desk")
    expert.goto(f"{server.url}/#/queue")
    expect(expert.get_by_role("heading", name="工作台")).to_be_visible()

    case = written(server, doctor, tmp_path)
    returned_and_answered(case, desk, doctor)
    dispatched(case, desk)
    accepted(case, expert, doctor)
    met(doctor, expert)
    looked_together(doctor, expert)
    came_back(doctor, expert)
    survived(server, doctor, expert)
    signed(doctor, expert)
    kept_on_paper(server, case, doctor, tmp_path)
    acknowledged(case, doctor, expert)
    refused_to_strangers(server, case, visitors, doctor)
    checked = run_command(server, "audit", "verify", "--data", str(server.data))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def written(server: Server, page: Page, folder: Path) -> str:
    """Step 1: the request, typed; the draft survives a reload. Returns the id of the case."""
    who = asking.somebody()
    page.get_by_role("link", name="新申请").first.click()
    known = HEART.patient
    asking.part(page, "patient.identity_number").fill(known.identity_number)
    expect(page.locator('[data-part="likely"]').first).to_contain_text(known.name)
    asking.part(page, "patient.identity_number").fill("")
    asking.enter_patient(page, who)
    asking.saved(page)
    before = asking.gaps(page)
    asking.enter_illness(page)
    asking.saved(page)
    rooms.until(page, lambda: 0 < asking.gaps(page) < before, "the list of gaps shrinks")
    page.reload()
    expect(asking.part(page, "patient.name")).to_have_value(who.name)
    expect(asking.part(page, "clinical.complaint")).to_have_value("突发右侧肢体无力、言语不清")
    expect(asking.part(page, "clinical.drugs.0.name")).to_have_value("氨氯地平")
    asking.add_papers(page, asking.papers(folder, who))
    asking.ask(page, "云州市第一人民医院 神经内科", "周婷")
    asking.consent(page)
    expect(page.get_by_text("资料齐全，可以提交。")).to_be_visible()
    return asking.submit(page)


def returned_and_answered(case: str, desk: Page, doctor: Page) -> None:
    """Step 2: the dispatcher sees it at once and returns it; the answer and changes are shown."""
    card = desk.locator(f'[data-case="{case}"]')
    expect(card).to_be_visible()
    card.get_by_role("link").click()
    expect(desk.get_by_text("资料齐全。")).to_be_visible()
    desk.get_by_role("button", name="退回补充").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("需要补充").fill(ASKED)
    dialog.get_by_role("button", name="退回", exact=True).click()
    expect(desk.get_by_test_id("case")).to_have_attribute("data-state", "returned")

    expect(doctor.get_by_test_id("case")).to_have_attribute("data-state", "returned")
    doctor.get_by_role("link", name="修改申请单 / 加资料").click()
    doctor.get_by_label(ASKED).fill(ANSWER)
    asking.part(doctor, "clinical.past_history").fill("高血压 12 年，否认房颤。")
    asking.saved(doctor)
    doctor.get_by_role("button", name="重新提交").click()
    expect(doctor.get_by_test_id("case")).to_have_attribute("data-state", "submitted")

    expect(desk.get_by_test_id("case")).to_have_attribute("data-state", "submitted")
    expect(desk.get_by_text(ANSWER)).to_be_visible()
    expect(desk.locator("ins", has_text="否认房颤")).to_be_visible()


def dispatched(case: str, desk: Page) -> None:
    """Still step 2: routed to the wanted expert, to meet in ten minutes."""
    desk.get_by_role("button", name="派给专家").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=re.compile("周婷")).check()
    start = asking.now() + timedelta(minutes=10)
    dialog.get_by_label("日期").fill(f"{start:%Y-%m-%d}")
    dialog.get_by_label("时间", exact=True).fill(f"{start:%H:%M}")
    dialog.get_by_role("button", name="派给 1 位专家").click()
    expect(desk.get_by_test_id("case")).to_have_attribute("data-state", "dispatched")


def accepted(case: str, expert: Page, doctor: Page) -> None:
    """Step 3: the invitation comes without a reload, tells no name, and is accepted."""
    who = asking.somebody()
    card = expert.locator(f'[data-case="{case}"]')
    expect(card).to_be_visible()
    card.get_by_role("link").first.click()
    expect(expert.get_by_text("接受邀请前只显示摘要")).to_be_visible()
    expect(expert.get_by_role("main")).not_to_contain_text(who.identity_number)
    expect(expert.get_by_role("main")).not_to_contain_text(who.phone)
    expert.get_by_role("button", name="接受", exact=True).click()
    for page in (expert, doctor):
        expect(page.get_by_test_id("case")).to_have_attribute("data-state", "accepted")
    expect(expert.get_by_role("main")).to_contain_text(who.name)


def met(doctor: Page, expert: Page) -> None:
    """Step 4: both check their devices, enter, see and hear each other."""
    for page in (doctor, expert):
        page.get_by_role("link", name="进入会诊室").click()
        expect(page.get_by_test_id("waiting")).to_be_visible()
    for page in (doctor, expert):
        rooms.check_devices(page)
        rooms.enter(page)
    for page in (doctor, expert):
        rooms.sees_and_hears(page)
        expect(page.get_by_test_id("room")).to_have_attribute("data-session-state", "live")


def looked_together(doctor: Page, expert: Page) -> None:
    """Step 5: one leads slice, window and pointer; the other follows, leaves, comes back."""
    rooms.same_sight(doctor, expert)
    expert.get_by_role("button", name="我来带看").click()
    rooms.becomes(expert, "leading")
    rooms.becomes(doctor, "following")
    first = rooms.look(expert)
    rooms.stage(expert).focus()
    expert.keyboard.press("PageDown")
    expert.get_by_label("窗位预设").select_option(index=2)
    rooms.same_sight(doctor, expert)
    after = rooms.look(expert)
    assert after["sop"] != first["sop"]
    assert after["window-width"] != first["window-width"]

    rooms.stage(expert).hover()
    pointer = doctor.locator(".viewer-pointer")
    expect(pointer).to_contain_text("周婷")

    doctor.get_by_role("button", name="自己看").click()
    rooms.becomes(doctor, "alone")
    rooms.stage(doctor).focus()
    doctor.keyboard.press("ArrowUp")
    rooms.until(doctor, lambda: rooms.look(doctor)["sop"] != after["sop"], "another slice")
    assert rooms.look(expert)["sop"] == after["sop"], "who looks alone leads nobody"
    doctor.get_by_role("button", name="跟随 周婷").click()
    rooms.becomes(doctor, "following")
    rooms.same_sight(doctor, expert)


def came_back(doctor: Page, expert: Page) -> None:
    """Hanging up ends nothing: who comes later sees the present slice. A reload keeps the seat."""
    doctor.get_by_test_id("tool-leave").click()
    expect(doctor.get_by_test_id("waiting")).to_be_visible()
    expect(rooms.remote(expert)).to_have_attribute("data-state", "away")
    rooms.stage(expert).focus()
    expert.keyboard.press("ArrowDown")
    doctor.get_by_role("button", name="返回会诊室").click()
    expect(doctor.locator(rooms.INSIDE)).to_be_visible()
    rooms.becomes(doctor, "following")
    rooms.same_sight(doctor, expert)
    for page in (doctor, expert):
        rooms.sees_and_hears(page)

    seat = rooms.kept_seat(doctor)
    doctor.reload()
    expect(doctor.locator(rooms.INSIDE)).to_be_visible()
    assert rooms.kept_seat(doctor) == seat
    expect(expert.get_by_test_id("tile-remote")).to_have_count(1)
    rooms.becomes(doctor, "following")
    rooms.same_sight(doctor, expert)
    for page in (doctor, expert):
        rooms.sees_and_hears(page)


def survived(server: Server, doctor: Page, expert: Page) -> None:
    """The server loses power in mid-call: same room, seats, lead and slice, and nothing lost."""
    editor = expert.get_by_test_id("opinion-editor")
    editor.get_by_label("病情摘要（您的理解）").fill(SUMMARY)
    expect(editor).to_have_attribute("data-saving", "saved")
    seats = [rooms.kept_seat(page) for page in (doctor, expert)]
    before = rooms.look(expert)
    server.kill()
    for page in (doctor, expert):
        expect(page.get_by_text("正在重新连接").first).to_be_visible()
    editor.get_by_label(re.compile("^1[.] ")).fill(ANSWERS[0])  # written while it is away
    server.start()
    for page in (doctor, expert):
        expect(page.locator(".room-notices")).not_to_contain_text("正在重新连接")
        expect(page.locator(rooms.INSIDE)).to_be_visible()
        expect(page.get_by_test_id("room")).to_have_attribute("data-session-state", "live")
    assert [rooms.kept_seat(page) for page in (doctor, expert)] == seats
    rooms.becomes(expert, "leading")
    rooms.becomes(doctor, "following")
    rooms.same_sight(doctor, expert)
    assert rooms.look(expert) == before
    for page in (doctor, expert):
        rooms.sees_and_hears(page)
    expect(editor).to_have_attribute("data-saving", "saved")
    expert.reload()
    expect(expert.locator(rooms.INSIDE)).to_be_visible()
    expect(editor.get_by_label("病情摘要（您的理解）")).to_have_value(SUMMARY)
    expect(editor.get_by_label(re.compile("^1[.] "))).to_have_value(ANSWERS[0])


def signed(doctor: Page, expert: Page) -> None:
    """Step 6: the opinion is finished, the session ended, the password given, the paper signed."""
    editor = expert.get_by_test_id("opinion-editor")
    editor.get_by_label(re.compile("^2[.] ")).fill(ANSWERS[1])
    editor.get_by_label("主要诊断").fill(DIAGNOSIS)
    for place, (kind, text) in enumerate((("立即转送", ADVICE), ("观察", FOLLOW))):
        editor.get_by_role("button", name="加一条建议").click()
        row = editor.locator(".recommendation").nth(place)
        row.get_by_label(re.compile("类别")).select_option(label=kind)
        row.get_by_label("内容").fill(text)
    rooms.painted(expert)
    rooms.stage(expert).focus()
    expert.keyboard.press("k")
    expect(editor.get_by_role("list", name="关键图像").get_by_role("img")).to_be_visible()
    expect(editor).to_have_attribute("data-saving", "saved")

    expert.get_by_test_id("tool-finish").click()
    expert.get_by_test_id("finish-yes").get_by_role("button").click()
    for page in (doctor, expert):
        expect(page.get_by_test_id("room-closed")).to_have_attribute("data-reason", "finished")
    expert.get_by_role("link", name="写意见").click()
    expert.get_by_role("button", name="核对并签名").click()
    expert.get_by_role("button", name="签名", exact=True).click()
    door = expert.get_by_role("dialog", name="请再次输入密码")
    door.get_by_label("密码").fill(PASSWORD)
    door.get_by_role("button", name="确认").click()
    expect(expert.get_by_test_id("signed-opinion")).to_have_attribute("data-state", "signed")


def kept_on_paper(server: Server, case: str, doctor: Page, folder: Path) -> None:
    """Still step 6: the PDF says it in Chinese, and the record is found genuine offline."""
    doctor.get_by_role("link", name="回到申请").click()
    expect(doctor.get_by_test_id("signed-opinion")).to_contain_text(DIAGNOSIS)
    pdf = fetched(server, doctor, "打印 PDF", folder / "opinion.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    text = re.sub(r"\s+", "", told)
    who = asking.somebody()
    for words in ("远程会诊诊疗意见报告", who.name, "周婷", DIAGNOSIS, ADVICE, SUMMARY, *ANSWERS):
        assert re.sub(r"\s+", "", words) in text, f"{words} stands on paper: {told}"

    record = fetched(server, doctor, "签名文件", folder / "record.json")
    root = run_command(server, "root-key", "--data", str(server.data)).stdout.strip()
    verified = run_command(server, "verify", "--root", root, str(record))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    forged = folder / "forged.json"
    forged.write_text(record.read_text("utf-8").replace(ADVICE, "在家观察"), "utf-8")
    assert run_command(server, "verify", "--root", root, str(forged)).returncode == 1


def fetched(server: Server, page: Page, link: str, path: Path) -> Path:
    """Save what a link of the page leads to, with the cookies of the page."""
    href = page.get_by_role("link", name=link).get_attribute("href")
    answer = page.request.get(f"{server.url}{href}")
    assert answer.status == 200, answer.text()
    path.write_bytes(answer.body())
    return path


def acknowledged(case: str, doctor: Page, expert: Page) -> None:
    """Step 7: one piece of advice is taken, one in part; the expert hears how it went."""
    expert.get_by_role("link", name="工作台").click()
    expect(expert.get_by_role("heading", name="工作台")).to_be_visible()
    asking.choose(doctor, f"立即转送：{ADVICE}", "采纳")
    asking.choose(doctor, f"观察：{FOLLOW}", "部分采纳")
    doctor.get_by_label("原因", exact=True).fill("转运前已按上级电话医嘱处理")
    doctor.get_by_role("button", name="确认", exact=True).click()
    expect(doctor.get_by_test_id("case")).to_have_attribute("data-state", "acknowledged")
    asking.choose(doctor, "转归", "好转")
    doctor.get_by_role("textbox", name="经过").fill("转院溶栓后右侧肌力恢复至 4 级。")
    doctor.get_by_role("button", name="报告并结案").click()
    expect(doctor.get_by_test_id("case")).to_have_attribute("data-state", "closed")
    card = expert.get_by_role("region", name="已答复，看看患者后来怎样").locator(
        f'[data-case="{case}"]'
    )
    expect(card).to_contain_text("好转")


def refused_to_strangers(server: Server, case: str, visitors: Visitors, doctor: Page) -> None:
    """An expert who was not asked finds nothing: no case, image, room or paper."""
    view = doctor.request.get(f"{server.url}/api/cases/{case}").json()
    study, session = view["studies"][0]["study"], view["sessions"][-1]["id"]
    paper = doctor.get_by_role("link", name="打印 PDF").get_attribute("href")
    paths = [
        f"/api/cases/{case}",
        f"/dicom-web/studies/{study}/metadata",
        f"/dicom-web/studies/{study}/thumbnail",
        f"/dicom-web/studies/{study}/series",
        str(paper),
    ]
    for path in paths:
        assert doctor.request.get(server.url + path).status == 200, path
    stranger = visitors.sign_in(server, "li")
    for path in paths:
        assert stranger.request.get(server.url + path).status == 404, path
    assert knocked(server, stranger, session)["problem"]["status"] == 404
    stranger.goto(f"{server.url}/#/cases/{case}")
    expect(stranger.get_by_role("main")).to_contain_text("没有")
    expect(stranger.get_by_role("main")).not_to_contain_text(asking.somebody().name)


def knocked(server: Server, page: Page, session: str) -> dict[str, dict[str, int]]:
    """Ask to join a room over the socket, in the words of its protocol; return the answer."""
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    headers = {"Origin": server.url, "Content-Type": "text/plain;charset=UTF-8"}

    def heard() -> list[str]:
        return page.request.get(address, headers=headers).text().split("\x1e")

    opened = heard()[0]
    address += f"&sid={json.loads(opened[1:])['sid']}"
    page.request.post(address, headers=headers, data="40")
    heard()
    join = json.dumps(["room.join", {"session": session}])
    page.request.post(address, headers=headers, data=f"420{join}")
    for _ in range(10):
        for packet in heard():
            if packet.startswith("430"):
                return dict(json.loads(packet[3:])[0])
    pytest.fail("the room did not answer")
