// The condition builder and the rule's form: a search in long lists, and a word before what was typed is left behind.

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
document.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", warn);
