"""Who may see which studies: asked of the platform, which alone knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VisibleStudies:
    """The studies that a search may show: all, or those named and those of the named sites."""

    everything: bool = False
    studies: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
