"""axe-core, run inside a page, and what it finds in words."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WEB = Path(__file__).resolve().parents[2] / "web"
SCRIPT = WEB / "node_modules" / "axe-core" / "axe.min.js"

SETTLE = """() => Promise.all(
  document.getAnimations().map((one) => one.finished.catch(() => undefined))
)"""
SPILL = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 1)
    .slice(-3)
    .map((one) => one.outerHTML.slice(0, 160));
}"""
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations;
}"""


@cache
def script() -> str:
    """Return the source of axe-core; the packages of the web client hold it."""
    if not SCRIPT.is_file():
        hook = str(WEB / "build_hook.py")
        subprocess.run([sys.executable, hook, "--npm", "--version"], check=True)
    return SCRIPT.read_text("utf-8")


def findings(page: Page) -> list[str]:
    """Return what axe finds in the page as it is now, and what spills over its right edge."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(script())
    page.evaluate(SETTLE)
    found = [_words(rule, node) for rule in page.evaluate(RUN) for node in rule["nodes"]]
    spilled = [f"spills over the edge: {one}" for one in page.evaluate(SPILL)]
    return found + spilled


def _words(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(str(node.get("failureSummary", "")).split())
    return f"{rule['id']}: {node['target']} {node['html'][:160]} — {why[:240]}"
