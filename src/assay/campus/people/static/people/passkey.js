/* Passkeys: asks the browser for one and sends what it answers. Words come from the template, so that they are translated.
 *
 *   <form data-passkey="create" data-passkey-options="#id">   makes one; options in <script type="application/json" id="id">
 *   <form data-passkey="get" data-passkey-url="…">            uses one; options asked for when the button is pressed
 *   [data-passkey-button]       inside the form
 *   [data-passkey-alone]        the passkey must be able to sign in by itself (or the form's "passwordless" is ticked)
 *   [data-passkey-problem]      where it says what went wrong
 *
 * Source: WebAuthn Level 3 §5.1.
 */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const toBytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  };
  const named = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const make = async (options, alone) => {
    const asked = { ...options, challenge: toBytes(options.challenge), excludeCredentials: named(options.excludeCredentials) };
    asked.user = { ...options.user, id: toBytes(options.user.id) };
    asked.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    };
    const made = await navigator.credentials.create({ publicKey: asked });
    return {
      ...common(made),
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
      },
    };
  };
  const use = async (options) => {
    const asked = { ...options, challenge: toBytes(options.challenge), allowCredentials: named(options.allowCredentials) };
    const used = await navigator.credentials.get({ publicKey: asked });
    return {
      ...common(used),
      response: {
        clientDataJSON: toText(used.response.clientDataJSON),
        authenticatorData: toText(used.response.authenticatorData),
        signature: toText(used.response.signature),
        userHandle: used.response.userHandle ? toText(used.response.userHandle) : null,
      },
    };
  };
  const common = (credential) => ({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const optionsOf = async (form) => {
    if (form.dataset.passkeyOptions) return JSON.parse(document.querySelector(form.dataset.passkeyOptions).textContent);
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(form.dataset.passkeyUrl, { headers });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  const problem = document.querySelector("[data-passkey-problem]");
  const tell = (error) => {
    if (!problem) return;
    const { sayStopped, sayKnown, sayFailed } = problem.dataset;
    const words = { NotAllowedError: sayStopped, AbortError: sayStopped, InvalidStateError: sayKnown };
    problem.querySelector("p").textContent = words[error.name] ?? sayFailed;
    problem.hidden = false;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const button = form.querySelector("[data-passkey-button]");
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (problem) problem.hidden = true;
      try {
        const options = await optionsOf(form);
        const alone = "passkeyAlone" in form.dataset || Boolean(form.elements.passwordless?.checked);
        const credential =
          form.dataset.passkey === "create"
            ? await make(options.creation_options.publicKey, alone)
            : await use(options.request_options.publicKey);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (error) {
        tell(error);
        button.disabled = false;
      }
    });
  }
})();
