// The Markdown of a block of words: what was typed where nothing changed, and as few
// backslashes as will do for the rest. Each try is read again and compared.
import { cut } from "./cutting.js";
import { heading, paragraph } from "./leaves.js";
import { isBreak, key, shape, spans } from "./spans.js";

/** @typedef {import("prosemirror-model").Node} Node @typedef {import("prosemirror-model").Mark} Mark */

const SIGNS = ["\\", "`", "*", "_", "[]", "<>", "&", "~", "|", "!"];
const START = "start";

/** @param {Node} block @param {boolean} [isNew] whether it was read just now @returns {string} */
export function worded(block, isNew) {
  const plain = assembled(block, []);
  if (isNew || !block.content.size) return plain;
  const wanted = shape(block);
  const isRight = (/** @type {string} */ source) => looks(source) === wanted;
  if (isRight(plain)) return plain;
  if (isRight(assembled(block, [], true))) return assembled(block, [], true);
  let signs = [...SIGNS, START];
  if (!isRight(assembled(block, signs))) return assembled(block, signs, isRight(assembled(block, signs, true)));
  for (const sign of signs) {
    const fewer = signs.filter((one) => one !== sign);
    if (isRight(assembled(block, fewer))) signs = fewer;
  }
  return assembled(block, signs);
}

/** @param {string} source @returns {string | null} how a block of this source looks */
function looks(source) {
  const { pieces } = cut(source);
  if (pieces.length !== 1 || !pieces[0].token) return null;
  const { type } = pieces[0].token;
  const made = type === "paragraph_open" ? paragraph(pieces[0]) : type === "heading_open" ? heading(pieces[0]) : null;
  return made && shape(made);
}

/** @param {Node} block @param {string[]} signs @param {boolean} [hasStars] whether `*` stands for `_`, which is more particular */
function assembled(block, signs, hasStars) {
  const { level, space, under, tail } = block.attrs;
  const words = inline(block, signs, (mark) => (hasStars ? mark.replaceAll("_", "*") : mark));
  if (block.type.name !== "heading") return words + tail;
  return under && level <= 2 ? words + under.replace(/[=-]+/, (/** @type {string} */ one) => "=-"[level - 1].repeat(one.length)) : `${"#".repeat(level)}${space}${words}${tail}`;
}

/** @param {Node} block @param {string[]} signs to be put a backslash before @param {(mark: string) => string} sign */
function inline(block, signs, sign) {
  const all = spans(block);
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

/** @param {import("./spans.js").Span[]} all @param {number} at @param {Mark} mark @returns {number} */
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
