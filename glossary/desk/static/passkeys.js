/* Passkeys in forms: a form with data-create makes one, a form with data-challenge has one sign. Everything else on the desk
   works without script. */
"use strict";

const passkeys = (() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
  const text = data =>
    btoa(Array.from(new Uint8Array(data), byte => String.fromCharCode(byte)).join(""))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }));

  /* Ask for a new passkey by the options of the server; return what it wants to know, as JSON. */
  async function make(options) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    };
    const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
    const { clientDataJSON, attestationObject } = response;
    const parts = { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) };
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  }

  /* Have a passkey of the site sign a challenge (bytes); ids are those of the person, or none. Return the form's fields. */
  async function sign(challenge, site, ids) {
    const publicKey = {
      challenge, rpId: site, userVerification: "required", timeout: 300000,
      allowCredentials: ids.map(id => ({ type: "public-key", id: bytes(id) })),
    };
    const { rawId, response } = await navigator.credentials.get({ publicKey });
    const { signature, authenticatorData, clientDataJSON } = response;
    return {
      id: text(rawId), signature: text(signature), authenticator: text(authenticatorData), client: text(clientDataJSON),
    };
  }

  /* Say why there is no passkey, in words. */
  function reason(error, origin) {
    if (origin && location.origin !== origin) return `Passkeys work only at ${origin}: open the desk there.`;
    if (!window.PublicKeyCredential) return "This browser has no passkeys. Use another one, or an SSH key.";
    if (error.name === "InvalidStateError") return "This device already has a passkey of yours here. Use another device or security key.";
    if (error.name === "NotAllowedError") return "Nothing was done: it was cancelled, took too long, or no passkey was at hand. You can try again.";
    return `Nothing was done (${error.name}). You can try again, in another browser if it happens again.`;
  }

  async function fill(form) {
    if (form.dataset.create) return { passkey: await make(JSON.parse(form.dataset.create)) };
    return sign(bytes(form.dataset.challenge), form.dataset.site, []);
  }

  async function send(form) {
    const told = form.querySelector("[role=alert]"), button = form.querySelector("button");
    told.textContent = "";
    button.disabled = true;
    try {
      for (const [name, value] of Object.entries(await fill(form))) form.elements[name].value = value;
      form.submit();
    } catch (error) {
      told.textContent = reason(error, form.dataset.origin);
      button.disabled = false;
      button.focus();
    }
  }

  for (const form of document.querySelectorAll("form[data-create], form[data-challenge]")) {
    form.querySelector("button").disabled = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      send(form);
    });
  }

  return { bytes, text, make, sign, reason };
})();
