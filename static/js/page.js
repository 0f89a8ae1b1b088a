// What a page can do better with JavaScript. Nothing here is needed to use it.

/** Bring the summary of what went wrong to whoever just sent the form. */
function focusErrorSummary(root) {
  root.querySelector(".error-summary")?.focus();
}

/** Close an open menu with Escape or with a press elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const inside = menu.contains(event.target);
    if (event.type === "keydown" ? event.key === "Escape" : !inside) {
      menu.open = false;
      if (event.type === "keydown" && inside) menu.querySelector("summary").focus();
    }
  }
}

/** Print buttons are hidden where there is no script to make them work. */
function wirePrintButtons(root) {
  for (const button of root.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** A form marked data-once is sent once, however often its button is pressed. */
function sendOnce(event) {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
}

/**
 * A page that answered a form with its errors is left as an ordinary page: "back" then loads it, where the browser
 * would ask whether to send the form again. Until it is left, "reload" still keeps what was typed.
 */
function leaveAsPage(event) {
  if (event.defaultPrevented) return;
  if (event.type === "click" && !followsLink(event)) return;
  history.replaceState(history.state, "");
}

/** Whether a click goes to another page in this window. */
function followsLink(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return false;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  return link.href.split("#")[0] !== location.href.split("#")[0];
}

/** A page that comes back from the browser's memory can be sent again. */
function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

focusErrorSummary(document);
wirePrintButtons(document);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("submit", sendOnce);
document.addEventListener("submit", leaveAsPage);
document.addEventListener("click", leaveAsPage);
window.addEventListener("pageshow", allowAgain);
