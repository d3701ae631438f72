// The words of a block and what is around them, as Markdown needs it: marks that begin and
// end at words, never at spaces.
/** @typedef {import("prosemirror-model").Node} Node @typedef {import("prosemirror-model").Mark} Mark */
/** @typedef {{ node: Node, words: string, marks: Mark[], typed: string | null }} Span */

const AROUND = ["link", "strong", "em", "strike"];

/** @param {Mark} mark */
export const key = (mark) => (mark.type.name === "link" ? `link${mark.attrs.typed}` : mark.type.name);

/** @param {Node} block @returns {Span[]} */
export function spans(block) {
  /** @type {Span[]} */ const found = [];
  block.forEach((node) => {
    const marks = node.marks.filter((one) => AROUND.includes(one.type.name) && one.attrs.words == null);
    const typed = node.isText ? asTyped(node) : node.attrs.typed;
    const last = found[found.length - 1];
    if (last && isCode(node) && isCode(last.node) && marks.map(key).join() === last.marks.map(key).join()) {
      // Two spans of code side by side would be read as one of something else.
      const words = last.words + node.text;
      found[found.length - 1] = { node, words, typed: code(words), marks };
      return;
    }
    if (!node.isText || typed !== null) return found.push({ node, words: node.text ?? "", marks, typed });
    for (const words of (node.text ?? "").split(/^(\s+)|(\s+)$/)) if (words) found.push({ node, words, marks, typed });
  });
  // Markdown has no spaces around a block.
  while (found.length && isSpace(found[0])) found.shift();
  while (found.length && isSpace(found[found.length - 1])) found.pop();
  return found.map((one, at) => (isSpace(one) ? { ...one, marks: common(found, at, one.marks) } : one));
}

/** @param {Span} span */
export const isBreak = ({ node }) => /_break$/.test(node.type.name);

/** @param {Node} node */
const isCode = (node) => node.isText && node.marks.some((one) => one.type.name === "code");

/** @param {Span} span */
const isSpace = (span) => isBreak(span) || (span.typed === null && !span.words.trim());

/** @param {Span[]} all @param {number} at @param {Mark[]} own */
function common(all, at, own) {
  const before = all.slice(0, at).reverse().find((one) => !isSpace(one));
  const after = all.slice(at).find((one) => !isSpace(one));
  const has = (/** @type {Span | undefined} */ span, /** @type {Mark} */ mark) => span?.marks.some((one) => key(one) === key(mark));
  return own.filter((mark) => has(before, mark) && has(after, mark));
}

/** @param {Node} node @returns {string | null} how these words were typed, where they are still the same */
function asTyped(node) {
  const text = node.text ?? "";
  for (const { type, attrs } of node.marks) {
    if (type.name === "code") return attrs.words === text && attrs.typed ? attrs.typed : code(text);
    if (type.name === "link" && attrs.words === text) return attrs.typed;
    if (type.name === "link" && attrs.words !== null && /^[a-z][a-z\d+.-]+:[^\s<>]+$/i.test(text)) return `<${text}>`;
    const times = type.name === "typed" ? text.length / attrs.words.length : 0;
    if (times && attrs.words.repeat(Math.floor(times)) === text) return attrs.typed.repeat(times);
  }
  return null;
}

/** @param {string} text */
function code(text) {
  const ticks = "`".repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const pad = /^`|`$|^ [^]*\S[^]* $/.test(text) ? " " : "";
  return ticks + pad + text + pad + ticks;
}

/** @param {Node} block @param {Span[]} [all] @returns {string} equal for blocks that look the same */
export function shape(block, all = spans(block)) {
  let now = "";
  const words = all.map((span) => {
    if (isBreak(span)) return span.node.type.name === "hard_break" ? "\x03" : "\x04";
    if (isSpace(span)) return span.words;
    const marks = [...span.marks.map(key), isCode(span.node) ? "code" : ""].sort().join();
    const change = marks === now ? "" : `\x01${marks}\x02`;
    now = marks;
    return change + (span.node.isText ? span.words : span.typed);
  });
  const shown = words.join("").replace(/\s*([\x03\x04])\s*/g, "$1").trim();
  return `${block.type.name} ${block.attrs.level ?? ""}\n${shown}`;
}
