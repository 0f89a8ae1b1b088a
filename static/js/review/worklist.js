// The worklist with the keyboard, and a refresh that leaves the reader where they are. Nothing here is needed.

const OFF = "worklist-keys-off";
const help = document.getElementById("keys");
const box = document.getElementById("keys-on");

const links = () => [...document.querySelectorAll("#queue .row-link")];
const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]");

/** Go so many rows on from the one that has the focus; to the first where none has. */
function move(step) {
  const all = links();
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1);
  all[next]?.focus();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.getElementById("filter_q").focus(),
  "?": () => help.showModal(),
};

function onKey(event) {
  const free = !(event.ctrlKey || event.metaKey || event.altKey || help.open || isTyping(event.target));
  if (!free || !box.checked || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
}

/** Keep whether the keys are wanted; a browser that stores nothing uses them. */
function rememberKeys() {
  try {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  } catch {
    // nothing to remember it in
  }
}

function recallKeys() {
  try {
    box.checked = localStorage.getItem(OFF) === null;
  } catch {
    box.checked = true;
  }
}

/** The row somebody is on: the one with the focus or under the pointer, else the first in sight. */
function currentRow() {
  const focused = document.activeElement?.closest?.("#queue tr");
  const pointed = document.querySelector("#queue tbody tr:hover");
  const inSight = links().find((link) => link.getBoundingClientRect().top >= 0);
  return focused ?? pointed ?? (window.scrollY > 0 ? inSight?.closest("tr") : null) ?? null;
}

let kept = null;

function beforeSwap(event) {
  if (event.detail.target?.id !== "queue") return;
  if (!event.detail.xhr.responseText.includes('id="queue"')) {
    event.detail.shouldSwap = false; // signed out meanwhile: the page itself leads to the sign-in
    location.reload();
    return;
  }
  const row = currentRow();
  const id = row?.querySelector(".row-link")?.id;
  kept = id ? { id, top: row.getBoundingClientRect().top } : null;
}

function afterSwap() {
  const row = kept && document.getElementById(kept.id)?.closest("tr");
  if (row) window.scrollBy({ top: row.getBoundingClientRect().top - kept.top, behavior: "instant" });
  kept = null;
}

/** An address without empty filters is shorter to share. */
function leaveOutEmpty(event) {
  if (!event.target.matches("form[data-brief]")) return;
  for (const field of event.target.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
}

function allowAgain() {
  for (const field of document.querySelectorAll("form[data-brief] :disabled")) field.disabled = false;
}

recallKeys();
box.addEventListener("change", rememberKeys);
for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}
document.addEventListener("keydown", onKey);
document.addEventListener("submit", leaveOutEmpty);
document.addEventListener("htmx:beforeSwap", beforeSwap);
document.addEventListener("htmx:afterSwap", afterSwap);
window.addEventListener("pageshow", allowAgain);
