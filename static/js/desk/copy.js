// Copying a link. Without a script it can be selected and copied by hand.

/** Copy the field's text, and say so for everybody. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // not allowed here: the text is selected, and the keyboard copies it
  }
  button.querySelector("span").textContent = button.dataset.done;
  document.getElementById(button.dataset.says).textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
