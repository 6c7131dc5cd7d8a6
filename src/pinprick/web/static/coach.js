// A timed routine on the whole screen: one step, what is left of its time, and at the end when to get help. Loaded when it is
// started; without it the routine is the list that it is made of. Its words are those of the page.

const STEP_TONE = 880, END_TONE = 660; // hertz
let audio = null;

function made(kind, name, words = "") {
  const one = document.createElement(kind);
  one.className = name;
  one.textContent = words;
  return one;
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function beep(tone) {
  audio ??= new AudioContext();
  const sound = audio.createOscillator(), loudness = audio.createGain(), now = audio.currentTime;
  sound.frequency.value = tone;
  loudness.gain.setValueAtTime(.2, now);
  loudness.gain.exponentialRampToValueAtTime(.001, now + .4);
  sound.connect(loudness).connect(audio.destination);
  sound.start();
  sound.stop(now + .4);
}

// A switch that says whether it is on.
function toggled(words, on) {
  const button = made("button", "coach__switch", words);
  button.type = "button";
  button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(!isOn(button))));
  return button;
}

function isOn(button) {
  return button?.getAttribute("aria-pressed") === "true";
}

function pressed(words, name, act) {
  const button = made("button", `govuk-button ${name}`, words);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

// What is shown at the end: what the routine itself says about when to get help.
function ending(section, words) {
  const end = made("div", "coach__end");
  end.append(made("p", "coach__do", words.done));
  const help = section.querySelector("[data-help]");
  if (help) end.append(...[...help.children].map(part => part.cloneNode(true)));
  return end;
}

function stepOf(item) {
  const shown = made("div", "coach__step now");
  const drawing = item.querySelector(".routine__drawing"), [what, often] = item.querySelectorAll("p");
  if (drawing) shown.append(drawing.cloneNode(true));
  shown.append(made("p", "coach__do", what.textContent), made("p", "coach__often", often?.textContent));
  return shown;
}

// Keeps the screen of a phone on, where that can be had.
async function awake() {
  try {
    return await navigator.wakeLock?.request("screen");
  } catch {
    return null;
  }
}

function tools(words) {
  const sound = toggled(words.sound, false);
  sound.addEventListener("click", () => isOn(sound) && beep(STEP_TONE));
  const vibrates = navigator.vibrate && matchMedia("(pointer: coarse)").matches;
  return { sound, vibration: vibrates ? toggled(words.vibration, true) : null };
}

export function coach(section) {
  const words = JSON.parse(section.dataset.words), items = [...section.querySelectorAll(".routine__step")];
  const dialog = made("dialog", "coach"), body = made("div", "coach__body");
  const count = made("div", "coach__count"), place = made("p", "coach__place"), time = made("p", "coach__time");
  const title = made("h2", "coach__title", section.querySelector(":is(h1, h2, h3)").textContent);
  const { sound, vibration } = tools(words);
  let at = 0, left = 0, until = 0, timer = 0, lock = null;

  const sign = tone => {
    if (isOn(sound)) beep(tone);
    if (isOn(vibration)) navigator.vibrate(tone === END_TONE ? [200, 100, 200] : 200);
  };
  const clock = () => {
    const seconds = Math.max(0, Math.ceil(left / 1000));
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const tick = () => {
    left = until - Date.now();
    clock();
    if (left <= 0) go(at + 1, true);
  };
  const run = on => {
    clearInterval(timer);
    timer = on ? setInterval(tick, 200) : 0;
    until = Date.now() + left;
    dialog.classList.toggle("playing", on);
    pause.textContent = on ? words.pause : words.on;
  };
  const go = (index, signs = false) => {
    at = Math.max(0, Math.min(index, items.length));
    const ended = at === items.length;
    body.replaceChildren(ended ? ending(section, words) : stepOf(items[at]));
    left = ended ? 0 : 1000 * Number(items[at].dataset.seconds);
    place.textContent = ended ? "" : filled(words.step, { number: at + 1, of: items.length });
    bar.value = at;
    [time.hidden, forward.hidden, back.disabled] = [ended, ended, at === 0];
    clock();
    if (signs) sign(ended ? END_TONE : STEP_TONE);
    run(!ended && (timer !== 0 || !dialog.open));
    if (ended) pause.textContent = words.again;
  };

  const bar = Object.assign(made("progress", "coach__progress"), { max: items.length });
  bar.setAttribute("aria-hidden", "true");
  const close = pressed(words.close, "govuk-button--secondary coach__close", () => dialog.close());
  const back = pressed(words.back, "govuk-button--secondary", () => go(at - 1));
  const forward = pressed(words.next, "govuk-button--secondary", () => go(at + 1));
  const pause = pressed(words.pause, "", () => {
    if (at < items.length) return run(!timer);
    go(0);
    run(true);
  });
  body.setAttribute("aria-live", "polite");
  title.id = "coach-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const head = made("div", "coach__head"), foot = made("div", "coach__foot"), switches = made("div", "coach__switches");
  switches.append(...[sound, vibration].filter(Boolean));
  head.append(title, close);
  count.append(place, bar);
  foot.append(time, back, pause, forward, switches);
  dialog.append(head, count, body, foot);
  dialog.addEventListener("keydown", event => {
    if (event.key === "ArrowRight" && at < items.length) go(at + 1);
    if (event.key === "ArrowLeft") go(at - 1);
  });
  const leave = () => dialog.close();
  addEventListener("popstate", leave); // the page below has changed
  dialog.addEventListener("close", () => {
    run(false);
    lock?.release();
    removeEventListener("popstate", leave);
    dialog.remove();
  });
  go(0);
  document.body.append(dialog);
  dialog.showModal();
  pause.focus();
  awake().then(one => (dialog.open ? (lock = one) : one?.release()));
}
