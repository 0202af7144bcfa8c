/* Verdicts on a text. The words that are signed are taken from the page, as it shows them: from them the script makes the
   record, its line and its digest, and has a passkey sign that. The next text is fetched meanwhile, and shown when the verdict
   is written. */
"use strict";

(() => {
  const found = name => document.getElementById(name);

  /* The words of one side of the page, by field. */
  const shown = side => Object.fromEntries(
    Array.from(document.querySelectorAll(`[data-${side}]`), each => [each.dataset[side], each.textContent]));

  /* The time that an approval states: a second after the one before it, which a page that was fetched earlier does not know. */
  function stated(when, language) {
    const before = sessionStorage.getItem(`when-${language}`);
    if (!before || when > before || when.slice(0, 10) != before.slice(0, 10)) return when;
    return new Date(Date.parse(before) + 1000).toISOString().replace(".000Z", "Z");
  }

  async function made(page, form) {
    const text = shown("words"), { language } = page.record;
    const source = language == "en" ? null : await glossaryRecord.textDigest(shown("english"));
    const role = new FormData(form).get("role");
    return { ...page.record, when: stated(page.record.when, language), role, source, text };
  }

  /* The record of the words that the page shows now, with their sixteen digits shown. */
  async function shownRecord(form) {
    const page = JSON.parse(form.dataset.page), record = await made(page, form);
    const digest = await glossaryRecord.paperDigest(record.text, record.source);
    found("digest").textContent = digest;
    if (digest != page.digest) throw new Error("this page does not show the words that the desk has; load it again");
    return { page, record };
  }

  async function signed(form) {
    const { page, record } = await shownRecord(form);
    const line = await glossaryRecord.line(record);
    const challenge = await glossaryRecord.challenge(page.namespace, line);
    const fields = await passkeys.sign(challenge, page.site, page.credentials);
    for (const [name, value] of Object.entries({ ...fields, line: line.trimEnd() })) form.elements[name].value = value;
    sessionStorage.setItem(`when-${record.language}`, record.when);
  }

  /* A page as a document; null where it cannot be had. */
  const fetched = address => fetch(address)
    .then(async answer => answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null)
    .catch(() => null);

  function show(page, address, words) {
    const main = document.adoptNode(page.querySelector("main"));
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    history.pushState(null, "", address);
    const done = document.createElement("p");
    done.className = "done";
    done.setAttribute("role", "status");
    main.querySelector("h1").after(done);
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    begin();
    done.textContent = words;
  }

  /* Send the verdict; a redirect says that it is written. Where it is not, the server's page says why and holds it. */
  async function send(form, next) {
    const said = document.querySelector("h1").textContent;
    const page = next && await next.page;
    if (!page || !page.querySelector("main .verdict")) return form.submit();
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    if (answer.type != "opaqueredirect") return form.submit();
    show(page, next.address, `Your approval is in your batch: “${said}”. This is the next text.`);
  }

  async function start(form) {
    const told = form.querySelector("[role=alert]"), button = form.querySelector("button"), link = found("next");
    told.textContent = "";
    button.disabled = true;
    try {
      const next = link && { address: link.href, page: fetched(`${link.href}?after=${location.pathname.slice(1)}`) };
      await signed(form);
      await send(form, next);
    } catch (error) {
      told.textContent = error instanceof DOMException ? passkeys.reason(error, form.dataset.origin) : `Nothing was done: ${error.message}.`;
      button.disabled = false;
      button.focus();
    }
  }

  function begin() {
    const form = found("approve");
    if (!form) return;
    form.querySelector("button").disabled = false;
    shownRecord(form).catch(error => {
      form.querySelector("[role=alert]").textContent = `Nothing can be approved here: ${error.message}.`;
    });
    form.addEventListener("submit", event => {
      event.preventDefault();
      start(form);
    });
  }

  addEventListener("popstate", () => location.reload());
  begin();
})();
