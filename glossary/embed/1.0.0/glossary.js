// The embed element. Two markups, and in both the partner's own link is what stays if anything at all goes wrong:
//
//   <glossary-term term="csam"><a href="…">CSAM</a></glossary-term>
//   <a data-glossary-term="csam" href="…">CSAM</a>            for editors that strip custom elements
//
// A toggletip: a real button in a shadow root that opens a card. The light DOM is never changed, but that a link of the second
// markup gets a sibling and one data attribute. Everything that the card can say comes with one request per language, made
// before anything is opened, so that no request tells which word a reader looks up.

const NAME = "glossary-term";
const LINK = "data-" + NAME;
const REPLACED = "data-glossary-replaced";

// Included twice, or in two versions: the first one works. No popover in this browser: the links work.
if (!customElements.get(NAME) && "popover" in HTMLElement.prototype) {
  const SOURCE = "en";
  // The folder that holds embed/ and v1/, on our service or copied to the partner's own site; a query may hold anything.
  const ROOT = import.meta.url.replace(/[?#].*/, "").replace(/^(.*\/)embed\/.*/, "$1");
  const anchored = CSS.supports("position-try-fallbacks:flip-block");

  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };

  // Constructed, because a partner's style-src 'self' forbids <style> and style="". The card starts from nothing
  // (all:initial), so that a term in a heading does not get a card in the heading's type; its type is the reader's own size.
  const style = sheet(`button{all:unset;cursor:pointer}
#b{text-decoration:underline dotted;text-underline-offset:.2em;overflow-wrap:anywhere;-webkit-user-select:text;user-select:text}
:focus-visible,#c:focus-visible{outline:2px solid;outline-offset:2px}
#c{all:initial;position:fixed;display:block;box-sizing:border-box;overflow:auto;overscroll-behavior:contain;overflow-wrap:anywhere;
--w:min(var(--glossary-width,26em),100% - 16px);width:var(--w);max-height:calc(100% - 16px);margin:4px 0;padding:1em 1.15em;
--t:var(--glossary-color,#1d1f23);--l:var(--glossary-accent,#0b57a4);
color:var(--t);background:var(--glossary-background,#fff);border:1px solid var(--glossary-border,#767c85);border-radius:.5em;
box-shadow:0 .25em 1.25em #0003;font:medium/1.5 var(--glossary-font,system-ui,sans-serif)}
#c:not(:popover-open){display:none}
p,ul{margin:.6em 0 0;padding:0}
small{display:block;font-size:.875em;padding-inline-end:2em}
b,span{unicode-bidi:isolate}
li{list-style:none}
ul a{display:inline-block;padding:.15em 0}
a{color:var(--l)}
#h{font-size:.875em;border-top:1px solid;border-color:var(--glossary-border,#767c8566);margin-top:.9em;padding-top:.6em}
#h ul{margin-top:.15em}
[part=fallback]{font-size:.875em;border-inline-start:3px solid var(--l);padding-inline-start:.6em}
#x{position:absolute;top:.35em;inset-inline-end:.35em;width:1.75em;min-width:24px;line-height:1.75em;min-height:24px;text-align:center;border-radius:.25em}
#x:hover{outline:1px solid}
@media(prefers-color-scheme:dark){#c{color-scheme:dark;--t:var(--glossary-color,#e8eaed);--l:var(--glossary-accent,#9cc7ff);background:var(--glossary-background,#202328);border-color:var(--glossary-border,#8b929c)}}
@media print{#b{text-decoration:none}#c{display:none!important}}
` + (anchored ? `#b{anchor-name:--g}
#c{position-anchor:--g;position-visibility:always;top:anchor(bottom);inset-inline-start:clamp(8px,anchor(self-start),100% - 8px - var(--w));position-try-fallbacks:flip-block,--f}
@position-try --f{position-anchor:--n;inset:auto 8px 4px;margin-inline:auto}` : ""));

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children); // strings become text, never markup
    return element;
  };

  // A link to the web, or nothing: a bundle can not make a reader run a script.
  const webLink = (url, label, attributes) => {
    if (!/^https?:\/\//i.test(url)) return "";
    const made = make("a", { ...attributes, href: url, rel: "noreferrer noopener" }, label);
    return made.host && made;
  };

  const primary = (tag) => tag.split("-")[0];

  const languageOf = (node, tag) => {
    for (; !tag && node; node = node.parentNode ?? node.host) tag = node.lang;
    try {
      return Intl.getCanonicalLocales(tag.replace(/_/g, "-"))[0];
    } catch {
      return SOURCE;
    }
  };

  // Throws for anything but strings, so that a malformed bundle leaves the partner's link alone.
  const strings = (...values) => {
    if (!values.every((value) => typeof value == "string")) throw 0;
  };

  const request = async (tag) => {
    let reason = "network";
    try {
      const answer = await fetch(`${ROOT}v1/${tag}/bundle.json`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(1e4),
      });
      if (answer.status == 404 && tag != SOURCE) return load(tag.replace(/-?[^-]+$/, "") || SOURCE);
      reason = "status";
      if (!answer.ok) throw 0;
      reason = "malformed";
      const { entries, help, interface: { language, direction }, page, strings: { close, more, notice, help: heading } } =
        await answer.json();
      strings(language, direction, page, close, more, notice, heading, ...help.flatMap(({ label, url }) => [label, url]));
      return { entries: Object(entries), help, lang: { lang: language, dir: direction }, page, close, more, notice, heading };
    } catch (error) {
      return error.name == "TimeoutError" ? "timeout" : reason;
    }
  };

  // By language, what is or was asked for: a promise of what the card needs, or of the reason why there is nothing.
  const loading = new Map();
  const load = (tag) => {
    if (!loading.has(tag)) {
      const answer = request(tag);
      loading.set(tag, answer);
      // A failure is kept for a while: an element that comes later may try again, none tries at once.
      answer.then(({ entries }) => entries || setTimeout(() => loading.delete(tag), 3e4));
    }
    return loading.get(tag);
  };

  const live = new Set();

  class GlossaryTerm extends HTMLElement {
    static observedAttributes = ["term", "deflang"];
    #turn = {}; // what is shown or being fetched; another object as soon as that is out of date
    #root = this.attachShadow({ mode: "open" });
    #button;
    #card;
    #open = false;
    link; // of the second markup: the link that this element stands in for

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [style];
      this.#reset();
    }

    connectedCallback() {
      live.add(this);
      watch(this.getRootNode());
      this.refresh();
    }

    disconnectedCallback() {
      live.delete(this);
      this.#reset();
      this.#turn = {};
    }

    attributeChangedCallback() {
      this.refresh();
    }

    show() {
      if (!this.#button || this.#open) return;
      if (!this.#card) this.#build();
      this.#card.showPopover({ source: this.#button });
      if (!anchored) this.#place();
      this.#card.focus();
      this.#toggled(true);
    }

    hide() {
      if (this.#open) this.#card.hidePopover();
    }

    // Follows the page: cheap where nothing changed, because every change of the page calls it.
    async refresh() {
      if (!this.isConnected) return;
      const source = this.link ?? this;
      const name = this.link ? LINK : "term";
      const term = source.getAttribute(name);
      const tag = languageOf(source, source.getAttribute(this.link ? "data-glossary-deflang" : "deflang"));
      const key = tag + term;
      if (this.#turn.key == key) return this.#copy();
      const turn = (this.#turn = { key, term, tag });
      this.#reset();
      if (!term) return;
      let reason = await load(tag);
      if (turn != this.#turn) return;
      if (reason.entries) {
        turn.bundle = reason;
        reason = "unknown-term";
        if (Object.hasOwn(turn.bundle.entries, term)) {
          try {
            const entry = (turn.entry = turn.bundle.entries[term]);
            strings(entry.language, entry.direction, entry.term || 0, entry.definition || 0, entry.abbreviation ?? "", entry.fallback ?? "");
            return this.#ready();
          } catch {
            reason = "malformed";
          }
        }
      }
      this.#fire("error", { reason });
    }

    #ready() {
      const source = this.link ?? this;
      const { lang } = this.link ?? this.querySelector("[lang]") ?? this; // of the copied text
      const focused = source.matches(":focus-within"); // a reader who just got to the link stays where they are
      this.#button = make("button", { id: "b", type: "button", part: "button", "aria-haspopup": "dialog", "aria-expanded": false });
      this.#button.onclick = (event) => {
        event.preventDefault(); // what the browser does for popoverTargetElement is not all that show() does
        this.#open ? this.hide() : this.show();
      };
      if (lang) this.#button.lang = lang;
      this.#copy();
      this.#root.replaceChildren(this.#button);
      this.link?.setAttribute(REPLACED, "");
      if (focused) this.#button.focus();
      this.#fire("ready");
    }

    // The text is copied and not slotted: a link inside a button would be interactive content in interactive content.
    #copy() {
      const text = (this.link ?? this).textContent.trim() || this.#turn.entry?.term;
      if (this.#button && this.#button.textContent != text) this.#button.textContent = text;
    }

    #reset() {
      this.#toggled(false);
      this.#button = this.#card = null;
      this.#root.replaceChildren(make("slot"));
      this.link?.removeAttribute(REPLACED); // also of a page that was copied or saved after the upgrade
    }

    #build() {
      const { term, tag, bundle, entry } = this.#turn;
      const { language: lang, direction: dir, fallback } = entry;
      let other = fallback;
      if (!fallback && primary(lang) != primary(tag)) {
        try {
          other = new Intl.DisplayNames(lang, { type: "language" }).of(lang);
        } catch {
          other = lang;
        }
      }
      const more = webLink(bundle.page.replace("{id}", encodeURIComponent(term)), bundle.more, { part: "more" });
      const help = bundle.help.map(({ label, url }) => webLink(url, label)).filter(Boolean);
      const close = make("button", { id: "x", type: "button", part: "close", "aria-label": bundle.close }, "×");
      close.onclick = () => this.hide();
      const card = (this.#card = make(
        "div",
        { ...bundle.lang, id: "c", part: "card", popover: "auto", role: "dialog", "aria-labelledby": "t", "aria-describedby": "n d", tabindex: -1 },
        make("small", { id: "n", part: "notice" }, bundle.notice),
        make(
          "p",
          { lang, dir },
          make("b", { id: "t", part: "term" }, entry.term),
          (entry.abbreviation ? ` (${entry.abbreviation})` : "") + (primary(lang) == "fr" ? "\xa0: " : ": "),
          make("span", { id: "d", part: "definition" }, entry.definition),
        ),
        other ? make("p", fallback ? { part: "fallback" } : { part: "fallback", lang, dir }, other) : "",
        more && make("p", {}, more),
        help.length ? make("div", { id: "h", part: "help" }, bundle.heading, make("ul", {}, ...help.map((item) => make("li", {}, item)))) : "",
        close,
      ));
      card.onbeforetoggle = ({ newState }) => {
        if (newState == "closed") this.#toggled(false);
      };
      this.#button.popoverTargetElement = card; // else a click on the button of an open card closes it, and opens it again
      this.#root.append(card);
    }

    #toggled(open) {
      if (this.#open == open) return;
      this.#open = open;
      this.#button.setAttribute("aria-expanded", open);
      // Escape and the close button leave the focus in the card; who clicked elsewhere has moved it already.
      if (!open && this.#card.contains(this.#root.activeElement)) this.#button.focus();
      this.#fire(open ? "open" : "close");
    }

    // For browsers without anchor positioning: where it fits, inside the viewport.
    #place() {
      const { left, right, top, bottom } = this.#button.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height, style, dir } = this.#card;
      const { clientWidth, clientHeight } = document.documentElement;
      const fit = (value, most) => Math.max(4, Math.min(value, most - 8)) + "px";
      style.left = fit(dir == "rtl" ? right - width : left, clientWidth - width);
      style.top = fit(bottom + height + 12 > clientHeight && top > height + 12 ? top - height - 8 : bottom, clientHeight - height);
    }

    #fire(name, more) {
      const detail = { term: this.#turn.term, ...more };
      (this.link ?? this).dispatchEvent(new CustomEvent("glossary-" + name, { bubbles: true, composed: true, detail }));
    }
  }

  const twins = new Map();

  const follow = () => {
    for (const [link, twin] of twins) {
      if (!link.isConnected || !link.hasAttribute(LINK)) {
        twins.delete(link);
        twin.remove();
      }
    }
    for (const link of document.querySelectorAll(`a[${LINK}]:not(${NAME} a)`)) {
      const twin = twins.get(link);
      if (!twin && !link.isContentEditable) {
        const made = new GlossaryTerm();
        made.link = link;
        twins.set(link, made);
        link.after(made);
      } else if (twin?.isConnected && twin.previousSibling != link) {
        link.after(twin); // the link was moved; who removed only the twin does not want it
      }
    }
    for (const element of live) element.refresh();
  };

  const observer = new MutationObserver(follow);
  const watch = (root) =>
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["lang", LINK, "data-glossary-deflang"],
    });

  customElements.define(NAME, GlossaryTerm);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(`[${REPLACED}]{display:none!important}`)];
  watch(document);
  follow();
}
