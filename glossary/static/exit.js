// “Exit this page”, after the pattern of the GOV.UK Design System: the link works by itself; with script the page is hidden at
// once, which helps on slow lines, and Shift pressed three times does the same. It erases nothing and says so.
const PRESSES = 3;
const MILLISECONDS = 5000; // counted anew after each press

const bar = document.querySelector(".exit");
const status = document.querySelector("[data-exit-status]");
const keys = document.querySelector(".exit-keys");
const target = bar.querySelector("[data-exit]").href;
let pressed = 0;
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

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift") {
    return;
  }
  pressed += 1;
  clearTimeout(timer);
  if (pressed === PRESSES) {
    pressed = 0;
    exit();
    return;
  }
  status.textContent = pressed === 1 ? bar.dataset.two : bar.dataset.one;
  timer = setTimeout(expire, MILLISECONDS);
});

// Back to a page that the browser kept: it must not stay hidden.
addEventListener("pageshow", () => {
  hide(false);
  status.textContent = "";
});
