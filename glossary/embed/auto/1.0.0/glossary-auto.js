// Links the glossary's words in the text of a page, in the reader's browser. When the page loads it asks for one file of forms
// for each language of the page, and finds the words by itself: no request tells a word, and nothing of the page leaves it.
//
// What it makes is <a data-glossary-term="csam" href="…/en/csam/">: a link that works by itself, and that opens a card where the
// element (glossary.js) is on the page too. Where a file is not there or malformed, the page stays as it is.
//
// The rule by which a word is found is that of glossary/annotate/finder.py; tests/annotate/test_script.py compares the two. The
// work begins after the page has loaded, and is done in pieces of a few milliseconds.
//
// It imports no other module: the integrity hash of this file would not cover it.

if (!globalThis.glossaryAuto) {
  const URL_HERE = new URL(import.meta.url);
  // The folder that holds embed/ and v1/, on our service or copied to the partner's own site; a query may hold options.
  const ROOT = URL_HERE.href.replace(/[?#].*/, "").replace(/^(.*\/)embed\/.*/, "$1");
  const OPTIONS = [...URL_HERE.searchParams.keys()].join(" ");
  const SOURCE = "en";
  const SLICE = 2; // milliseconds of work, after which the browser has its turn
  const BATCH = 16; // texts that get their links in one piece of work
  const REGION = "data-glossary-auto";
  const MADE = "glossary-auto"; // the class of the links that are ours
  const SECTIONS = "article,aside,nav,section";
  const HEADINGS = "h1,h2,h3,h4,h5,h6,[role=heading i]";
  const QUOTATIONS = "blockquote,q,cite";
  const LINKS = "a,glossary-term";
  // No link stands in what is one, can be pressed or written into, is code, a picture or a formula, is hidden, or keeps its words.
  const SKIPPED = `${LINKS},applet,audio,button,canvas,code,datalist,iframe,kbd,label,listing,map,math,meter,noembed,noframes,noscript,object,optgroup,option,picture,plaintext,pre,progress,rp,rt,samp,script,select,style,summary,svg,template,textarea,title,tt,var,video,xmp,[role=button i],[role=link i],[contenteditable]:not([contenteditable=false i]),[translate=no i],.notranslate,[hidden],[inert],[aria-hidden=true i],[${REGION}]`;

  // A word, white space, what nobody sees, or any other character. U+02BC is a letter to Unicode, and an apostrophe to us.
  const SPACE = "\\p{White_Space}\\x1c-\\x1f";
  const LETTER = "(?!ʼ)[\\p{L}\\p{M}\\p{N}]";
  const TOKEN = new RegExp(`(${LETTER}(?:\\p{Cf}*${LETTER})*)|([${SPACE}](?:[${SPACE}\\p{Cf}]*[${SPACE}])?)|(\\p{Cf})|[^]`, "gu");
  const RUN = new RegExp(`[^${SPACE}]+`, "gu");
  const APOSTROPHE = "'";
  const ALIKE = { "’": APOSTROPHE, ʼ: APOSTROPHE, "\u2010": "-", "\u2011": "-" };

  // What reads the tokens of a text one by one, as far as they are asked for. A word has two keys: as it stands, and folded.
  // Nothing is found in the address of a page or of somebody's mail: its words have no keys.
  const reader = (text, fold) => {
    const tokens = [];
    const all = text.matchAll(TOKEN);
    const runs = text.matchAll(RUN);
    let run;
    return (index) => {
      while (tokens.length <= index) {
        const { value } = all.next();
        if (!value) return;
        const [token, word, space, unseen] = value;
        if (unseen || (word && !fold(word)[1])) continue;
        const start = value.index;
        const end = start + token.length;
        while (!space && !(run?.end >= end)) {
          const { value } = runs.next();
          run = { end: value.index + value[0].length, address: /:\/\/|@|^www\./i.test(value[0]) };
        }
        const keys = space ? [" "] : word && run.address ? [] : fold(ALIKE[token] ?? token);
        tokens.push({ start, end, word, keys, key: keys.at(-1) });
      }
      return tokens[index];
    };
  };

  // Makes of a file of forms what find() needs. Throws where it is malformed.
  function* build({ page, rules, concepts }) {
    if (!/^https?:\/\//.test(page)) throw 0;
    const unseen = new RegExp(`[\\p{Cf}${rules.ignored ?? ""}]`, "gu");
    const folds = new Map(); // a page has the same words many times
    const fold = (word) => {
      if (!folds.has(word)) {
        if (folds.size > 9999) folds.clear();
        const bare = word.normalize().replace(unseen, "");
        const folded = [...bare].map((letter) => rules.letters[letter] ?? letter).join("");
        folds.set(word, [bare, folded.toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, "σ")]);
      }
      return folds.get(word);
    };
    // Adds words to a list of those that begin alike. A word with a capital anywhere but at its start is found in exactly its
    // letters: “CSEA” is not “csea”. Lists, no tree: tens of thousands of small objects that stay keep the browser when it
    // clears its memory.
    const add = (lists, words, entry) => {
      const at = reader(words, fold);
      const keys = [];
      for (let token; (token = at(keys.length)); ) {
        const [bare = ""] = token.keys;
        keys.push(bare.slice(1) == bare.slice(1).toLowerCase() ? token.key : bare);
      }
      const [first] = keys;
      if (!lists.has(first)) lists.set(first, []);
      lists.get(first).push({ keys, entry });
    };
    const words = { page, fold, ids: {}, known: new Map(), endings: new Map(), after: new Map(), before: new Set(rules.before) };
    for (const name of ["endings", "after"]) for (const joined of rules[name]) add(words[name], joined);
    words.prefixes = ["", ...rules.before].sort((one, other) => one.length - other.length);
    for (const id in concepts) {
      yield;
      const { autolink, forms, ask: asked = [], avoid, formerly } = concepts[id];
      for (const name of [id, ...formerly]) words.ids[name] = id;
      const ask = autolink == "ask";
      if (!ask && autolink != "safe") continue;
      // A word to avoid takes its place, and is no link.
      for (const [list, entry] of [[forms, { id, ask }], [asked, { id, ask: true }], [avoid, { ask }]]) for (const form of list) add(words.known, form, entry);
    }
    return words;
  }

  // The terms in a text, leftmost and longest: start, end and id of each. A word to avoid has no id.
  function* find(text, { known, endings, after, before, prefixes, fold }, ask) {
    const found = [];
    const at = reader(text, fold);
    const joins = (index) => {
      const mark = at(index)?.key;
      const next = at(index + 1)?.word;
      return at(index - 1)?.word && next && (mark == APOSTROPHE || mark == "_" || (mark == "." && /^\p{Ll}/u.test(next)));
    };
    // A place between two tokens, by the second of them, that is inside a word.
    const joined = (index) => joins(index - 1) || joins(index);
    const elided = (index) => before.has(at(index - 2)?.key + at(index - 1)?.key) && !joined(index - 2);
    // Those of some words that stand here, by their keys behind the first.
    const standing = (words = [], index) => words.filter(({ keys }) => keys.every((key, place) => !place || at(index + place)?.keys.includes(key)));
    // The places that one comes to from here by what may be joined to a form, the last one first.
    const follow = (lists, index) => [...standing(lists.get(at(index)?.key), index).map(({ keys }) => index + keys.length), index].sort((one, other) => other - one);
    const closed = (index) => follow(endings, index).find((end) => follow(after, end).some((end) => !joined(end)));
    const longest = (index, keys) => {
      let best;
      for (const key of new Set(keys)) {
        for (const { keys, entry } of standing(known.get(key), index)) {
          if (best?.size >= keys.length || (entry.ask && !ask)) continue;
          const end = closed(index + keys.length);
          if (end) best = { end, id: entry.id, size: keys.length };
        }
      }
      return best;
    };
    for (let index = 0, token; (token = at(index)); index++) {
      if (!(index % 32)) yield;
      if (!token.key) continue;
      for (const prefix of prefixes) {
        if (!token.key.startsWith(prefix) || (joined(index) && (prefix || !elided(index)))) continue;
        const reached = longest(index, token.keys.map((key) => key.slice(prefix.length)));
        // The term begins behind the prefix, and behind what is not seen.
        let start;
        for (let place = token.start; reached && place < token.end; place++) {
          if (fold(text.slice(token.start, place))[1] == prefix) start = place;
        }
        if (start == null) continue;
        index = reached.end - 1;
        found.push([start, at(index).end, reached.id]);
        break;
      }
    }
    return found;
  }

  // By tag, a promise of the file of a language; without one where there is none.
  const loading = new Map();
  const load = (tag) => {
    if (!loading.has(tag)) loading.set(tag, request(tag));
    return loading.get(tag);
  };
  const request = async (tag) => {
    try {
      const [name] = Intl.getCanonicalLocales(tag.replace(/_/g, "-"));
      const answer = await fetch(`${ROOT}v1/${name}/forms.json`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(1e4),
      });
      // The service answers every tag that it has a language for; a plain file server has the offered ones.
      if (answer.status == 404 && name.includes("-")) return load(name.replace(/-[^-]+$/, ""));
      return { file: answer.ok && (await answer.json()) };
    } catch {
      return {};
    }
  };
  // Not the form's own: a field with such a name stands in its place.
  const { matches: fits, closest } = Element.prototype;
  const is = (node, selector) => node.nodeType == 1 && fits.call(node, selector);
  const around = (node, selector) => closest.call(node, selector);
  const tagOf = (node) => {
    const speaking = around(node, "[lang]");
    return speaking ? speaking.lang : SOURCE;
  };

  let searched = new WeakMap(); // by text node, what it held when it was searched
  const made = new WeakMap(); // by text node, its whole text, and the nodes that hold the rest of it now
  const heads = new WeakMap(); // by link, the text node that it was made from

  const link = (node, matches, page) => {
    const nodes = [];
    made.set(node, { whole: node.data, nodes });
    for (const [start, end, id] of matches.reverse()) {
      const rest = node.splitText(end);
      const word = node.splitText(start);
      const anchor = document.createElement("a");
      anchor.href = page.replace("{id}", encodeURIComponent(id));
      anchor.referrerPolicy = "no-referrer";
      anchor.className = MADE;
      anchor.dataset.glossaryTerm = id;
      word.replaceWith(anchor);
      anchor.append(word);
      heads.set(anchor, node);
      searched.set(rest, rest.data);
      nodes.push(anchor, rest);
    }
  };

  // Takes back what was made from a text node. What the page has put into it meanwhile stays: it means all of the text.
  const undo = (node, changed) => {
    const { whole, nodes } = made.get(node) ?? {};
    if (!nodes) return;
    made.delete(node);
    for (const part of nodes) {
      undo(part);
      part.remove();
    }
    if (!changed) node.data = whole;
  };

  // The concept that a link of the page leads to, if it is one of ours.
  const target = ({ dataset, href, attributes }, { page, ids }) =>
    ids[dataset.glossaryTerm ?? attributes.term?.value] ?? ids[href?.startsWith(page.split("{id}")[0]) && href.slice(page.indexOf("{id}")).split(/[/?#]/)[0]];

  // Whether a word goes on beside a text node: behind a tag, as in abuse<b>rs</b>, but not in abuse<sup>1</sup>.
  const inline = (node) => getComputedStyle(node).display == "inline" && !is(node, "sub,sup");
  const goesOn = (node, side, edge) => {
    let text = "";
    while (!text) {
      while (!node[side]) {
        node = node.parentNode;
        if (!inline(node)) return;
      }
      node = node[side];
      if (node.nodeType != 8) text = node.textContent;
      if (node.nodeType == 1 && !(inline(node) && (text || is(node, "wbr")))) return;
    }
    return edge.test(text);
  };

  const regions = () => {
    for (const selector of [`[${REGION}]:not([${REGION}=off])`, "main,[role=main i]"]) {
      const found = document.querySelectorAll(selector);
      if (found.length) return found;
    }
    return [document.body];
  };

  function* work(languages) {
    for (const language of new Set(languages.values())) {
      try {
        if (language.file) language.words = yield* build(language.file);
      } catch {}
      language.file = 0;
    }
    for (const region of regions()) {
      const options = (region.getAttribute(REGION) ?? OPTIONS).split(/\s+/);
      const has = (name) => options.includes(name);
      const skipped = SKIPPED + (has("headings") ? "" : "," + HEADINGS) + (has("quotations") ? "" : "," + QUOTATIONS);
      const chosen = [];
      const sections = new Map(); // by what begins a section, the concepts that have a link in it
      // Twice: first for the links that the page has, then for its words.
      for (const shown of [NodeFilter.SHOW_ELEMENT, NodeFilter.SHOW_ALL]) {
        const latest = new Map(); // by an element that is a section, or none: the latest heading in it
        const linked = (node) => {
          const section = around(node, SECTIONS);
          const key = has("page") || (latest.get(section) ?? section);
          if (!sections.has(key)) sections.set(key, new Set());
          return sections.get(key);
        };
        const walker = document.createTreeWalker(region, shown, (node) => {
          if (is(node, HEADINGS)) latest.set(around(node, SECTIONS), node);
          if (is(node, LINKS)) for (const { words } of languages.values()) if (words) linked(node).add(target(node, words));
          return is(node, skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
        });
        for (let node; (node = walker.nextNode()); ) {
          yield;
          const { data, parentElement } = node;
          const words = node.nodeType == 3 && languages.get(tagOf(parentElement))?.words;
          if (!words || searched.get(node) == data) continue;
          const matches = yield* find(data, words, has("ask"));
          if (node.data != data || !node.isConnected) continue; // it has changed meanwhile, and comes again
          const there = linked(parentElement);
          const first = matches.filter(
            ([start, end, id]) =>
              id &&
              !there.has(id) &&
              !(!start && goesOn(node, "previousSibling", /[\p{L}\p{N}]$/u)) &&
              !(end == data.length && goesOn(node, "nextSibling", /^[\p{L}\p{N}]/u)) &&
              there.add(id),
          );
          if (first.length) chosen.push([node, data, first, words.page]);
          searched.set(node, data);
        }
      }
      // Last, in few pieces: what watches the page, such as the element, looks at all of it after each. In small ones: it has
      // something to do with each link.
      for (const [index, [node, data, first, page]] of chosen.entries()) {
        yield index % BATCH == BATCH - 1;
        if (node.data != data || !node.isConnected) continue;
        undo(node, true);
        link(node, first, page);
        searched.set(node, node.data);
      }
    }
  }

  let on = false;
  let busy = false; // a pass over the page is going on, or will be soon
  let stale = false; // the page has changed during it
  let steps;
  let took = 0; // milliseconds of work of the latest pass

  const slice = () => {
    const began = performance.now();
    let done = !on;
    for (let value; !done && !value && performance.now() - began < SLICE; ) ({ done, value } = steps.next());
    observer.takeRecords(); // what was changed just now is our own
    took += performance.now() - began;
    if (!done) return setTimeout(slice);
    busy = false;
    if (stale) later();
  };
  const pass = async () => {
    stale = false;
    const tags = new Set([document.documentElement, ...document.querySelectorAll("[lang]")].map(tagOf));
    const languages = new Map(await Promise.all([...tags].map(async (tag) => [tag, await load(tag)])));
    steps = work(languages);
    took = 0;
    slice();
  };
  // A page that changes all the time costs its reader a twentieth of the time at most.
  const later = () => {
    stale = busy;
    if (busy || !on) return;
    busy = true;
    setTimeout(pass, 200 + 20 * took);
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, removedNodes } of records) {
      if (type == "characterData") undo(target, true);
      for (const node of removedNodes) undo(node);
    }
    observer.takeRecords();
    later();
  });

  globalThis.glossaryAuto = {
    start() {
      if (on) return;
      on = true;
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      later();
    },
    stop() {
      on = false;
      observer.disconnect();
      searched = new WeakMap();
      for (const anchor of document.querySelectorAll("a." + MADE)) undo(heads.get(anchor));
    },
  };
  if (!URL_HERE.searchParams.has("wait")) {
    // When the page has loaded and has nothing to do: a framework that takes over the page's markup stops at what it did not write.
    const begin = () => (globalThis.requestIdleCallback ?? setTimeout)(() => glossaryAuto.start());
    if (document.readyState == "complete") begin();
    else addEventListener("load", begin);
  }
}
