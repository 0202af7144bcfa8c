/* Verdicts on a text. The words that are signed are taken from the page, as it shows them: from them the script makes the
   record, its line and its digest, and has a passkey sign that. */
"use strict";

(() => {
  const form = document.getElementById("approve");

  /* The words of one side of the page, by field. */
  const shown = side => Object.fromEntries(
    Array.from(document.querySelectorAll(`[data-${side}]`), each => [each.dataset[side], each.textContent]));

  async function made(page) {
    const text = shown("words"), english = shown("english");
    const source = page.record.language == "en" ? null : await glossaryRecord.textDigest(english);
    const role = new FormData(form).get("role");
    return { ...page.record, role, source, text };
  }

  async function approve() {
    const page = JSON.parse(form.dataset.page), record = await made(page);
    const digest = await glossaryRecord.paperDigest(record.text, record.source);
    document.getElementById("digest").textContent = digest;
    if (digest != page.digest) throw new Error("this page does not show the words that the desk has; load it again");
    const line = await glossaryRecord.line(record);
    const challenge = await glossaryRecord.challenge(page.namespace, line);
    const fields = await passkeys.sign(challenge, page.site, page.credentials);
    for (const [name, value] of Object.entries({ ...fields, line: line.trimEnd() })) form.elements[name].value = value;
    form.submit();
  }

  async function start() {
    const told = form.querySelector("[role=alert]"), button = form.querySelector("button");
    told.textContent = "";
    button.disabled = true;
    try {
      await approve();
    } catch (error) {
      told.textContent = error instanceof DOMException ? passkeys.reason(error, form.dataset.origin) : `Nothing was done: ${error.message}.`;
      button.disabled = false;
      button.focus();
    }
  }

  if (form) {
    form.querySelector("button").disabled = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      start();
    });
  }
})();
