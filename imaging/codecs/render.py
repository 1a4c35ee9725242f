"""What a person sees of a frame: windowed, sized, as JPEG or WebP (PS3.18 8.3.5)."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.dicom.header import Header
from imaging.pixels.rescale import rescale
from imaging.pixels.window import Window, to_grey, window_for


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw: window (None: the file's, else one from the pixels), box, format and quality."""

    window: Window | None = None
    box: tuple[int, int] | None = None  # width, height in pixels to fit into; never enlarged
    kind: str = "jpeg"
    quality: int = 85


def draw(values: NDArray[Any], header: Header, look: Look) -> bytes:
    """Return the coded picture of a decoded frame (`frame_of`)."""
    image = Image.fromarray(picture(values, header, look.window))
    if look.box is not None:
        image.thumbnail(look.box, Image.Resampling.BILINEAR, reducing_gap=2.0)
    out = BytesIO()
    if look.kind == "png":
        image.save(out, "PNG")
    elif look.kind == "webp":
        image.save(out, "WEBP", quality=look.quality, method=2)
    else:
        image.save(out, "JPEG", quality=look.quality)
    return out.getvalue()


def picture(values: NDArray[Any], header: Header, window: Window | None) -> NDArray[np.uint8]:
    """Return 8 bits as shown: colour as it is, grey through the window, MONOCHROME1 inverted."""
    if values.ndim == 3:
        return values.astype(np.uint8)
    modality = rescale(values, header.slope, header.intercept)
    seen = window or next(iter(header.windows), None) or window_for(modality)
    grey = to_grey(modality, seen)
    return 255 - grey if header.photometric == "MONOCHROME1" else grey
