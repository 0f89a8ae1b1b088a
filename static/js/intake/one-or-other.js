// "None" and "I don't know" stand alone: choosing one takes the others back, and the other way round.
// What was typed comes back when "I don't know" is taken back. The server refuses both together in any case.

const typed = new WeakMap();

function isText(input) {
  return input.type === "text";
}

function clear(input) {
  if (isText(input)) {
    typed.set(input, input.value);
    input.value = "";
  } else if (!input.disabled) {
    input.checked = false;
  }
}

function restore(input) {
  if (isText(input) && input.value === "") input.value = typed.get(input) ?? "";
}

/** Settle the innermost group, then those around it: a question within "is this still right?" is one. */
function settle(changed) {
  let group = changed.closest("[data-one-or-other]");
  while (group) {
    settleIn(group, changed);
    group = group.parentElement.closest("[data-one-or-other]");
  }
}

function settleIn(group, changed) {
  const others = [...group.querySelectorAll("input")].filter((input) => input !== changed);
  if ("alone" in changed.dataset) {
    for (const other of others) (changed.checked ? clear : restore)(other);
  } else if (isText(changed) ? changed.value.trim() : changed.checked) {
    for (const other of others) if ("alone" in other.dataset) other.checked = false;
  }
}

document.addEventListener("change", (event) => settle(event.target), true);
document.addEventListener("input", (event) => isText(event.target) && settle(event.target), true);
