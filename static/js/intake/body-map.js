// Tapping a region of the body ticks its checkbox. Without this script the label does the same, but the browser
// then moves the focus, and with it the page, down to the checkbox.

document.addEventListener("click", (event) => {
  const region = event.target.closest("[data-body-map] label");
  if (!region) return;
  event.preventDefault();
  const box = region.control;
  if (!box || box.disabled) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
