// The condition builder and the rule's form: a search in long lists, a word before what was typed is left behind, and
// what is typed while an answer is under way stays.

const MANY = 10;

/** A long list of checkboxes gets a field that narrows it to what is typed. */
function addSearch(list) {
  if (list.querySelector("input[type=search]") || list.querySelectorAll(".check").length < MANY) return;
  const box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  box.setAttribute("aria-label", list.dataset.search);
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow(list, box.value);
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.querySelector("legend").after(box);
}

function narrow(list, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  for (const row of list.querySelectorAll(".check")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
}

/** What is chosen stands in the line that opens the list. */
function nameChosen(event) {
  const picker = event.target.closest?.(".picker");
  if (!picker || !event.target.matches("input[type=checkbox]")) return;
  const labels = [...picker.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
  const line = picker.querySelector(".picker-chosen");
  if (labels.length) line.textContent = labels.join(", ");
  picker.querySelector("summary .tag")?.remove();
}

/** A list closes with Escape, and the focus is on the line that opens it. */
function closePicker(event) {
  const picker = event.key === "Escape" && event.target.closest?.("details.picker[open]");
  if (!picker) return;
  picker.open = false;
  picker.querySelector("summary").focus();
}

/** A picker that is left closes. */
function leavePicker(event) {
  for (const picker of document.querySelectorAll("details.picker[open]")) {
    if (!picker.contains(event.target)) picker.open = false;
  }
}

/** A button that leads nowhere keeps the focus and does nothing. */
function stopIdle(event) {
  const button = event.target.closest?.("button[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
}

const underWay = new Map();

/** Requests that only show the form anew: no part of it has another name afterwards. */
function watch(event) {
  const act = String(event.detail.requestConfig.parameters.act ?? "");
  if (/^(show|item):/.test(act)) underWay.set(event.detail.xhr, new Map());
}

function note(event) {
  const field = event.target;
  if (!field.name) return;
  for (const typed of underWay.values()) typed.set(keyOf(field), field);
}

function keyOf(field) {
  return isTicked(field) ? `${field.name}=${field.value}` : field.name;
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** The answer is about what was sent: what was typed since is put back, and sent in its turn. */
function putBack(event) {
  for (const [key, field] of underWay.get(event.detail.xhr) ?? []) {
    const fresh = [...document.getElementsByName(field.name)].find((one) => keyOf(one) === key);
    if (fresh && fresh !== field && take(fresh, field)) fresh.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function take(fresh, field) {
  if (isTicked(field)) {
    const differs = fresh.checked !== field.checked;
    fresh.checked = field.checked;
    return differs;
  }
  if (fresh.value === field.value) return false;
  if (fresh.options && ![...fresh.options].some((option) => option.value === field.value)) return false;
  fresh.value = field.value;
  return true;
}

let changed = false;

function warn(event) {
  if (changed) event.preventDefault();
}

function wire(root) {
  for (const list of root.querySelectorAll(".picker-list")) addSearch(list);
}

wire(document);
document.addEventListener("htmx:afterSettle", () => wire(document));
document.addEventListener("change", nameChosen);
document.addEventListener("keydown", closePicker);
document.addEventListener("click", stopIdle, true);
document.addEventListener("click", leavePicker);
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-keep]")) changed = true;
});
document.addEventListener("htmx:afterRequest", () => {
  if (document.querySelector("form[data-keep]")) changed = true;
});
document.addEventListener("htmx:beforeSend", watch);
document.addEventListener("input", note, true);
document.addEventListener("change", note, true);
document.addEventListener("htmx:afterSettle", putBack);
document.addEventListener("htmx:afterOnLoad", (event) => setTimeout(() => underWay.delete(event.detail.xhr), 1000));
document.addEventListener("htmx:sendAbort", (event) => underWay.delete(event.detail.xhr));
document.addEventListener("htmx:sendError", (event) => underWay.delete(event.detail.xhr));
document.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", warn);
