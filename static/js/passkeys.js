// Asks the browser for a passkey, and sends its answer with the form that is on the page.

const form = document.querySelector("form[data-passkey]");

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const words = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

/** Let the browser make a passkey, or show one: what the server needs of it, as plain data. */
async function ask(how, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (how === "create") {
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
  } else {
    publicKey.allowCredentials = known(options.allowCredentials);
  }
  const made = await navigator.credentials[how]({ publicKey });
  const { response } = made;
  return {
    id: made.id,
    rawId: words(made.rawId),
    type: made.type,
    extensions: JSON.stringify(made.getClientExtensionResults()),
    response:
      how === "create"
        ? {
            attestationObject: words(response.attestationObject),
            clientDataJSON: words(response.clientDataJSON),
            transports: response.getTransports?.() ?? [],
          }
        : {
            authenticatorData: words(response.authenticatorData),
            clientDataJSON: words(response.clientDataJSON),
            signature: words(response.signature),
            userHandle: words(response.userHandle),
          },
  };
}

async function run() {
  const show = (name, shown) => {
    form.querySelector(`[data-${name}]`).hidden = !shown;
  };
  show("wait", true);
  show("wrong", false);
  show("again", false);
  try {
    const answer = await ask(form.dataset.passkey, JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    show("wait", false);
    show("wrong", true);
    show("again", true);
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  run();
}
