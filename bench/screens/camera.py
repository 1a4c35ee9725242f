"""Takes one screen's picture in every language and width, and tells what is cut or overflows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageStat
from playwright.sync_api import Page

from bench.world import LANGUAGE

SIZES = {1440: {"width": 1440, "height": 900}, 390: {"width": 390, "height": 844}}
LANGUAGES = ("zh", "en")
LARGEST = 120_000
"""Bytes that a picture may take; twice as many where noise of a scanner is in it."""
DARK = 90
"""Mean brightness below which a picture shows the dark room."""
Prepare = Callable[[Page], None]

FAULTS = """() => {
  const found = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth} wide`);
  for (const one of document.querySelectorAll('body *')) {
    const box = one.getBoundingClientRect();
    if (box.width < 4 || box.height < 4 || one.closest('svg, .sr-only')) continue;
    const name = `${one.tagName.toLowerCase()}.${one.className}`;
    const style = getComputedStyle(one);
    if (box.right > root.clientWidth + 1 && box.left < root.clientWidth && box.top < innerHeight)
      found.push(`${name} ends at ${Math.round(box.right)}`);
    const cut = style.overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1;
    if (cut) found.push(`${name} cuts ${one.textContent.trim().slice(0, 40)}`);
    const small = one.matches('button, a[href], select') && box.height < 24;
    if (small && style.display !== 'inline') found.push(`${name} is ${box.height} high`);
  }
  return [...new Set(found)].slice(0, 12);
}"""


def nothing(page: Page) -> None:
    """Prepare nothing: the page is its own screen."""


@dataclass
class Camera:
    """Where pictures go, which are wanted, and what has been seen."""

    folder: Path
    whole: Path | None = None  # the whole height as well, for looking
    only: tuple[str, ...] = ()
    index: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def wants(self, *names: str) -> bool:
        """Tell whether any of the screens is asked for."""
        return not self.only or any(one in self.only for one in names)

    def screen(
        self, name: str, what: str, page: Page, path: str, ready: str, prepare: Prepare = nothing
    ) -> None:
        """Take a screen in both languages and widths, loading it afresh for each language."""
        if not self.wants(name):
            return
        self.index[name] = what
        for language in LANGUAGES:
            for width, size in SIZES.items():
                page.context.set_offline(False)
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                page.goto("/icon.svg")
                page.evaluate(f"localStorage.setItem('{LANGUAGE}', '{language}')")
                page.goto(path)
                page.locator(ready).first.wait_for()
                prepare(page)
                self.take(name, language, width, page)

    def take(self, name: str, language: str, width: int, page: Page) -> None:
        """Take what the page shows now."""
        page.wait_for_timeout(350)
        picture = f"{name}-{language}-{width}"
        save(page.screenshot(), self.folder / f"{picture}.png")
        self.faults += [f"{picture}: {one}" for one in page.evaluate(FAULTS)]
        if self.whole is not None:
            page.screenshot(path=self.whole / f"{picture}.png", full_page=True)


def save(shot: bytes, path: Path) -> None:
    """Save a picture small: a palette, fewer colours where it stays above 120 kB."""
    image = Image.open(BytesIO(shot)).convert("RGB")
    dark = sum(ImageStat.Stat(image.convert("L")).mean) < DARK
    small = b""
    for colours in (256, 160, 96, 64, 32):
        written = BytesIO()
        reduced(image, colours, dark=dark).save(written, "PNG", optimize=True)
        small = written.getvalue()
        if len(small) <= LARGEST * (2 if dark else 1):
            break
    path.write_bytes(small)


def reduced(image: Image.Image, colours: int, *, dark: bool) -> Image.Image:
    """Return it with so many colours; images of the body keep true greys beside the few tints."""
    if not dark:
        return image.quantize(colours, dither=Image.Dither.NONE)
    pixels = np.asarray(image).reshape(-1, 3)
    tinted = pixels[np.ptp(pixels.astype(int), axis=1) > 4]
    # A tint counts by the root of its area, so that a small red button keeps its red.
    once, areas = np.unique(tinted, axis=0, return_counts=True)
    sample = once.repeat(np.sqrt(areas).astype(int), axis=0)[np.newaxis]
    tints = Image.fromarray(sample).quantize(colours // 2, kmeans=1)
    greys = np.linspace(0, 255, colours // 2).round().astype(int).repeat(3).tolist()
    palette = Image.new("P", (1, 1))
    palette.putpalette([*greys, *(tints.getpalette() or [])][: colours * 3])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)
