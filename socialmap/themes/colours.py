"""The colours of a theme: made of one accent each for light and dark, and their contrast. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from socialmap.wording import N_

Rgb = tuple[int, int, int]
HEX = re.compile(r"#[0-9a-f]{6}")
# The accents of static/css/site.css, and what they stand on there.
LIGHT, DARK = "#0b5457", "#8fdcd6"
BACKGROUNDS = {
    "light": ("#ffffff", "#f3f6f5", "#e8eeed"),
    "dark": ("#121a19", "#1a2423", "#243130"),
}
ON_ACCENT = {"light": "#ffffff", "dark": "#0a2523"}
# WCAG 2.2: 1.4.3 for text, 1.4.11 for parts such as the edge of a button.
TEXT, PART = 4.5, 3.0
# How much accent is in the soft backgrounds, and how far a button moves when pointed at.
SOFT, SOFTER, HOVER = 0.14, 0.08, 0.3


@dataclass(frozen=True)
class Contrast:
    """Two colours that stand on each other: what they are, their ratio, and the least it may be."""

    what: str
    front: str
    back: str
    least: float

    @property
    def ratio(self) -> float:
        """The contrast of WCAG 2: 1 for the same colour, 21 for black on white."""
        return contrast(self.front, self.back)

    @property
    def enough(self) -> bool:
        """Whether people who see less well can tell them apart."""
        return self.ratio >= self.least


def read_colour(text: str) -> str:
    """A colour as six digits in small letters; empty when the text is no colour."""
    typed = text.strip().lower()
    if re.fullmatch(r"#?[0-9a-f]{3}", typed):
        typed = "".join(sign * 2 for sign in typed.removeprefix("#"))
    typed = f"#{typed.removeprefix('#')}"
    return typed if HEX.fullmatch(typed) else ""


def contrast(one: str, other: str) -> float:
    """The contrast between two colours: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two, with a share (0-1) of the first."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def contrasts(accent: str, look: str) -> list[Contrast]:
    """All that an accent stands on, or that stands on it, in the light or the dark look."""
    page, *others = BACKGROUNDS[look]
    return [
        Contrast(N_("link op de pagina"), accent, page, TEXT),
        *(Contrast(N_("link op een vlak"), accent, other, TEXT) for other in others),
        Contrast(N_("link op een zacht vlak"), accent, mix(accent, page, SOFT), TEXT),
        Contrast(N_("tekst op een knop"), ON_ACCENT[look], accent, TEXT),
        Contrast(
            N_("tekst op een knop die je aanwijst"), ON_ACCENT[look], _hover(accent, look), TEXT
        ),
        Contrast(N_("rand van een knop"), accent, others[-1], PART),
    ]


def _hover(accent: str, look: str) -> str:
    return mix("#000000" if look == "light" else "#ffffff", accent, HOVER)


def stylesheet(light: str, dark: str) -> str:
    """The style sheet with the colours of a theme, over those of every page; empty without any."""
    rules = []
    if light:
        rules.append(_rule(light, "light"))
    if dark:
        rules.append(f"@media (prefers-color-scheme: dark) {{ {_rule(dark, 'dark')} }}")
    elif light:
        rules.append(f"@media (prefers-color-scheme: dark) {{ {_rule(DARK, 'dark')} }}")
    return "\n".join(rules)


def _rule(accent: str, look: str) -> str:
    page = BACKGROUNDS[look][0]
    values = {
        "accent-1-bg-subtle": mix(accent, page, SOFTER),
        "accent-1-bg-default": mix(accent, page, SOFT),
        "accent-1-border-default": accent,
        "accent-1-color-default": accent,
        "action-1-inverse-bg-default": accent,
        "action-1-inverse-bg-hover": _hover(accent, look),
        "action-1-inverse-color-default": ON_ACCENT[look],
    }
    return (
        ":root { "
        + " ".join(f"--basis-color-{name}: {value};" for name, value in values.items())
        + " }"
    )
