"""axe on a page: every rule of WCAG 2.2 AA and good practice, in light; the contrast in the dark
too."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import BrowserContext, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

_RUN = """([rules, context]) => axe.run(context ?? document, {runOnly: rules, resultTypes: ["violations"]})
    .then(found => found.violations.flatMap(one => one.nodes.map(node =>
        `${one.id}: ${node.html.slice(0, 120)} ${(node.failureSummary ?? "").slice(0, 200)}`)))"""

_LOOKS = """([rules, known]) => {
    // Text in the same colours, sizes and weights on the same layers has the same contrast: one of each look is enough.
    const look = new Map([[document.documentElement, ""]]), seen = new Map();
    const stack = element => {
        if (!look.has(element)) {
            const style = getComputedStyle(element);
            look.set(element, stack(element.parentElement) + [style.color, style.backgroundColor, style.backgroundImage,
                style.opacity, style.filter, style.fontSize, style.fontWeight, style.textShadow].join());
        }
        return look.get(element);
    };
    for (const element of document.body.querySelectorAll("*")) {
        const written = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if ((written || element.matches("input, select, textarea")) && element.checkVisibility()) {
            if (!seen.has(stack(element))) seen.set(stack(element), element);
        }
    }
    const fresh = [...seen.keys()].filter(one => !known.includes(one));
    return fresh.length ? run([rules, fresh.map(one => seen.get(one))]).then(found => [found, fresh]) : [[], []];
}""".replace("run(", f"({_RUN})(")


def ready(context: BrowserContext) -> None:
    """Every page of the context has axe from its beginning."""
    context.add_init_script(SCRIPT)


def complaints(page: Page, where: str, rules: list[str] = TAGS) -> list[str]:
    """What axe has against a page, with every text of it."""
    return _told(where, page.evaluate(_RUN, [rules, None]))


def complaints_of_looks(page: Page, where: str, scheme: str, known: set[str]) -> list[str]:
    """What axe has against the contrast of a page, with one text of each look that is not `known`;
    adds them to it."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found, fresh = page.evaluate(_LOOKS, [CONTRAST, sorted(known)])
    known.update(fresh)
    return _told(f"{where}, {scheme}", found)


def complaints_but_contrast(page: Page, where: str) -> list[str]:
    """What axe has against all of a page but its colours."""
    rules = page.evaluate("tags => axe.getRules(tags).map(one => one.ruleId)", TAGS)
    return _told(where, page.evaluate(_RUN, [[one for one in rules if one not in CONTRAST], None]))


def _told(where: str, found: Any) -> list[str]:
    return [f"{where}: {one}" for one in found]
