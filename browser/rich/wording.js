// The Markdown of a block of words: what was typed where nothing changed, and as few
// backslashes as will do for the rest. Each try is read again and compared.
import { cut } from "./cutting.js";
import { heading, paragraph } from "./leaves.js";
import { schema } from "./schema.js";
import { isBreak, key, shape, spans } from "./spans.js";

/** @typedef {import("prosemirror-model").Node} Node @typedef {import("prosemirror-model").Mark} Mark @typedef {import("./spans.js").Span} Span */

const SIGNS = ["\\", "`", "*", "_", "[]", "<>", "&", "~", "|", "!"];
const START = "start";
const ALL = [...SIGNS, START];
const MOST = 20;
const SPACE = schema.text(" ");

/** @type {((mark: string) => string)[]} other ways to type emphasis, which is particular about what is around it */
const WAYS = [(mark) => mark, (mark) => mark.replaceAll("_", "*"), (mark) => (mark === "*" ? "_" : mark), (mark) => mark.replace("**", "__")];

/** @param {Node} block @param {boolean} [isNew] whether it was read just now @returns {string} */
export function worded(block, isNew) {
  const isOneLine = block.type.name === "heading" && block.attrs.level > 2;
  const all = spans(block).map((span) => (isOneLine && isBreak(span) ? { ...span, node: SPACE, words: " ", typed: null } : span));
  if (isNew || !block.content.size) return assembled(block, all);
  const found = tried(block, all);
  if (found !== null) return found;
  // A mark that Markdown cannot put there is left out rather than shown as stars.
  for (const fewer of withoutOne(all)) {
    const plainer = tried(block, fewer);
    if (plainer !== null) return plainer;
  }
  return assembled(block, all.map((span) => ({ ...span, marks: [] })), ALL);
}

/** @param {Node} block @param {Span[]} all @returns {string | null} */
function tried(block, all) {
  const wanted = shape(block, all);
  const isRight = (/** @type {string} */ source) => looks(source) === wanted;
  for (const way of WAYS) {
    const plain = assembled(block, all, [], way);
    if (isRight(plain)) return plain;
  }
  const way = WAYS.find((one) => isRight(assembled(block, all, ALL, one)));
  if (!way) return null;
  let signs = ALL;
  for (const sign of ALL) {
    const fewer = signs.filter((one) => one !== sign);
    if (isRight(assembled(block, all, fewer, way))) signs = fewer;
  }
  return assembled(block, all, signs, way);
}

/** @param {Span[]} all @returns {Span[][]} each with one mark less */
function withoutOne(all) {
  const first = all.flatMap((span, at) => span.marks.filter((mark) => !all[at - 1]?.marks.some((one) => key(one) === key(mark))).map((mark) => ({ at, mark })));
  return first.slice(0, MOST).map(({ at, mark }) => {
    const end = run(all, at, mark);
    return all.map((span, place) => (place < at || place >= end ? span : { ...span, marks: span.marks.filter((one) => key(one) !== key(mark)) }));
  });
}

/** @param {string} source @returns {string | null} how a block of this source looks */
function looks(source) {
  const { pieces } = cut(source);
  if (pieces.length !== 1 || !pieces[0].token) return null;
  const { type } = pieces[0].token;
  const made = type === "paragraph_open" ? paragraph(pieces[0]) : type === "heading_open" ? heading(pieces[0]) : null;
  return made && shape(made);
}

/** @param {Node} block @param {Span[]} all @param {string[]} [signs] to be put a backslash before @param {(mark: string) => string} [way] */
function assembled(block, all, signs = [], way = WAYS[0]) {
  const { level, space, under, tail } = block.attrs;
  if (block.type.name !== "heading") return inline(all, signs, way) + tail;
  const words = inline(all, signs, way);
  if (level > 2 || !(under || all.some(isBreak))) return `${"#".repeat(level)}${space}${words}${tail}`;
  return words + (under || "\n===").replace(/[=-]+/, (/** @type {string} */ one) => "=-"[level - 1].repeat(one.length));
}

/** @param {Span[]} all @param {string[]} signs @param {(mark: string) => string} sign */
function inline(all, signs, sign) {
  /** @type {Mark[]} */ let open = [];
  let out = "";
  for (const [at, span] of all.entries()) {
    const stays = open.findIndex((one) => !span.marks.some((other) => key(one) === key(other)));
    const kept = stays < 0 ? open : open.slice(0, stays);
    for (const mark of open.slice(kept.length).reverse()) out += after(mark, sign);
    const more = span.marks.filter((one) => !kept.some((other) => key(one) === key(other)));
    const lasts = (/** @type {Mark} */ mark) => run(all, at, mark);
    more.sort((one, other) => lasts(other) - lasts(one) || one.attrs.level - other.attrs.level);
    for (const mark of more) out += mark.type.name === "link" ? "[" : sign(mark.attrs.typed);
    open = [...kept, ...more];
    const isStart = !out || (at > 0 && isBreak(all[at - 1]));
    out += span.typed ?? escaped(span.words, signs, isStart);
  }
  for (const mark of open.reverse()) out += after(mark, sign);
  return out;
}

/** @param {Mark} mark @param {(mark: string) => string} sign */
const after = (mark, sign) => (mark.type.name === "link" ? `]${mark.attrs.typed}` : sign(mark.attrs.typed));

/** @param {Span[]} all @param {number} at @param {Mark} mark @returns {number} */
function run(all, at, mark) {
  const end = all.findIndex((one, place) => place > at && !one.marks.some((other) => key(other) === key(mark)));
  return end < 0 ? all.length : end;
}

/** @param {string} words @param {string[]} signs @param {boolean} isStart of a line */
function escaped(words, signs, isStart) {
  const known = signs.join("");
  const out = signs.length ? words.replace(/[\\`*_[\]<>&~|!]/g, (sign) => (known.includes(sign) ? `\\${sign}` : sign)) : words;
  return isStart && signs.includes(START) ? out.replace(/^(\d+)(?=[.)])|^(?=[-+=#>])/, "$1\\") : out;
}
