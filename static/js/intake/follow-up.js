// Once the form is on its way, nothing more is asked about the page it leaves behind.

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("form[data-sent]")) event.preventDefault();
});
