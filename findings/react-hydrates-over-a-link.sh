#!/usr/bin/env bash
# Guess:   React complains of an element that stands in the server's markup and not in
#          its own (error 418), wherever it stands: hydration compares the nodes.
# Happens: in an element whose only child is one text, only the text is compared
#          (textContent). A link around a word of it passes without a word, stays, and
#          goes when the text changes. Beside a second text or an element it is
#          reported, and the page is made anew.
# Version: react 19.3.1, react-dom 19.3.1, jsdom 27.0.0 (npm). Seen 2026-11-30.
# Matters: a script that links words in a page may be tried on a page of plain
#          paragraphs, before hydration, and found harmless; the first paragraph with
#          a value in it ({count} doves) shows that it is not.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts react@19.3.1 react-dom@19.3.1 jsdom@27.0.0
cat >run.mjs <<'JS'
import { JSDOM } from "jsdom";
import { createElement } from "react";
import { renderToString } from "react-dom/server";

const page = new JSDOM("<!doctype html><div id=root></div>");
for (const name of ["window", "document", "navigator"]) Object.defineProperty(globalThis, name, { value: page.window[name] });
const { hydrateRoot } = await import("react-dom/client");

const Text = ({ parts }) => createElement("p", null, ...parts);
const hydrated = async (...parts) => {
  const root = document.createElement("div");
  root.innerHTML = renderToString(createElement(Text, { parts })).replace("dove", "<a href='/dove/'>dove</a>");
  document.body.append(root);
  const problems = [];
  const app = hydrateRoot(root, createElement(Text, { parts }), { onRecoverableError: (error) => problems.push(error) });
  await new Promise((done) => setTimeout(done, 200));
  const link = root.querySelector("a") != null;
  app.render(createElement(Text, { parts: parts.map((part) => part.replace("A", "Another")) }));
  await new Promise((done) => setTimeout(done, 200));
  return `${problems.length} complaints, ${link ? "the link stays" : "the link goes"}; later “${root.textContent}”`;
};
const got = [await hydrated("A dove is a bird."), await hydrated("A dove is ", "a bird.")];
console.log(got.join("\n"));
const expected = [
  "0 complaints, the link stays; later “Another dove is a bird.”",
  "1 complaints, the link goes; later “Another dove is a bird.”",
];
if (JSON.stringify(got) != JSON.stringify(expected)) process.exit(1);
JS
echo "react $(node -p 'require("react/package.json").version'), a link around a word of one text, and of one of two texts:"
NODE_ENV=production node run.mjs
