// Passkeys (WebAuthn Level 3). A form that asks for one is hidden until here, where the browser has them.

const ask = {
  create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  document.querySelector("[data-passkey-missing]")?.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.ariaDisabled) return;
      // What would be refused afterwards is said before: a passkey that nobody keeps would stay in the device.
      if (!form.reportValidity()) return;
      button.ariaDisabled = "true";
      failed.hidden = true;
      try {
        const credential = await ask[form.dataset.passkey](JSON.parse(form.dataset.options));
        form.elements.response.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch {
        // Cancelled, timed out, or this browser has one already: it does not say which, to tell no page what it has.
        failed.hidden = false;
      }
      button.ariaDisabled = null;
    });
  }
}
