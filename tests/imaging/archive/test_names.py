"""Names as people type and read them."""

import pytest

from imaging.archive.names import display, search_key


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zhang^Guihua=张^桂花", "张桂花"),
        ("张^三", "张三"),
        ("Doe^John", "Doe John"),
        ("=李四", "李四"),
        ("", None),
        (None, None),
        ("^^^^", None),
    ],
)
def test_names_as_shown(name: str | None, shown: str | None) -> None:
    """The ideographic group comes first; carets never show."""
    assert display(name) == shown


def test_the_key_of_a_name() -> None:
    """Exact forms stand on lines, looser ones between tabs."""
    key = search_key("Zhang^Guihua=张^桂花")
    assert "\n张^桂花\n" in key
    assert "\nzhang^guihua\n" in key
    assert "\tzhangguihua\t" in key
    assert "zgh" in key
    assert search_key(None) == "\n"
