// Once the form is on its way, nothing more is asked about the page it leaves behind. Without a connection nothing
// is asked either: it would fail, and saving.js has it asked when the connection is back.

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!navigator.onLine || event.target.closest("form[data-sent]")) event.preventDefault();
});
