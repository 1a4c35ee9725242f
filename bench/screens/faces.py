"""Drawn doctors for the fake cameras: nobody's real face is in a picture of the product."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (640, 480)
EXPERT = ("#cfe0e6", "#f4f7f8", "#2f3a44", "#e7bf9f", "#0b5c75")
VILLAGE = ("#efe3d0", "#ffffff", "#1d1a1a", "#eac3a2", "#8a5300")


def drawn(look: tuple[str, str, str, str, str], *, long_hair: bool, at: float) -> Image.Image:
    """Return one picture: wall, coat, hair, face, shirt; `at` from 0 to 1 sways a little."""
    wall, coat, hair, skin, shirt = look
    image = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), wall)
    pen, x = ImageDraw.Draw(image), 640 + round(14 * at)
    pen.rectangle((60, 60, 330, 420), fill="#ffffff", outline="#b9c6cd", width=10)
    pen.line((195, 60, 195, 420), fill="#b9c6cd", width=10)
    if long_hair:
        pen.rounded_rectangle((x - 205, 170, x + 205, 640), 180, fill=hair)
    pen.rounded_rectangle((x - 370, 640, x + 370, 1200), 190, fill=coat, outline="#c9d3d8", width=6)
    pen.polygon(((x - 120, 640), (x + 120, 640), (x, 860)), fill=shirt)
    pen.rectangle((x - 66, 540, x + 66, 690), fill=skin)
    pen.ellipse((x - 165, 190, x + 165, 610), fill=skin)
    pen.pieslice((x - 180, 150, x + 180, 520), 180, 360, fill=hair)
    for side in (-1, 1):
        pen.ellipse((x + side * 68 - 16, 385, x + side * 68 + 16, 417), fill="#2b2523")
        pen.line((x + side * 105, 352, x + side * 38, 346), fill=hair, width=10)
    pen.arc((x - 58, 440, x + 58, 530), 25, 155, fill="#a3483f", width=10)
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def film(look: tuple[str, str, str, str, str], path: Path, *, long_hair: bool) -> Path:
    """Write a few pictures one after another, as Chromium's fake camera reads them (MJPEG)."""
    with path.open("wb") as file:
        for at in (0.0, 0.25, 0.5, 0.75, 1.0, 0.75, 0.5, 0.25):
            one = BytesIO()
            drawn(look, long_hair=long_hair, at=at).save(one, "JPEG", quality=90)
            file.write(one.getvalue() * 6)
    return path
