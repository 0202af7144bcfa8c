// A record as `glossary vet` writes it, made in a browser: its line, its digests, and what is signed. Python's record.py, digests.py and
// signatures.py make the same bytes. A record is {when, who, role, verdict, language, concept, source, text}; `when` is as the line has it
// (2026-11-29T00:00:00Z), `source` the digest of the English beside it (null for English itself), `text` the words by field.
globalThis.glossaryRecord = (() => {
  "use strict";
  const FIELDS = ["term", "abbreviation", "definition", "plain", "note", "forms", "avoid", "avoid_reason"];
  const HEAD = ["when", "who", "role", "verdict", "language", "concept", "source"];
  const ENGLISH = "en";

  const utf8 = text => new TextEncoder().encode(text);
  const hash = async (name, data) => new Uint8Array(await crypto.subtle.digest(name, data));
  const hex = data => Array.from(data, byte => byte.toString(16).padStart(2, "0")).join("");
  const joined = parts => new Uint8Array(parts.flatMap(part => [...part]));
  const string = data => joined([[data.length >> 24, data.length >> 16, data.length >> 8, data.length], data]);

  // RFC 8785: keys in order, no white space.
  const sorted = value => value && typeof value == "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map(name => [name, sorted(value[name])])) : value;
  const digestOf = async value => `sha256:${hex(await hash("SHA-256", utf8(JSON.stringify(sorted(value)))))}`;

  // An object as ledgers have it: with a space after each comma and colon.
  const written = value => value && typeof value == "object"
    ? `{${Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${written(part)}`).join(", ")}}` : JSON.stringify(value);

  const picked = (names, values) => Object.fromEntries(names.filter(name => values[name] !== undefined).map(name => [name, values[name]]));

  // The words that are not empty, in the order of a line. A field that no text has would silently be missing from it.
  const words = text => {
    for (const name of Object.keys(text)) if (!FIELDS.includes(name)) throw new Error(`a text has no field “${name}”`);
    return picked(FIELDS.filter(name => text[name]), text);
  };
  const said = record => {
    const { language, ...others } = record;
    return { ...picked(HEAD, language == ENGLISH ? others : record), text: words(record.text) };
  };

  const digest = record => digestOf(said(record));
  const textDigest = text => digestOf(words(text));
  return {
    // The line without a signature, line break included: what is signed.
    line: async record => `${written({ ...said(record), digest: await digest(record) })}\n`,
    digest,
    textDigest,
    // Sixteen digits for the words and the English beside them (the digest of that, or null): those of the sheet and of `vet`.
    paperDigest: async (text, source) => (await digestOf([await textDigest(text), source])).slice(7, 23),
    // What an SSH key signs and a passkey is challenged with (PROTOCOL.sshsig).
    challenge: async (namespace, line) =>
      joined([utf8("SSHSIG"), ...[utf8(namespace), [], utf8("sha512"), await hash("SHA-512", utf8(line))].map(string)]),
  };
})();
