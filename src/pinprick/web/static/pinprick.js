// What the pages can do with script that they cannot without: keep what was answered while the tab is open, go back in the
// browser, paint by dragging, undo, copy to the other foot, print, copy and share. Every page works without this file.
"use strict";

const base = document.documentElement.dataset.base ?? ""; // what addresses begin with so that the language stays

// ---- what was shown in an interview, page by page: in the storage of this tab, gone when it closes, never sent from there

const KEPT = "pinprick."; // before the name of everything that is kept
const trail = []; // the pages that were seen; where nothing can be kept, only as long as the page is not loaded anew
let run = "", place = 0, keeping = false; // which interview, which of its pages, whether this is one

function keep(name, value) {
  try {
    sessionStorage.setItem(KEPT + name, JSON.stringify(value));
    return true;
  } catch {
    return false; // no room, or not allowed
  }
}

function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT + name));
  } catch {
    return null;
  }
}

function drop(names) {
  try {
    for (const name of names ?? Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
  } catch {
    // then nothing was kept
  }
}

function forget() {
  keeping = false;
  drop();
}

function shell() {
  return document.getElementById("shell");
}

function asks() {
  return shell().querySelector("[data-step]");
}

function isStep(event) {
  return event.detail.ctx?.target === shell();
}

// The page with what is ticked, written and chosen on it.
function remember() {
  for (const box of shell().querySelectorAll("input")) {
    box.toggleAttribute("checked", box.checked);
    if (box.type === "text") box.setAttribute("value", box.value);
  }
  for (const words of shell().querySelectorAll("textarea")) words.textContent = words.value;
  for (const choice of shell().querySelectorAll("option")) choice.toggleAttribute("selected", choice.selected);
  trail[place] = { html: shell().innerHTML, title: document.title };
  if (!keeping) return;
  for (let old = 0; !keep(place, trail[place]) && old < place; old += 1) drop([KEPT + old]);
  mark();
}

// Where the interview stands, and whether anything was said in it.
function mark() {
  if (asks()) keep("now", { run, place, said: [...new FormData(asks())].some(([name]) => !name.startsWith("_")) });
}

function show(page) {
  shell().innerHTML = page.html;
  htmx.process(shell());
  document.title = page.title;
  prepare(document);
}

document.addEventListener("htmx:before:swap", event => {
  if (isStep(event)) remember();
});

document.addEventListener("htmx:after:swap", event => {
  prepare(document);
  if (!isStep(event)) return;
  place += 1;
  trail.length = place;
  history.pushState({ run, place }, "");
  remember();
  arrive();
});

window.addEventListener("popstate", event => {
  if (!event.state) return history.replaceState({ run, place }, ""); // a link to a part of the same page
  const wanted = event.state.place;
  if (wanted === place) return;
  const page = trail[wanted];
  if (!page) return location.reload(); // `settle` finds it
  remember();
  place = wanted;
  show(page);
  if (keeping) mark();
  arrive();
});

// When it is left, closed or put aside.
document.addEventListener("visibilitychange", () => keeping && document.hidden && remember());

document.addEventListener("click", event => {
  if (event.target.closest("[data-forget]")) forget();
});

// The page as it came, or as it was left: after a reload, on the way back, and when the interview is opened again. A page that
// a form brought begins another interview, and what was kept of the one before goes.
function settle() {
  const before = kept("now"), here = history.state;
  const same = Boolean(before) && here?.run === before.run;
  const anew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const blank = document.getElementById("page").hasAttribute("data-blank");
  keeping = Boolean(asks());
  if (!keeping) return history.replaceState({ run, place }, "");
  const at = same ? here.place : before?.place;
  // most browsers ask for such a page anew by its address alone; some send its form again
  const page = before && (blank || (same && !anew)) ? kept(at) : null;
  if (page) [run, place] = [before.run, at];
  else {
    forget();
    [run, keeping] = [Math.random().toString(36).slice(2), true];
  }
  history.replaceState({ run, place }, "", `${base}/interview`);
  if (page) show(page);
  remember();
}

// ---- a link that holds the answers behind its #, which no browser sends

function fieldsOf(form) {
  const left = ["_go", "_words", "_say"]; // nobody's own words stand in an address
  const fields = [...new FormData(form)].filter(([name]) => !left.includes(name));
  const shown = form.id === "question" ? "country" : form.id === "given" ? "answers" : "result"; // "country" shows a page again
  return new URLSearchParams([...fields, ["_go", shown]]).toString();
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function linkTo(form) {
  const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(fieldsOf(form)));
  const text = btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.origin}${base}/interview#answers=${text}`;
}

// Sends the answers of a link as a page of the interview sends them.
async function openLink(text) {
  const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));
  const fields = new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), packed));
  const form = document.createElement("form");
  [form.method, form.action, form.hidden, form.autocomplete] = ["post", `${base}/interview`, true, "off"];
  for (const [name, value] of new URLSearchParams(fields)) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-link]");
  if (!button) return;
  const place = document.getElementById("link"), text = place.querySelector("textarea");
  text.value = await linkTo(asks());
  place.hidden = false;
  place.querySelector("[data-share]").hidden = !navigator.canShare?.({ url: text.value });
  text.select();
  drawCode(place.querySelector("[data-code]"), text.value);
});

// The link as a picture for a camera, by a script that is loaded for it. What is too long for one has none.
async function drawCode(figure, link) {
  try {
    const codes = await import(document.body.dataset.moduleCodes);
    figure.querySelector("[role=img]").innerHTML = codes.renderSVG(link, { ecc: "L", border: 4 });
    figure.hidden = false;
  } catch {
    figure.hidden = true;
  }
}

async function share(button) {
  const url = document.getElementById(button.dataset.share).value;
  try {
    await navigator.share({ title: document.title, url });
  } catch (error) {
    if (error.name === "AbortError") return; // it was not wanted after all
    copy(document.querySelector(`[data-copy="${button.dataset.share}"]`));
  }
}

// A button says that something was copied only where it was: a page that came by http, or a browser that was told not to,
// has no clipboard. What could not be copied is marked, to be copied by hand.
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    if (!document.execCommand("copy")) return;
  }
  button.textContent = button.dataset.copied;
}

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

// ---- boxes: "nowhere" and the others exclude each other

document.addEventListener("change", event => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  const form = box.closest("#question");
  if (!form) return;
  for (const other of form.querySelectorAll("input[type=checkbox]")) {
    if (box.hasAttribute("data-excludes") ? other !== box : other.hasAttribute("data-excludes")) other.checked = false;
  }
});

// ---- questions that another answer on the page settles are not asked

function spare(form) {
  for (const part of form.querySelectorAll("[data-unless]")) {
    const [name, value] = part.dataset.unless.split("=");
    part.hidden = form.querySelector(`[name="${name}"][value="${value}"]`)?.checked ?? false;
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
  }
}

document.addEventListener("change", event => {
  const form = event.target.closest("#question");
  if (form) spare(form);
});

// ---- a list that is long: what does not have the words is hidden, but never what is ticked or filled in

function filled(item) {
  const told = one => ("checked" in one && /checkbox|radio/.test(one.type) ? one.checked : one.value);
  return [...item.querySelectorAll("input, select")].some(told);
}

document.addEventListener("input", event => {
  const place = document.getElementById(event.target.dataset?.filter ?? "");
  if (!place) return;
  const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  place.classList.toggle("filtered", wanted.length > 0);
  let shown = 0;
  for (const item of place.querySelectorAll("[data-words]")) {
    const words = `${item.textContent} ${item.dataset.words}`.toLowerCase();
    item.hidden = !filled(item) && !wanted.every(word => words.includes(word));
    shown += !item.hidden;
  }
  for (const group of place.querySelectorAll("fieldset:has([data-words])")) group.hidden = !group.querySelector("[data-words]:not([hidden])");
  const none = document.querySelector("[data-filter-none]");
  if (none) none.hidden = shown > 0;
});

// ---- a button that brings a whole page is no part of what exchanges some of it

document.addEventListener("submit", event => {
  if (event.submitter?.hasAttribute("data-whole")) event.stopPropagation();
}, true);

// ---- the map: a tap marks a part, a swipe scrolls the page; a mouse paints by dragging, a finger after "Draw"

const done = []; // what can be undone: lists of boxes that were changed together
let stroke = null, painted = false; // painted: the click that ends a stroke is no tap

const WIDE = /[\u3000-\u303f\uff00-\uff60]$/; // after such a full stop no space is set

function worded(words, values) {
  return words.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

function boxOf(path) {
  return path && document.querySelector(`[data-mark="${path.dataset.side}:${path.dataset.region}"]`);
}

function regionAt(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest?.("[data-paint] .region");
}

function nameOf(box) {
  return (box.labels[0].querySelector("span") ?? box.labels[0]).textContent.trim();
}

function tell(box) {
  const live = box.closest("[data-paint]").querySelector("[data-live]"), words = JSON.parse(live.dataset.live);
  const part = (words[box.dataset.mark.split(":")[0]] ?? "{part}").replace("{part}", nameOf(box));
  live.textContent = words[box.checked ? "on" : "off"].replace("{part}", part);
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

// What is marked, in words and by class: the small pictures are copies, which the style sheet's rule for boxes does not reach.
function list(area) {
  for (const path of area.querySelectorAll(".region")) path.classList.toggle("painted", Boolean(boxOf(path)?.checked));
  const place = area.querySelector("[data-marks]");
  if (!place) return;
  const groups = [...area.querySelectorAll("[role=group]")].map(group => {
    const boxes = [...group.querySelectorAll("[data-mark]:checked")];
    if (!boxes.length) return "";
    const parts = boxes.map(nameOf).reduce((first, next) => worded(place.dataset.next, { first, next }));
    return worded(place.dataset.on, { side: group.querySelector(".view__side").textContent, parts });
  });
  const told = groups.filter(Boolean);
  place.textContent = told.reduce((first, next) => `${first}${WIDE.test(first) ? "" : " "}${next}`, "").trim() || place.dataset.none;
}

document.addEventListener("pointerdown", event => {
  painted = false;
  const path = event.target.closest?.("[data-paint] .region");
  if (!path || event.button) return;
  const finger = event.pointerType === "touch" || event.pointerType === "pen";
  if (finger && !path.closest(".drawing")) return;
  event.preventDefault();
  if (path.hasPointerCapture?.(event.pointerId)) path.releasePointerCapture(event.pointerId);
  const box = boxOf(path);
  painted = true;
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
document.addEventListener("click", event => {
  const box = boxOf(event.target.closest?.("[data-paint] .region"));
  if (box && !painted && set(box, !box.checked)) changed([box]);
  painted = false;
});
document.addEventListener("change", event => {
  const area = event.target.closest?.("[data-paint]") ?? event.target.form?.querySelector("[data-paint]");
  if (area) list(area);
});

// ---- the steps from the foot to the whole body: a picture that was shown was asked about

function zoom(button) {
  const area = button.closest("[data-paint]"), view = button.dataset.zoom;
  for (const part of area.querySelectorAll("[data-picture]")) part.hidden = part.dataset.picture !== view;
  for (const step of area.querySelectorAll("[data-zoom]")) step.toggleAttribute("aria-current", step === button);
  button.setAttribute("aria-current", "true");
  for (const item of area.querySelectorAll("[data-views]")) {
    if (item.dataset.views.split(" ").includes(view)) item.hidden = false;
  }
  if (area.parentElement.querySelector(`[name="_view"][value="${view}"]`)) return;
  const opened = document.createElement("input");
  [opened.type, opened.name, opened.value] = ["hidden", "_view", view];
  area.before(opened);
}

const tools = {
  draw(area, button) {
    button.setAttribute("aria-pressed", String(area.classList.toggle("drawing")));
  },
  undo(area) {
    const boxes = (done.pop() ?? []).filter(box => set(box, !box.checked));
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
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
  const step = event.target.closest("[data-zoom]");
  if (step) zoom(step);
  const tool = event.target.closest("[data-tool]");
  if (tool) tools[tool.dataset.tool](tool.closest("[data-paint]"), tool);
  if (event.target.closest("[data-print]")) print();
  const shares = event.target.closest("[data-share]");
  if (shares) share(shares);
  const copies = event.target.closest("[data-copy]");
  if (copies) copy(copies);
});

// ---- a timed routine: on the whole screen, by a script of its own; the text stays

document.addEventListener("click", async event => {
  const starts = event.target.closest("[data-coach]");
  const section = starts && document.querySelector(`.routine[data-timed][aria-labelledby="${starts.dataset.coach}"]`);
  if (!section) return;
  event.preventDefault();
  const script = await import(document.body.dataset.moduleCoach).catch(() => null);
  script ? script.coach(section) : location.assign(`#${starts.dataset.coach}`);
});

// ---- what goes wrong in a nerve: a picture that plays once when asked, and can be paused; the words to what it shows stand out

const LASTS = 6; // seconds, as frontend/motion.py
const ready = new WeakSet();

function loop(figure) {
  const moving = figure.querySelector(".loop__moving"), picture = moving.querySelector("svg"), button = moving.querySelector("button");
  if (!picture.pauseAnimations || matchMedia("(prefers-reduced-motion: reduce)").matches) return; // the stills are there
  ready.add(figure);
  const steps = [...figure.querySelectorAll(".loop__step")];
  let timer = 0;
  const run = on => {
    clearInterval(timer);
    timer = on ? setInterval(look, 100) : 0;
    on ? picture.unpauseAnimations() : picture.pauseAnimations();
    button.textContent = on ? button.dataset.pause : button.dataset[picture.getCurrentTime() > 0 ? "on" : "play"];
  };
  const look = () => {
    const now = picture.getCurrentTime();
    steps.forEach((step, at) => step.classList.toggle("now", timer > 0 && Math.min(2, Math.floor(now / 2)) === at));
    if (now < LASTS && figure.isConnected) return;
    picture.setCurrentTime(0);
    run(false);
    steps.forEach(step => step.classList.remove("now"));
  };
  picture.setCurrentTime(0);
  run(false);
  button.addEventListener("click", () => run(!timer));
  moving.hidden = false;
  figure.classList.add("loop--moves");
}

// ---- every page, also after a part of it was exchanged

function prepare(root) {
  for (const part of root.querySelectorAll("[data-scripted], [data-print], [data-copy]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-resumes]")) part.hidden = !kept("now")?.said;
  for (const part of root.querySelectorAll("[data-link]")) part.hidden = !window.CompressionStream;
  for (const step of root.querySelectorAll("[data-zoom]")) step.type = "button"; // the page has every picture already
  for (const area of root.querySelectorAll("[data-paint]")) list(area);
  for (const form of root.querySelectorAll("#question")) spare(form);
  for (const part of root.querySelectorAll("[data-fold]")) {
    part.open = false;
    part.removeAttribute("data-fold"); // once: who opens it keeps it open
  }
  for (const part of root.querySelectorAll("details[data-keep]")) part.open = open.has(part.dataset.keep);
  for (const figure of root.querySelectorAll("[data-loop]")) if (!ready.has(figure)) loop(figure);
}

const answers = location.pathname === `${base}/interview` && location.hash.match(/^#answers=([\w-]+)$/)?.[1];
if (answers) history.replaceState(null, "", location.pathname); // they stand in the address no longer than needed
settle();
prepare(document);
if (location.hash === "#country") document.querySelector(".strip")?.setAttribute("open", "");
if (answers) openLink(answers).catch(() => {}); // of a link that is not whole nothing is known
