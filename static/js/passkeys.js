// Ask the browser for a passkey, and send its answer with the form on the page.

const form = document.querySelector("form[data-passkey]");

// Base64url, as the server writes it, to bytes and back.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const base64url = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const credentials = (list) => (list ?? []).map((credential) => ({ ...credential, id: bytes(credential.id) }));

/** Have the browser create a passkey or get one; return what the server needs, as plain data. */
async function ask(how, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (how === "create") {
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = credentials(options.excludeCredentials);
  } else {
    publicKey.allowCredentials = credentials(options.allowCredentials);
  }
  const credential = await navigator.credentials[how]({ publicKey });
  const { response } = credential;
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    extensions: JSON.stringify(credential.getClientExtensionResults()),
    response:
      how === "create"
        ? {
            attestationObject: base64url(response.attestationObject),
            clientDataJSON: base64url(response.clientDataJSON),
            transports: response.getTransports?.() ?? [],
          }
        : {
            authenticatorData: base64url(response.authenticatorData),
            clientDataJSON: base64url(response.clientDataJSON),
            signature: base64url(response.signature),
            userHandle: base64url(response.userHandle),
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
