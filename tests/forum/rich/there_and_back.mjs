// Reads {script, texts} from standard input; says of each text whether it came back from
// the rich mode as it was, and what became of it when one letter was typed into a block.
import { readFileSync } from "node:fs";

const { script, texts } = JSON.parse(readFileSync(0, "utf8"));
const code = Buffer.from(readFileSync(script)).toString("base64");
const { command, documentOf, endsOf, schema, sourceOf, stateOf } = await import(`data:text/javascript;base64,${code}`);
const LETTER = "Q";
const MOST = 4;
const TOOLS = ["bold", "italic", "code", "heading", "quote", "list", "numbers"];
const bare = (/** @type {any} */ one) => one.textContent.replace(/\s/g, "");

/** @param {any} doc @returns {[any, number][]} blocks of words, some of them where there are many */
function spots(doc) {
  const found = [];
  doc.descendants((node, at) => {
    if (node.isTextblock && node.content.size > 2) found.push([node, at]);
  });
  const step = Math.ceil(found.length / MOST);
  return found.filter((_, place) => place % step === 0);
}

/** @param {string} text @param {any} doc @param {any} node @param {number} at */
function typed(text, doc, node, at) {
  const middle = at + 1 + Math.floor(node.content.size / 2);
  // Not into the middle of a sign, which no key can do either.
  const place = /^[\udc00-\udfff]/.test(doc.textBetween(middle, middle + 1, "", " ")) ? middle - 1 : middle;
  const marks = doc.resolve(place).marks().filter((one) => one.type.name !== "typed");
  const next = stateOf(doc, place, place).tr.insert(place, schema.text(LETTER, marks)).doc;
  const again = documentOf(sourceOf(next));
  const source = sourceOf(next);
  const index = doc.resolve(at).index(0);
  const above = text.slice(0, index ? endsOf(doc)[index - 1] : 0);
  const below = text.slice(endsOf(doc)[index]);
  return { source, isRead: bare(again) === bare(next), isRestSame: source.startsWith(above) && source.endsWith(below) };
}

/** @param {any} doc @param {any} node @param {number} at @returns {string[]} tools after whose use other words are read */
function losing(doc, node, at) {
  const from = at + 1 + Math.floor(node.content.size / 3);
  return TOOLS.filter((tool) => {
    let state = stateOf(doc, from, at + node.nodeSize - 2);
    command(state, tool)?.(state, (tr) => (state = state.apply(tr)));
    return bare(documentOf(sourceOf(state.doc))) !== bare(state.doc);
  });
}

/** @param {any} doc @returns {Record<string, number> | null} how often each thing is shown; nothing where not all is */
function shown(doc) {
  /** @type {Record<string, number>} */ const found = {};
  const add = (name) => (found[name] = (found[name] ?? 0) + 1);
  doc.descendants((node) => {
    if (!node.isText) add(node.type.name);
    let last = [];
    node.forEach((one) => {
      const marks = one.marks.map((mark) => mark.type.name).filter((name) => name !== "typed");
      for (const name of marks) if (!last.includes(name)) add(name);
      last = marks;
    });
  });
  return found.island ? null : found;
}

const told = texts.map((text) => {
  const started = performance.now();
  const doc = documentOf(text);
  doc.check();
  const back = sourceOf(doc);
  const took = performance.now() - started;
  const kinds = [];
  doc.forEach((node) => kinds.push(node.type.name));
  // What is longer than this is read as it is typed, whatever it was.
  const lost = (text.length > 20_000 ? [] : spots(doc).slice(-1)).flatMap(([node, at]) => losing(doc, node, at));
  return { back, took, kinds, lost, shown: shown(doc), typed: spots(doc).map(([node, at]) => typed(text, doc, node, at)) };
});
process.stdout.write(JSON.stringify(told));
