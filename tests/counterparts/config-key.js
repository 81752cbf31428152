// The Config Key of settings of Safe Exam Browser, computed anew from the property list as an exam's file has it.
// Written from the developers' page "Config Key" of Safe Exam Browser alone, by the test that compares it with ours:
// it shares no code, no language and no parser with edusync/assessment/safe_browser.py.
// Standard input: the property list. Standard output: JSON with `json` (what is hashed) and `key`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Text of XML without its escapes. */
function plain(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex, decimal, name) =>
    name ? ENTITIES[name] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}

/** Opening, closing and empty elements in order, each with the text before the next. */
function* pieces(xml) {
  const body = xml.replace(/<\?[^]*?\?>|<!DOCTYPE[^>]*>|<!--[^]*?-->/g, "");
  for (const [, slash, name, empty, text] of body.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>([^<]*)/g))
    yield { kind: slash ? "close" : empty ? "empty" : "open", name, text };
}

/** The value that begins at the given element: an array, a map of a dictionary, or what stands in the key's text. */
function value(element, rest) {
  const { name, kind, text } = element;
  if (name === "true" || name === "false") {
    if (kind === "open") rest.next();
    return { written: name };
  }
  if (name === "array" || name === "dict") {
    const members = [];
    while (kind === "open") {
      const next = rest.next().value;
      if (next.kind === "close") break;
      members.push(value(next, rest));
    }
    if (name === "array") return { items: members };
    const entries = new Map();
    for (let place = 0; place < members.length; place += 2) entries.set(members[place].text, members[place + 1]);
    return { entries };
  }
  if (kind === "open") rest.next();
  const content = kind === "open" ? plain(text) : "";
  if (name === "key") return { text: content };
  if (name === "integer" || name === "real") return { written: content.trim() };
  if (name === "data") return { written: `"${content.replace(/\s/g, "")}"` };
  if (name === "date") return { written: `"${content.trim()}"` };
  if (name === "string") return { written: `"${content}"` };
  throw new Error(`no element of a property list: ${name}`);
}

/** Case does not count and no language does: letters are compared as small ones by their code points. */
function byName([one], [other]) {
  const [a, b] = [[...one.toLowerCase()], [...other.toLowerCase()]];
  for (let place = 0; place < Math.min(a.length, b.length); place++) {
    const difference = a[place].codePointAt(0) - b[place].codePointAt(0);
    if (difference) return difference;
  }
  return a.length - b.length;
}

function json({ written, items, entries }) {
  if (items) return `[${items.map(json).join(",")}]`;
  if (!entries) return written;
  const kept = [...entries].filter(([, one]) => !(one.entries && one.entries.size === 0)).sort(byName);
  return `{${kept.map(([name, one]) => `"${name}":${json(one)}`).join(",")}}`;
}

const found = pieces(readFileSync(0, "utf8"));
found.next(); // plist
const settings = value(found.next().value, found);
settings.entries.delete("originatorVersion");
const text = json(settings);
const key = createHash("sha256").update(Buffer.from(text, "utf8")).digest("hex");
process.stdout.write(JSON.stringify({ json: text, key }));
