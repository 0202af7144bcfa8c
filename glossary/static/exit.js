// “Exit this page”, after the pattern of the GOV.UK Design System: the link works by itself; with script the page is hidden at
// once, which helps on slow lines, and Shift pressed three times does the same. It erases nothing and says so.
// Only Shift pressed alone counts, left and right alike: a capital letter, Shift+Tab, Shift+Arrow, Shift+click or a change of
// the keyboard layout (Alt+Shift, Ctrl+Shift) uses Shift for something else, and starts the count anew.
const PRESSES = 3;
const MILLISECONDS = 5000; // counted anew after each press

const bar = document.querySelector(".exit");
const status = document.querySelector("[data-exit-status]");
const keys = document.querySelector(".exit-keys");
const target = bar.querySelector("[data-exit]").href;
let pressed = 0;
let alone = false; // Shift went down, and nothing else has happened since
let timer;

const hide = (hidden) => {
  document.documentElement.classList.toggle("exiting", hidden);
};

const exit = () => {
  status.textContent = bar.dataset.activated;
  hide(true);
  location.href = target;
};

const expire = () => {
  pressed = 0;
  status.textContent = bar.dataset.timedOut;
};

keys.hidden = false;

for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    exit();
  });
}

// Whatever else the reader does takes back what was counted and said.
const used = () => {
  alone = false;
  if (pressed > 0) {
    pressed = 0;
    clearTimeout(timer);
    status.textContent = "";
  }
};

const modified = (event) => event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

// Each listener below hears an event before the page can stop it.
addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || modified(event)) {
    used();
  } else if (!event.repeat) {
    alone = true;
  }
}, true);

for (const kind of ["pointerdown", "mousedown", "wheel", "blur"]) {
  addEventListener(kind, used, { capture: true, passive: true });
}

addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) {
    return;
  }
  alone = event.shiftKey; // the other Shift is still held
  pressed += 1;
  clearTimeout(timer);
  if (pressed === PRESSES) {
    pressed = 0;
    exit();
    return;
  }
  status.textContent = pressed === 1 ? bar.dataset.two : bar.dataset.one;
  timer = setTimeout(expire, MILLISECONDS);
}, true);

// Back to a page that the browser kept: it must not stay hidden.
addEventListener("pageshow", () => {
  hide(false);
  status.textContent = "";
});
