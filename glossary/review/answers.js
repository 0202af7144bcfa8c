// A reviewer's answers in one file from disk: the records of what they approve, in the words that are shown, and what they ask to change.
(() => {
  "use strict";
  const FEW = 200; // milliseconds between two files: browsers drop some that come at once
  const get = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const { language, namespace, newest } = get("main").dataset;
  const texts = all("[data-concept]");
  let files = [], saved = true, latest = 0;

  const words = text => Object.fromEntries(all("[data-field]", text).map(cell => [cell.dataset.field, cell.textContent]));

  // Midnight of the day, or what follows the newest record of that day; each text has a second of its own.
  const stated = (day, index) => {
    const midnight = Date.parse(`${day}T00:00:00Z`), last = midnight + 86399000;
    const first = newest.startsWith(day) ? Date.parse(newest) + 1000 : midnight;
    return new Date(Math.min(first + index * 1000, last)).toISOString().replace(".000Z", "Z");
  };

  const you = () => ({ who: get("#who").value.trim(), role: get("#role").value, day: get("#day").value });
  const isId = who => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(who);

  const asked = text => {
    const change = get(".change", text);
    const reason = change ? get(".reason", change).value.trim() : "", proposed = change ? get(".words", change).value.trim() : "";
    if (!reason && !proposed) return null;
    const field = get(".which", change).value;
    const cell = all("tr.field", text).find(row => row.dataset.name == field).lastElementChild;
    return { concept: text.dataset.concept, field, reason, words: proposed, read: cell.textContent };
  };

  const approval = async (text, index, { who, role, day }) => {
    const { concept, source, digest } = text.dataset;
    const record = { when: stated(day, index), who, role, verdict: "approve", language, concept, source: source || null, text: words(text) };
    if (await glossaryRecord.paperDigest(record.text, record.source) != digest) throw new Error("This page was changed: these words are not those of the digest.");
    return { name: `${language}-${concept}-${who}.line`, digest, content: await glossaryRecord.line(record) };
  };

  const objection = (text, change) => {
    if (!change) return "";
    if (get(".approve", text)?.checked && words(text)[change.field] !== undefined) return "You approve words that you want changed: choose one.";
    return change.reason ? "" : "Say why: the translator needs a reason.";
  };

  const show = (text, wrong) => {
    const place = get(".verdict .wrong", text);
    place.textContent = wrong;
    place.hidden = !wrong;
    return !wrong;
  };

  const linked = ({ dataset: { concept } }) => {
    const row = document.createElement("li"), to = document.createElement("a");
    Object.assign(to, { href: `#${concept}`, textContent: concept });
    row.append(to);
    return row;
  };

  const shown = file => {
    const row = document.createElement("li"), button = document.createElement("button"), content = document.createElement("pre"), name = document.createElement("code");
    name.textContent = file.name;
    button.type = "button";
    button.textContent = "Save this file";
    button.setAttribute("aria-label", `Save ${file.name}`);
    button.addEventListener("click", () => save(file));
    content.textContent = file.content;
    content.tabIndex = 0;
    content.setAttribute("aria-label", file.name);
    row.append(name, file.digest ? ` · digest ${file.digest} ` : " ", button, content);
    return row;
  };

  const save = file => {
    const link = document.createElement("a"), address = URL.createObjectURL(new Blob([file.content], { type: "application/octet-stream" }));
    Object.assign(link, { href: address, download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  const collected = async () => {
    const { who, role, day } = you(), changes = [], made = [];
    let good = true;
    for (const [index, text] of texts.entries()) {
      const approved = Boolean(get(".approve", text)?.checked), change = asked(text);
      get(".verdict", text).classList.toggle("chosen", approved || Boolean(change));
      const wrong = objection(text, change);
      good = show(text, wrong) && good;
      if (wrong) continue;
      if (change) changes.push(change);
      if (approved && isId(who) && role && day) {
        try {
          made.push(await approval(text, index, { who, role, day }));
        } catch (error) {
          good = show(text, error.message);
        }
      }
    }
    if (changes.length && isId(who) && day) {
      made.push({ name: `${language}-${who}.comments.json`, content: `${JSON.stringify({ language, who, day, comments: changes }, null, 2)}\n` });
    }
    get("#unready ul").replaceChildren(...texts.filter(text => !get(".verdict .wrong", text).hidden).map(linked));
    get("#unready").hidden = good;
    return { made, good, answered: texts.some(text => get(".chosen", text)) };
  };

  // What is still missing at the top, in words.
  const missing = answered => {
    const { who, role, day } = you();
    if (!answered) return "Nothing is answered yet.";
    if (!isId(who)) return "Give your pseudonym, at the top.";
    if (!day) return "Give the day, at the top.";
    return !role && texts.some(text => get(".approve", text)?.checked) ? "Choose what you vouch for, at the top." : "";
  };

  const summary = made => {
    const { who, role, day } = you(), lines = made.filter(file => file.digest).length;
    return `${lines} approved by “${who}”${role ? ` for ${role}` : ""}, on ${day}` +
      `${made.length > lines ? "; changes asked for in one more file" : ""}. This is exactly what is saved:`;
  };

  const update = async () => {
    const turn = ++latest, { who } = you(), { made, good, answered } = await collected();
    if (turn != latest) return; // somebody went on typing
    files = made;
    saved = !answered;
    get("#who-wrong").hidden = !who || isId(who);
    get("#summary").textContent = missing(answered) || summary(made);
    get("#files").replaceChildren(...made.map(shown));
    get("#save").disabled = !made.length || !good || Boolean(missing(answered));
    get("#command").textContent = `ssh-keygen -Y sign -n ${namespace} -f ~/.keys/${isId(who) ? who : "YOUR-KEY"} *.line`;
  };

  get("#save").addEventListener("click", async () => {
    for (const file of files) {
      save(file);
      await new Promise(done => setTimeout(done, FEW));
    }
    saved = true;
  });
  get("#day").value = new Date().toISOString().slice(0, 10);
  addEventListener("input", update);
  addEventListener("beforeunload", event => { if (!saved) event.preventDefault(); });
  update();
})();
