// Warns before the session ends, and leaves the page when it has ended, so that nobody reads on.
// Typing on one page for long counts as being there, as a click does.

const dialog = document.getElementById("idle");
const WARN_SECONDS = 120;
const PING_SECONDS = 120;
let active = false;
let pinged = Date.now();

/** Ask how long the session lasts; asking by itself does not make it longer. */
async function secondsLeft(options = { headers: { "X-Background": "yes" } }) {
  try {
    const response = await fetch(dialog.dataset.alive, options);
    if (response.redirected) return 0;
    return response.ok ? (await response.json()).seconds : null;
  } catch {
    return null; // no network: the server decides when there is one again
  }
}

/** Say that somebody is there. */
function stay() {
  active = false;
  pinged = Date.now();
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  return secondsLeft({ method: "POST", headers: { "X-CSRFToken": token } });
}

/** Look at the time left, and again when there may be something to say. */
async function look() {
  const left = active && !dialog.open ? await stay() : await secondsLeft();
  if (left === 0) return leave();
  const warns = left !== null && left <= WARN_SECONDS;
  if (warns && !dialog.open) dialog.showModal();
  if (!warns && dialog.open && left !== null) dialog.close();
  return setTimeout(look, 1000 * (left === null ? 30 : warns ? Math.min(left, 10) + 1 : Math.min(left - WARN_SECONDS + 1, 600)));
}

/** To the sign-in page, and from there back to this one. */
function leave() {
  location.assign(`${dialog.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Note that something was done; tell the server now and then. */
function note() {
  active = true;
  if (!dialog.open && Date.now() - pinged > 1000 * PING_SECONDS) stay();
}

for (const kind of ["input", "keydown", "pointerdown"]) document.addEventListener(kind, note, { passive: true });
dialog.addEventListener("close", stay);
look();
