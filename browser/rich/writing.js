// From blocks to their source. What was read and not changed is kept beside its block, so
// that only what somebody changed is written anew.
import { cut } from "./cutting.js";
import { worded } from "./wording.js";

/** @typedef {import("prosemirror-model").Node} Node */

/** @type {WeakMap<Node, string>} what a block is written as, without what parts it from others */
export const known = new WeakMap();
/** Above the first block of a text, and of what is inside another. */
export const [TOP, INSIDE] = [{}, {}];
/** @type {WeakMap<Node, object>} blocks that may stand as they are under these */
export const parted = new WeakMap();

/** @param {Node} doc @returns {string} */
export function sourceOf(doc) {
  return joined(doc, "\n\n") + doc.attrs.tail;
}

/** @param {Node} doc @returns {number[]} where in its source each block ends */
export function endsOf(doc) {
  /** @type {number[]} */ const ends = [];
  joined(doc, "\n\n", ends);
  return ends;
}

/** @param {Node} node @param {boolean} [isNew] whether it was read just now @returns {string} */
export function written(node, isNew) {
  const kept = known.get(node);
  if (kept !== undefined) return kept;
  const own = make(node, isNew);
  known.set(node, own);
  return own;
}

/** @param {Node} node @param {boolean} [isNew] @returns {string} */
function make(node, isNew) {
  const { typed, prefix, blank, tail } = node.attrs;
  if (node.type.name === "rule") return typed;
  if (node.type.name === "island") return node.textContent;
  if (node.type.name === "code_block") return code(node);
  if (node.isTextblock) return worded(node, isNew);
  if (node.type.name !== "blockquote") return isNew || isListOf(list(node), node) ? list(node) : list(node, true);
  const lines = (joined(node, "\n\n") + tail).split("\n");
  return lines.map((line) => (line ? prefix + line : blank)).join("\n");
}

/** @param {Node} node */
function code(node) {
  const text = node.textContent;
  const { fence, language } = node.attrs;
  const sign = fence[0];
  const runs = text.match(sign === "`" ? /^ {0,3}`{3,}/gm : /^ {0,3}~{3,}/gm) ?? [];
  const own = sign.repeat(Math.max(fence.length, ...runs.map((run) => run.trim().length + 1)));
  return `${own}${language}\n${text && `${text}\n`}${own}`;
}

/** @param {string} source @param {Node} node @returns {boolean} whether it is read as one list of as many items */
function isListOf(source, node) {
  const { pieces } = cut(source);
  const items = pieces[0]?.inside.filter((one) => one.type === "list_item_open" && one.level === 1);
  return pieces.length === 1 && items?.length === node.childCount;
}

/** @param {Node} node @param {boolean} [isEven] whether all items begin alike, however they were typed */
function list(node, isEven) {
  const { isTight, bullet, start, step } = node.attrs;
  let out = "";
  node.forEach((item, _, at) => {
    const { before, tail } = item.attrs;
    const { indent, pad } = isEven ? { indent: "", pad: " " } : item.attrs;
    const mark = indent + (start === undefined ? bullet : start + step * at + bullet);
    const inner = joined(item, isTight ? "\n" : "\n\n") + tail;
    const room = inner ? pad || " " : pad.trim();
    const hang = " ".repeat(mark.length + (room || " ").length);
    const gap = at ? (before ?? (isTight ? "\n" : "\n\n")) : "";
    out += gap + mark + room + inner.split("\n").map((line, place) => (place && line.trim() ? hang + line : line)).join("\n");
  });
  return out;
}

/** @param {Node} parent @param {string} usual what parts a list from the words above it @param {number[]} [ends] is given where each block ends */
function joined(parent, usual, ends) {
  let out = "";
  /** @type {Node | null} */ let last = null;
  parent.forEach((node) => {
    const isEmpty = node.type.name === "paragraph" && !node.content.size;
    if (!isEmpty || parent.childCount === 1) {
      out += gap(last, node, node.type.name.endsWith("_list") ? usual : "\n\n", parent.type.name === "doc") + written(node);
      last = node;
    }
    ends?.push(out.length);
  });
  return out;
}

/** @param {Node | null} last @param {Node} node @param {string} usual @param {boolean} isOutermost @returns {string} */
function gap(last, node, usual, isOutermost) {
  const { before } = node.attrs;
  if (parted.get(node) === (last ?? (isOutermost ? TOP : INSIDE))) return before ?? (last ? usual : "");
  // Whoever edits a source sees to it themselves.
  if (before !== null && (last || isOutermost) && (isSource(node) || (last && isSource(last)))) return before;
  if (!last) return before && (isOutermost || /^ *$/.test(before)) && fits("", before, node) ? before : "";
  const found = [before ?? usual, usual].find((one) => fits(written(/** @type {Node} */ (last)), one, node)) ?? "\n\n";
  if (found === before || (before === null && found === usual)) parted.set(node, last);
  return found;
}

/** @param {Node} node */
const isSource = (node) => node.type.name === "island";

/** @param {string} above @param {string} between @param {Node} node @returns {boolean} whether both stay what they are */
function fits(above, between, node) {
  const own = written(node);
  const apart = [...cut(above).pieces, ...cut(own).pieces];
  const together = cut(above + between + own).pieces;
  return apart.length === together.length && apart.every((one, at) => one.token?.type === together[at].token?.type && one.source.trim() === together[at].source.trim());
}
