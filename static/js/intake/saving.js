// Every answer is sent as it is given. What could not be sent yet stays in this page, nowhere else, and goes out
// when the clinic can be reached again: the fields are the memory, this script only knows which are still to send.
// Without it the page's own form saves, as it does with it.

const form = document.querySelector("form[data-answers]");
const status = document.getElementById("saving");
const onTablet = "tablet" in form.dataset;
const PAUSE = { chosen: 300, typed: 1200 };
const RETRY = { first: 1500, longest: 20_000 };
const PATIENCE = 15_000; // how long one request may take
const FRESH = 8000; // for how long after an answer from the clinic it counts as within reach

const unsent = new Map(); // question: the timer until it is sent
const refused = new Map(); // question: why what stands there cannot be stored
const missed = new Set(); // on the tablet: questions whose answers were not taken
const own = new Map(); // question: the revision of its last save from this page
let running = null;
let [retry, delay] = [0, RETRY.first];
let [wasLost, stopped, leaving] = [false, false, false];
let heard = Date.now();

const slotOf = (node) => node?.closest?.(".slot");
const idOf = (slot) => slot.id.replace("slot-", "");

/** Say how things stand; a state that is told already is not told again. */
function tell(state) {
  if (status.dataset.state === state) return;
  status.dataset.state = state;
  status.textContent = status.dataset[state];
}

/** What goes out for one question. */
function bodyOf(slot) {
  const names = new Set(["csrfmiddlewaretoken", "response"]);
  for (const field of slot.querySelectorAll("[name]")) names.add(field.name);
  const body = new FormData();
  for (const [name, value] of new FormData(form)) if (names.has(name)) body.append(name, value);
  const id = idOf(slot);
  body.delete("do");
  body.set("item", id);
  body.set("revision", Math.max(Number(form.elements.revision.value), own.get(id) ?? 0));
  return body;
}

function post(address, body) {
  const options = { method: "POST", body, redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) };
  return fetch(address, { ...options, keepalive: document.visibilityState === "hidden" });
}

/** Send one answer. False where the clinic could not be reached. */
async function send(id) {
  const slot = document.getElementById(`slot-${id}`);
  if (!slot) return true;
  let answer, told;
  try {
    answer = await post(form.dataset.answers, bodyOf(slot));
    told = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
  } catch {
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  heard = Date.now();
  settle(id, slot, answer.status, told);
  return true;
}

/** Note what became of an answer. */
function settle(id, slot, code, told) {
  stopped = code !== 200 && !told.message;
  if (code === 200) {
    form.elements.revision.value = told.revision;
    own.set(id, told.kept);
    refused.delete(id);
    missed.delete(id);
    return explain(slot, "");
  }
  refused.set(id, told.message ?? "");
  const isBusyThere = code === 422 && slot.contains(document.activeElement);
  if (!isBusyThere) explain(slot, told.message ?? "");
}

/** Say at a question why its answer is not stored; an empty text takes that back. */
function explain(slot, text) {
  const asked = slot.querySelector("fieldset, .field");
  const id = `not-kept-${idOf(slot)}`;
  document.getElementById(id)?.remove();
  const described = (asked?.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (asked && text) {
    const note = document.getElementById("not-kept").content.firstElementChild.cloneNode(true);
    note.id = id;
    note.querySelector("[data-why]").textContent = text;
    asked.append(note);
    described.push(id);
  }
  if (described.length) asked.setAttribute("aria-describedby", described.join(" "));
  else asked?.removeAttribute("aria-describedby");
}

/** Send what is still to send. True where nothing is left. */
async function work() {
  while (unsent.size) {
    const [id] = unsent.keys();
    clearTimeout(unsent.get(id));
    unsent.delete(id);
    if (!(await send(id))) return lost(id);
  }
  if (wasLost) document.getElementById("questions").dispatchEvent(new Event("connected"));
  wasLost = false;
  delay = RETRY.first;
  tell(stopped ? "stopped" : missed.size ? "tablet" : refused.size ? "refused" : "saved");
  return true;
}

/** The clinic is out of reach: what is unsent stays so. On the tablet nothing is kept for later. */
function lost(id) {
  wasLost = true;
  if (onTablet) {
    for (const one of [id, ...unsent.keys()]) missed.add(one);
    for (const timer of unsent.values()) clearTimeout(timer);
    unsent.clear();
    tell("tablet");
    return false;
  }
  if (!unsent.has(id)) unsent.set(id, 0);
  if (status.dataset.state !== "offline") tell("trying"); // who was told to wait is not told to wait
  clearTimeout(retry);
  retry = setTimeout(flush, delay);
  delay = Math.min(delay * 2, RETRY.longest);
  return false;
}

function flush() {
  clearTimeout(retry);
  running ??= work().finally(() => (running = null));
  return running;
}

/** An answer was given: send it after a moment. */
function mark(slot, pause) {
  const id = idOf(slot);
  clearTimeout(unsent.get(id));
  unsent.set(id, setTimeout(flush, pause));
}

/** Whether the clinic can be reached, with everything sent that was still to send. */
async function reach() {
  if (navigator.onLine && (unsent.size || running)) return flush();
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "response"]) body.set(name, form.elements[name].value);
  const code = navigator.onLine ? await post(form.dataset.alive, body).then(({ status }) => status, () => 503) : 503;
  wasLost ||= code >= 500;
  if (code < 500) heard = Date.now();
  return code < 500;
}

/** Continue leaves the page only when the clinic can be reached: it would be gone with what is typed on it. */
async function onSubmit(event) {
  if (leaving) return;
  if (!running && navigator.onLine && Date.now() - heard < FRESH) {
    leaving = true;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if ("checking" in form.dataset) return;
  form.dataset.checking = "yes";
  tell("checking");
  const goesOn = await reach();
  delete form.dataset.checking;
  if (!goesOn) return tell(onTablet ? "tablet" : "offline");
  leaving = true;
  form.requestSubmit(event.submitter);
}

const isTyped = (field) => field.matches("textarea, input[type=text]");

form.addEventListener("input", ({ target }) => slotOf(target) && isTyped(target) && mark(slotOf(target), PAUSE.typed));
form.addEventListener("change", ({ target }) => {
  if (slotOf(target)) mark(slotOf(target), isTyped(target) ? PAUSE.typed : PAUSE.chosen);
});
form.addEventListener("focusout", ({ target, relatedTarget }) => {
  const slot = slotOf(target);
  if (!slot || slot.contains(relatedTarget)) return;
  if (unsent.has(idOf(slot))) mark(slot, 0);
  else explain(slot, refused.get(idOf(slot)) ?? "");
});
form.addEventListener("submit", onSubmit);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  // A row was added or taken away, or its name corrected. The button may be gone with its row.
  const [, item] = (detail.requestConfig?.elt.value ?? "").split(":");
  const slot = item && document.getElementById(`slot-${item}`);
  if (slot) mark(slot, 0);
});
addEventListener("online", () => (unsent.size || wasLost) && flush());
addEventListener("offline", () => unsent.size && !onTablet && tell("trying"));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && unsent.size && flush());
addEventListener("beforeunload", (event) => {
  if (!leaving && !onTablet && (unsent.size || running || refused.size)) event.preventDefault();
});
addEventListener("pageshow", () => (leaving = false));
