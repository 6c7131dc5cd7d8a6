// What the pages can do with script that they cannot without: go back in the browser, paint by dragging, undo, copy to the
// other foot, a timed routine, print and copy. Nothing is stored; every page works without this file.
"use strict";

// ---- pages: focus, title and the browser's back button

const trail = []; // the pages that were seen, in memory only: no answer is in an address or in the history
let place = 0;

function shell() {
  return document.getElementById("shell");
}

function isStep(event) {
  return event.detail.ctx?.target === shell();
}

function remember() {
  for (const box of shell().querySelectorAll("input")) box.toggleAttribute("checked", box.checked);
  trail[place] = { html: shell().innerHTML, title: document.title };
}

document.addEventListener("htmx:before:swap", event => {
  if (isStep(event)) remember();
});

document.addEventListener("htmx:after:swap", event => {
  prepare(document);
  if (!isStep(event)) return;
  place += 1;
  trail.length = place;
  history.pushState({ place }, "");
  arrive();
});

window.addEventListener("popstate", event => {
  const wanted = event.state?.place ?? 0;
  if (!trail[wanted] && wanted !== place) return location.reload();
  remember();
  place = wanted;
  shell().innerHTML = trail[place].html;
  htmx.process(shell());
  document.title = trail[place].title;
  prepare(document);
  arrive();
});

function arrive() {
  window.scrollTo(0, 0);
  (document.querySelector(".govuk-error-summary") ?? document.getElementById("main")).focus();
}

// ---- what stays open from page to page

const open = new Set();
document.addEventListener("toggle", event => {
  const name = event.target.dataset?.keep;
  if (name) open[event.target.open ? "add" : "delete"](name);
}, true);

// ---- boxes: "none of these" and the others exclude each other

document.addEventListener("change", event => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  const form = box.closest("#question");
  if (!form) return;
  for (const other of form.querySelectorAll("input[type=checkbox]")) {
    if (box.hasAttribute("data-excludes") ? other !== box : other.hasAttribute("data-excludes")) other.checked = false;
  }
});

// ---- the map

const done = []; // what can be undone: lists of boxes that were changed together
let stroke = null;

function boxOf(path) {
  return path && document.querySelector(`[data-mark="${path.dataset.side}:${path.dataset.region}"]`);
}

function regionAt(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest?.("[data-paint] .region");
}

function tell(box) {
  const live = box.closest("[data-paint]").querySelector("[data-live]");
  const side = box.dataset.mark.split(":")[0];
  const words = (box.labels[0].querySelector("span") ?? box.labels[0]).textContent.trim();
  live.textContent = `${words}${side === "midline" ? "" : `, ${side}`}: ${box.checked ? "marked" : "not marked"}`;
}

function set(box, checked) {
  if (!box || box.checked === checked) return false;
  box.checked = checked;
  tell(box);
  return true;
}

function changed(boxes) {
  if (!boxes.length) return;
  done.push(boxes);
  boxes[boxes.length - 1].dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("pointerdown", event => {
  const path = event.target.closest?.("[data-paint] .region");
  if (!path || event.button) return;
  event.preventDefault();
  if (path.hasPointerCapture?.(event.pointerId)) path.releasePointerCapture(event.pointerId);
  const box = boxOf(path);
  stroke = { checked: !box.checked, boxes: [] };
  if (set(box, stroke.checked)) stroke.boxes.push(box);
});
document.addEventListener("pointermove", event => {
  const box = stroke && boxOf(regionAt(event));
  if (box && set(box, stroke.checked)) stroke.boxes.push(box);
});
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    if (stroke) changed(stroke.boxes);
    stroke = null;
  });
}

const tools = {
  undo() {
    const boxes = done.pop() ?? [];
    for (const box of boxes) set(box, !box.checked);
  },
  clear(area) {
    changed([...area.querySelectorAll("[data-mark]:checked")].filter(box => set(box, false)));
  },
  copy(area) {
    const other = { left: "right", right: "left" };
    const marked = [...area.querySelectorAll("[data-mark]:checked")].map(box => box.dataset.mark.split(":"));
    const boxes = marked.filter(([side]) => other[side]).map(([side, region]) => area.querySelector(`[data-mark="${other[side]}:${region}"]`));
    changed(boxes.filter(box => set(box, true)));
  },
};

document.addEventListener("click", event => {
  const tool = event.target.closest("[data-tool]");
  if (tool) tools[tool.dataset.tool](tool.closest("[data-paint]"));
  if (event.target.closest("[data-print]")) print();
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).value);
    copy.textContent = "Copied";
  }
});

// ---- a timed routine: step by step, with a pause; the text stays

function player(section) {
  const steps = [...section.querySelectorAll(".routine__step")];
  const bar = document.createElement("div");
  bar.className = "routine__player";
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "govuk-button govuk-button--secondary";
    made.textContent = words;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  let at = -1, left = 0, timer = 0;
  const show = (index, focus = true) => {
    at = index;
    steps.forEach((step, i) => {
      step.classList.toggle("now", i === at);
      step.classList.toggle("done", i < at);
    });
    left = steps[at] ? Number(steps[at].dataset.seconds) : 0;
    said.textContent = steps[at] ? `Step ${at + 1} of ${steps.length}: ${steps[at].querySelector("p").textContent}` : at < 0 ? "" : "Done.";
    if (focus) steps[at]?.scrollIntoView({ block: "nearest" });
    tick(0);
  };
  const tick = by => {
    left -= by;
    time.textContent = steps[at] ? `${Math.floor(left / 60)}:${String(Math.max(0, left % 60)).padStart(2, "0")}` : "";
    if (by && left <= 0) at + 1 < steps.length ? show(at + 1) : stop();
  };
  const run = on => {
    clearInterval(timer);
    timer = on ? setInterval(() => (section.isConnected ? tick(1) : clearInterval(timer)), 1000) : 0;
    section.classList.toggle("playing", on);
    go.textContent = on ? "Pause" : at < 0 ? "Start the timed guide" : "Go on";
  };
  const stop = () => {
    show(steps.length);
    at = -1;
    run(false);
  };
  const go = button("Start the timed guide", () => {
    if (at < 0) show(0);
    run(!timer);
  });
  button("Next step", () => (at + 1 < steps.length ? show(at + 1) : stop()));
  const time = bar.appendChild(document.createElement("span"));
  time.className = "time";
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("aria-live", "polite");
  bar.append(said);
  section.querySelector(".routine__steps").before(bar);
}

// ---- every page, also after a part of it was exchanged

function prepare(root) {
  for (const part of root.querySelectorAll(".paint__tools, [data-print], [data-copy]")) part.hidden = false;
  for (const part of root.querySelectorAll("details[data-keep]")) part.open = open.has(part.dataset.keep);
  for (const section of root.querySelectorAll(".routine[data-timed]")) {
    if (!section.querySelector(".routine__player")) player(section);
  }
}

history.replaceState({ place }, "");
prepare(document);
