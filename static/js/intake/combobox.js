// Suggestions while the name of a medicine is typed: an editable combobox with a list, after the pattern of the
// ARIA Authoring Practices. Without this script the field is a plain one and takes any name, as it does with it.

const PAUSE = 160;
let count = 0;

function enhance(input) {
  if (input.hasAttribute("role")) return;
  const list = document.createElement("ul");
  list.id = `suggestions-${(count += 1)}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  wire(input, list);
}

function wire(input, list) {
  let timer = 0;
  let asked = 0;

  const options = () => [...list.children];
  const active = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function mark(index) {
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    const option = options()[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function open(markup) {
    list.innerHTML = markup;
    if (options().some((option) => option.textContent.toLowerCase() === input.value.trim().toLowerCase())) {
      list.replaceChildren(); // the name is complete: nothing to suggest
    }
    options().forEach((option, place) => (option.id = `${list.id}-${place}`));
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
    if (!list.hidden) list.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    input.value = option.textContent;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const mine = (asked += 1);
    const form = input.form;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "response"]) body.set(name, form.elements[name].value);
    body.set("typed", input.value);
    try {
      const answer = await fetch(form.dataset.names, { method: "POST", body });
      if (answer.ok && mine === asked && document.activeElement === input) open(await answer.text());
    } catch {
      close(); // no network, no suggestions: the field works without them
    }
  }

  function next(event) {
    close();
    event.preventDefault();
    input.closest("li")?.querySelector("input[type=radio]")?.focus();
  }

  function move(event, step) {
    const all = options().length;
    if (list.hidden || !all) return;
    event.preventDefault();
    const from = active();
    mark(from === -1 && step < 0 ? all - 1 : (from + step + all) % all);
  }

  function onEnter(event) {
    const option = options()[active()];
    if (list.hidden || !option) return next(event);
    event.preventDefault();
    take(option);
  }

  const keys = {
    ArrowDown: (event) => move(event, 1),
    ArrowUp: (event) => move(event, -1),
    Enter: onEnter,
    Escape: (event) => {
      if (list.hidden) return;
      event.preventDefault();
      close();
    },
    Tab: () => close(),
  };

  input.addEventListener("keydown", (event) => !event.isComposing && keys[event.key]?.(event));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}

function enhanceAll(root) {
  if (root.matches?.("[data-combobox]")) enhance(root);
  for (const input of root.querySelectorAll("[data-combobox]")) enhance(input);
}

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt));
