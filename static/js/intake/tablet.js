// The tablet of the waiting room clears itself when nobody is there. The server ends the sitting a little later
// by itself, so that a page without this script shows nothing new either.

const tablet = document.getElementById("tablet");
const idle = Number(tablet.dataset.idle) * 1000;
const warning = tablet.querySelector(".still-there");
const WARN_BEFORE = Math.min(20_000, idle / 2); // WCAG 2.2.1: time to say one is still there
const TELL_EVERY = Math.min(15_000, idle / 4);

let seen = Date.now();
let told = seen;
let over = false;

/** Send one of the two hidden forms without leaving the page. */
function post(name) {
  const form = document.getElementById(name);
  return fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true });
}

/** Somebody touched, typed or scrolled. What is touched stays until it is let go: nothing beneath it is hit. */
function present(event) {
  if (over) return;
  seen = Date.now();
  if (event.type === "click" || !warning.contains(event.target)) warning.hidden = true;
  if (seen - told >= TELL_EVERY) {
    told = seen;
    post("tablet-alive").catch(() => {});
  }
}

/** Clear the page: this one is replaced, and those before it open nothing any more. */
async function clear() {
  over = true;
  document.getElementById("main").hidden = true;
  try {
    await post("tablet-leave");
  } finally {
    location.replace(tablet.dataset.resting);
  }
}

/** Once a second: warn, then clear. */
function look() {
  if (over) return;
  const rest = idle - (Date.now() - seen);
  if (rest <= 0) clear();
  else if (rest <= WARN_BEFORE && warning.hidden) {
    warning.hidden = false;
    warning.querySelector("button").focus({ preventScroll: true }); // a scroll would count as somebody
  }
}

for (const kind of ["pointerdown", "click", "keydown", "input", "scroll", "touchmove"]) {
  addEventListener(kind, present, { passive: true, capture: true });
}
addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(look, 500);
