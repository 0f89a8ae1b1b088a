// Passkeys: a button asks the browser for one, and sends its answer with the form the button is in.
// data-passkey is where the request comes from: an address, or the id of a <script type="application/json">.

const { webauthnJSON } = globalThis;

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (webauthnJSON?.supported()) wire(button);
}

/** Show a button that works, and what belongs to it. */
function wire(button) {
  button.closest(".passkey").hidden = false;
  for (const instead of button.form.querySelectorAll(".without-passkey")) instead.hidden = true;
  button.addEventListener("click", () => use(button));
}

/** Ask, then send the form; where that fails or is cancelled, say so beside the button. */
async function use(button) {
  const problem = button.closest(".passkey").querySelector(".passkey-problem");
  problem.hidden = true;
  button.disabled = true;
  try {
    button.form.elements.credential.value = JSON.stringify(await answer(button.dataset.passkey));
    send(button.form);
  } catch (error) {
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}

/** What the browser makes of a request: a new passkey where it comes with the page, an answer otherwise. */
async function answer(source) {
  if (source.startsWith("#")) return webauthnJSON.create(JSON.parse(document.querySelector(source).textContent));
  const response = await fetch(source, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("no request");
  return webauthnJSON.get(await response.json());
}

/** Send the form as its own first button would; a password is not needed then. */
function send(form) {
  const password = form.elements.password;
  if (password) {
    password.required = false;
    password.value = "";
  }
  const submit = form.querySelector("button:not([type=button])");
  if (submit) form.requestSubmit(submit);
  else form.requestSubmit();
}
