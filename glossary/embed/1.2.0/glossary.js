// The embed element. Three markups, and in all of them the partner's own link is what stays if anything at all goes wrong:
//
//   <glossary-term term="csam"><a href="…">CSAM</a></glossary-term>
//   <a data-glossary-term="csam" href="…">CSAM</a>            for editors that strip custom elements
//   <a href="https://glossary.example.org/en/csam/">CSAM</a>  for editors that strip attributes too: glossary.js?links
//
// A toggletip: a word that opens a card when it is activated. The first markup gets a button in its shadow root. A link of the
// others stays where it is and opens the card itself: nothing is inserted beside it, because a framework that takes over the
// page's markup (hydration) stops at what it did not write. Everything that the card can say is asked for before anything is
// opened, so that no request tells which word a reader looks up: with one request per language, and in a large glossary one more
// for each part of it, of a hundred concepts or more, that words of the page are in.
//
// It imports no other module: the integrity hash of this file would not cover it. Properties that begin with _ are its own; they
// get short names when it is minified.

const NAME = "glossary-term";
const DATA = "data-glossary-";

// Included twice, or in two versions: the first one works. No popover or light-dark() in this browser: the links work.
if (!customElements.get(NAME) && "popover" in HTMLElement.prototype && CSS.supports("color:light-dark(red,red)")) {
  const SOURCE = "en";
  const UNKNOWN = "unknown-term";
  const URL_HERE = new URL(import.meta.url);
  // The folder that holds embed/ and v1/, on our service or copied to the partner's own site; a query may hold anything.
  const ROOT = URL_HERE.href.replace(/[?#].*/, "").replace(/^(.*\/)embed\/.*/, "$1");
  // Where the pages are whose plain links are taken over; null: none. A copy on the partner's own site names our address.
  const links = URL_HERE.searchParams.get("links");
  const PAGES = links == null ? links : links || ROOT;
  const LINKS = `a[${DATA}term]:not(${NAME} a)` + (PAGES ? `,a[href^=${CSS.escape(PAGES)}]:not(${NAME} a)` : "");

  // Constructed, because a partner's style-src 'self' forbids <style> and style="". The card starts from nothing
  // (all:initial), so that a term in a heading does not get a card in the heading's type; its type is the reader's own size.
  // Help and the close button stay in view while the text scrolls.
  const style = new CSSStyleSheet();
  style.replaceSync(`\
button{all:unset;cursor:pointer}\
#b{text-decoration:underline dotted;text-underline-offset:.2em;overflow-wrap:anywhere;user-select:text}\
:focus-visible,#c:focus-visible{outline:2px solid;outline-offset:2px}\
#c{all:initial;position:absolute;display:flex;flex-direction:column;box-sizing:border-box;overflow:auto;overscroll-behavior:contain;\
overflow-wrap:anywhere;scroll-padding:2.5em 0 6em;width:min(var(--glossary-width,26em),100% - 16px);padding:0 1.15em;\
color:var(--glossary-color,light-dark(#1d1f23,#e8eaed));background:var(--glossary-background,light-dark(#fff,#202328));--l:var(--glossary-accent,light-dark(#0b57a4,#9cc7ff));\
border:1px solid var(--glossary-border,#767c85);border-radius:.5em;\
box-shadow:0 .25em 1.25em #0003;font:medium/1.5 var(--glossary-font,system-ui,sans-serif)}\
#c:not(:popover-open){display:none}\
#c>*{flex:none}\
p,ul{margin:.6em 0 0;padding:0}\
small,#h{display:block;font-size:.875em}\
b,span{unicode-bidi:isolate}\
a{color:var(--l)}\
#n{margin-top:1em;padding-inline-end:2em}\
#h{position:sticky;bottom:0;background:inherit;border-top:1px solid var(--glossary-border,#767c8566);margin:.9em -1.3em 0;padding:.4em 1.3em .6em}\
#h ul{display:inline;margin:0}\
li{display:inline-block;margin-inline-end:.8em}\
li a{display:inline-block;padding:.15em 0}\
.s li:not(:last-child){display:none}\
#f{font-size:.875em;border-inline-start:3px solid var(--l);padding-inline-start:.6em}\
#x{order:-1;align-self:end;position:sticky;top:.35em;width:max(24px,1.75em);line-height:max(24px,1.75em);margin:.35em -.8em -2.1em;text-align:center;background:inherit;border-radius:.25em}\
@media print{#b{text-decoration:none}#c{display:none!important}}\
`);

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children); // strings become text, never markup
    return element;
  };

  // A link to the web, or nothing: a bundle cannot make a reader run a script.
  const webLink = (url, label, attributes) => {
    if (!/^https?:\/\//i.test(url)) return "";
    const made = make("a", { ...attributes, href: url, rel: "noreferrer noopener" }, label);
    return made.host && made;
  };

  // A tag that the service answers: at most 35 characters, its language of two or three letters; of a longer one the language.
  const languageOf = (node, tag) => {
    for (; !tag && node; node = node.parentNode ?? node.host) tag = node.lang;
    try {
      return Intl.getCanonicalLocales(tag.replace(/_/g, "-"))[0].match(/^\w{2,3}(-.{1,31}$|(?=-)|$)/)[0];
    } catch {
      return SOURCE;
    }
  };

  // Throws for anything but strings, so that a malformed bundle leaves the partner's link alone.
  const strings = (...values) => {
    if (!values.every((value) => typeof value == "string")) throw 0;
  };

  // A file of a bundle, or why there is none: a reason, or the status that is no success.
  const request = async (path) => {
    let reason = "network";
    try {
      const answer = await fetch(`${ROOT}v1/${path}.json`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(1e4),
      });
      if (!answer.ok) return { reason: answer.status };
      reason = "malformed";
      const file = await answer.json();
      return { ...file, entries: { __proto__: null, ...file.entries } };
    } catch (error) {
      return { reason: error.name == "TimeoutError" ? "timeout" : reason };
    }
  };

  // By path, what is or was asked for: a promise of it.
  const loading = new Map();
  const load = (path) => {
    if (!loading.has(path)) {
      const answer = request(path);
      loading.set(path, answer);
      // A failure is kept for a while: an element that comes later may try again, none tries at once.
      answer.then(({ reason }) => reason && setTimeout(() => loading.delete(path), 3e4));
    }
    return loading.get(path);
  };

  // The entry that an editor means, by its id, its abbreviation or its term, in small letters, with the head of its bundle; else
  // the reason why there is none. In a large glossary the part that has a name follows from the name; a name that is no id leads
  // to one.
  const find = async (tag, id) => {
    const bundle = await load(tag + "/bundle/head");
    // The service and its export answer any tag; a plain file server has the offered ones.
    if (bundle.reason == 404 && tag != SOURCE) return find(tag.replace(/-?[^-]+$/, "") || SOURCE, id);
    for (let part = bundle, turns = 2; turns-- && id; id = part.names?.[id]) {
      if (bundle.parts) {
        const number = [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt()) % bundle.parts, 0);
        part = await load(bundle.language + "/bundle/" + number);
      }
      if (part.reason) return part;
      if (id in part.entries) return { bundle, id, entry: part.entries[id] };
    }
    return { reason: UNKNOWN };
  };

  const live = new Map(); // by element, or by link
  const told = new Set();
  let opened; // the element whose card is open

  class GlossaryTerm extends HTMLElement {
    #turn = {}; // what is shown or being fetched; another object as soon as that is out of date
    #root = this.attachShadow({ mode: "open" });
    #button; // what opens the card, as soon as there is a card to open: a button here, or the link
    #card;
    #open = false;
    #pressed; // the pointer went down on the button while the card was open, which closes it before the click comes

    // link: of the other markups, the link that opens the card. The element itself is in the page only while the card is open.
    constructor(link) {
      super();
      this._link = link;
      if (link) this.style.display = "contents"; // no box in a page whose body is a grid
      this.#root.adoptedStyleSheets = [style];
      this._reset();
    }

    connectedCallback() {
      if (this._link) return;
      live.set(this, this);
      watch(this.getRootNode());
      this._refresh();
    }

    disconnectedCallback() {
      if (this._link) return this.#toggled(false);
      live.delete(this);
      this._reset();
    }

    handleEvent(event) {
      if (!this.#button) return;
      if (event.type != "click") return (this.#pressed = this.#open);
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab, as for any link
      event.preventDefault();
      event.stopPropagation(); // what counts outgoing links does not hear which word was opened
      this.#open || (event.detail && this.#pressed) ? this.hide() : this.show();
    }

    show() {
      if (!this.#button || this.#open) return;
      if (!this.#card) this.#build();
      if (this._link) (this._link.closest("dialog") ?? document.body).append(this);
      this.#card.style.colorScheme = this.#attribute("scheme") || getComputedStyle(this.#button).colorScheme;
      this.#card.showPopover({ source: this.#button });
      this._place();
      this.#card.focus({ preventScroll: true });
      this.#toggled(true);
    }

    hide() {
      if (this.#open) this.#card.hidePopover();
    }

    // Follows the page: cheap where nothing changed, because every change of the page calls it.
    async _refresh() {
      const source = this._link ?? this;
      if (!source.isConnected) return;
      let term = this.#attribute("term");
      let tag = this.#attribute("deflang");
      const plain = term == null && this._link;
      if (plain) [, tag, term] = /^([^/]+)\/([^/]+)\/?([?#]|$)/.exec(source.href.slice(PAGES?.length)) ?? [];
      tag = languageOf(source, tag);
      const key = tag + term;
      if (this.#turn.key == key) return this.#copy();
      const turn = { key, term, tag };
      this._reset(turn);
      if (!term) return;
      const found = await find(tag, term.trim().toLowerCase());
      if (turn != this.#turn) return;
      let { bundle, entry, reason } = Object.assign(turn, found);
      if (bundle) {
        try {
          const { interface: speech, page, strings: said, help } = bundle;
          help.map(({ label, url }) => strings(label, url));
          strings(
            ...[speech.language, speech.direction, page, said.close, said.more, said.notice, said.help],
            ...[entry.language, entry.direction, entry.term || 0, entry.definition || 0],
            ...[entry.abbreviation ?? "", entry.fallback ?? "", entry.source ?? ""],
          );
          return this.#ready();
        } catch {
          reason = "malformed";
        }
      }
      if (reason == UNKNOWN) {
        if (plain) return; // our other pages are no terms
        if (!told.has(term)) {
          told.add(term);
          console.warn(NAME, "no entry for", term);
        }
      }
      this.#fire("error", { reason: reason > 0 ? "status" : reason });
    }

    #attribute(name) {
      return (this._link ?? this).getAttribute((this._link ? DATA : "") + name);
    }

    #ready() {
      if (this._link) this.#button = this._link;
      else {
        const { lang } = this.querySelector("[lang]") ?? this; // of the copied text
        const focused = this.matches(":focus-within"); // a reader who just got to the link stays where they are
        this.#button = make("button", { id: "b", type: "button", part: "button" });
        if (lang) this.#button.lang = lang;
        this.#copy();
        this.#root.replaceChildren(this.#button);
        if (focused) this.#button.focus();
      }
      this.#button.addEventListener("pointerdown", this);
      this.#button.addEventListener("click", this);
      this.#button.ariaHasPopup = "dialog";
      this.#button.ariaExpanded = false;
      this.#fire("ready");
    }

    // The text is copied and not slotted: a link inside a button would be interactive content in interactive content.
    #copy() {
      if (this._link || !this.#button) return;
      const text = this.textContent.trim() || this.#turn.entry.term;
      if (this.#button.textContent != text) this.#button.textContent = text;
    }

    _reset(turn = {}) {
      this.#toggled(false);
      this.#turn = turn;
      if (this._link) {
        this.remove();
        this._link.ariaHasPopup = this._link.ariaExpanded = null;
      }
      this.#button = this.#card = null;
      this.#root.replaceChildren(make("slot"));
    }

    #build() {
      const { id, tag, bundle, entry } = this.#turn;
      let { language: lang, direction: dir, fallback } = entry;
      const { strings: said, interface: speech } = bundle;
      // The service has no such language, and its English bundle answers; of a language that it has it says so by itself.
      if (!fallback && bundle.language == SOURCE && !/^en\b/.test(tag)) {
        fallback = `${new Intl.DisplayNames(SOURCE, { type: "language" }).of(tag)}: ${said.unknown ?? ""}`;
      }
      const more = webLink(bundle.page.replace("{id}", encodeURIComponent(id)), said.more, { part: "more" });
      const help = bundle.help.map(({ label, url }) => make("li", {}, webLink(url, label))).filter((item) => item.firstElementChild);
      const close = make("button", { id: "x", type: "button", part: "close", "aria-label": said.close }, "×");
      close.onclick = () => this.hide();
      const card = (this.#card = make(
        "div",
        { lang: speech.language, dir: speech.direction, id: "c", part: "card", popover: "auto", role: "dialog", "aria-labelledby": "t", "aria-describedby": "n f d", tabindex: -1 },
        make("small", { id: "n", part: "notice" }, said.notice),
        fallback ? make("p", { id: "f", part: "fallback" }, fallback) : "",
        make(
          "p",
          { lang, dir },
          make("b", { id: "t", part: "term" }, entry.term),
          (entry.abbreviation ? ` (${entry.abbreviation})` : "") + (/^fr\b/.test(lang) ? "\xa0: " : ": "),
          make("span", { id: "d", part: "definition" }, entry.definition),
        ),
        make("p", {}, entry.source ? make("small", { part: "source" }, entry.source) : "", more),
        help.length ? make("div", { id: "h", part: "help" }, said.help + "\u2002", make("ul", {}, ...help)) : "",
        close,
      ));
      card.onbeforetoggle = ({ newState }) => {
        if (newState == "closed") this.#toggled(false);
      };
      card.ontoggle = () => this._link && !this.#open && this.remove();
      this.#root.append(card);
    }

    #toggled(open) {
      if (this.#open == open) return;
      this.#open = open;
      opened = open ? this : null;
      this.#button.ariaExpanded = open;
      // Escape and the close button leave the focus in the card; who clicked elsewhere has moved it already.
      if (!open && this.#card.contains(this.#root.activeElement)) this.#button.focus();
      this.#fire(open ? "open" : "close");
    }

    // Below the word, or above it; where it fits in neither place, beside it; else where there is more room, smaller, and it
    // scrolls. The whole card is in the window and the word is not covered. Measured, because browsers do this wrongly by
    // themselves (WebKitGTK 2.50 with position-try-fallbacks). Absolute, so that it goes with the page as it scrolls.
    _place() {
      const { left, right, top, bottom } = this.#button.getBoundingClientRect();
      const { style, classList, dir, scrollTop } = this.#card;
      const width = document.documentElement.clientWidth - 16;
      const height = innerHeight - 16;
      const [above, below] = [top - 12, height - bottom + 4].map((room) => Math.min(room, height));
      const within = (value, size, room) => Math.max(8, Math.min(value, room - size + 8));
      style.maxHeight = "";
      classList.remove("s");
      const { offsetWidth } = this.#card;
      let { offsetHeight } = this.#card;
      let x = dir == "rtl" ? right - offsetWidth : left;
      let y = bottom + 4;
      if (offsetHeight > below) {
        y = top - 4 - offsetHeight;
        if (offsetHeight > above) {
          const beside = width - right + 4 >= offsetWidth ? right + 4 : left - 4 - offsetWidth;
          const fits = beside >= 8;
          const room = fits ? height : Math.max(above, below);
          classList.toggle("s", room < 240);
          style.maxHeight = room + "px";
          ({ offsetHeight } = this.#card);
          if (fits) [x, y] = [beside, top];
          else y = above > below ? top - 4 - offsetHeight : bottom + 4;
        }
      }
      style.left = within(x, offsetWidth, width) + scrollX + "px";
      style.top = within(y, offsetHeight, height) + scrollY + "px";
      this.#card.scrollTop = scrollTop;
    }

    #fire(name, more) {
      (this._link ?? this).dispatchEvent(new CustomEvent("glossary-" + name, { bubbles: true, composed: true, detail: { term: this.#turn.term, ...more } }));
    }
  }

  const follow = () => {
    for (const link of document.querySelectorAll(LINKS)) {
      if (!live.has(link) && !link.isContentEditable) live.set(link, new GlossaryTerm(link));
    }
    for (const [source, element] of live) {
      if (!element._link || (source.isConnected && source.matches(LINKS))) element._refresh();
      else {
        live.delete(source);
        element._reset();
      }
    }
    opened?._place();
  };

  const observer = new MutationObserver(follow);
  const watch = (root) =>
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["lang", "href", "term", "deflang", DATA + "term", DATA + "deflang"],
    });

  customElements.define(NAME, GlossaryTerm);
  for (const name of ["scroll", "resize"]) addEventListener(name, () => opened?._place(), true);
  watch(document);
  follow();
}
