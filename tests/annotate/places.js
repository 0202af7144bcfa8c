// For each of some pages, what a browser knows of the words in it: language, heading, quotation, or null where no link can stand.
([sources, closed]) => {
  const raw = "script style textarea title xmp iframe noembed noframes noscript".split(" ");
  const names = new Set([...closed, ...raw]);
  const verdict = (node) => {
    let language = null, heading = false, quotation = false;
    for (let element = node.parentElement; element; element = element.parentElement) {
      const html = element.namespaceURI === "http://www.w3.org/1999/xhtml";
      if (!html || names.has(element.localName) || element.getAttribute("translate") === "no") return null;
      heading ||= /^h[1-6]$/.test(element.localName);
      quotation ||= ["blockquote", "q", "cite"].includes(element.localName);
      language ??= element.getAttribute("lang");
    }
    return [language, heading, quotation];
  };
  return sources.map((source) => {
    const found = {};
    const page = new DOMParser().parseFromString(source, "text/html");
    const walker = page.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) for (const [word] of node.data.matchAll(/w\d+z/g)) found[word] = verdict(node);
    return found;
  });
}
