"""Two headless participants hear and see each other, the server relaying signals alone."""

from tests.fakes.meeting import EXPERT, SESSION, VILLAGE
from tests.fakes.participant import Heard, Participant
from tests.server.sockets.conftest import Place


def people(place: Place) -> tuple[Participant, Participant]:
    """Return the two doctors."""
    village, expert = (
        Participant(place.url, f"huizhen={one.person}", str(SESSION), hertz=hertz)
        for one, hertz in ((VILLAGE, 440), (EXPERT, 660))
    )
    return village, expert


async def test_two_people_hear_and_see_each_other(place: Place) -> None:
    """Audio and video are decoded on both sides; a reload brings them back."""
    village, expert = people(place)
    await village.join()
    await expert.join()
    await village.until_media()
    await expert.until_media()
    for one in (village, expert):
        assert one.heard.loudest > 3000
        assert one.heard.size == (160, 120)

    await expert.close()
    again = Participant(place.url, expert.cookie, expert.session, seat=expert.seat)
    village.heard = Heard()
    snapshot = await again.join()
    await again.until_media()
    await village.until_media()
    assert snapshot["seat"] == expert.seat
    assert not [one for one in place.meetings.done if one.startswith("leave")]
    await again.close()
    await village.close()


async def test_media_go_on_while_the_server_is_away(place: Place) -> None:
    """After kill -9 frames still arrive, and both return with the connection they hold."""
    village, expert = people(place)
    await village.join()
    await expert.join()
    await village.until_media()
    await expert.until_media()
    peers = village.peer, expert.peer
    await place.kill()
    village.heard, expert.heard = Heard(), Heard()
    await village.until_media()
    await expert.until_media()

    await place.start()
    for one in (village, expert):
        one.heard = Heard()
        before = one.connection
        await one.rejoin()
        assert one.connection == before
    await village.until_media()
    await expert.until_media()
    assert (village.peer, expert.peer) == peers
    await expert.close()
    await village.close()
