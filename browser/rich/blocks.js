// From a text to blocks. Only the outermost blocks of a source are looked for at a time;
// what a quote or an item has inside is a source of its own.
import { cut, IS_BLANK } from "./cutting.js";
import { fence, heading, paragraph } from "./leaves.js";
import { schema } from "./schema.js";
import { INSIDE, known, parted, TOP, written } from "./writing.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("./cutting.js").Piece} Piece */

const DEEPEST = 12;
const LONGEST = 20_000;

/** @param {string} source @param {number} [depth] @returns {{ nodes: Node[], tail: string }} */
export function read(source, depth = 0) {
  const { pieces, tail } = cut(source);
  const nodes = pieces.map((piece) => node(piece, depth));
  for (const [at, one] of nodes.entries()) parted.set(one, nodes[at - 1] ?? (depth ? INSIDE : TOP));
  return { nodes, tail };
}

/** @param {Piece} piece @param {number} depth @returns {Node} */
function node(piece, depth) {
  const made = depth < DEEPEST && !isOther(piece) ? shown(piece, depth) : null;
  return made && isExact(made, piece) ? made : island(piece);
}

/** @param {Node} node @param {Piece} piece @returns {boolean} whether it is written as it was typed, byte for byte */
function isExact(node, { before, source }) {
  const lead = node.type.name === "paragraph" ? node.attrs.before.slice(before.length) : "";
  const own = written(node, true);
  if (lead + own === source) known.set(node, own);
  return lead + own === source;
}

/** @param {Piece} piece @returns {Node} */
function island({ before, source, token }) {
  const known = /** @type {Record<string, string>} */ ({ table_open: "table", html_block: "html", code_block: "code", blockquote_open: "quote" });
  const kind = /^ {0,3}\[\^[^\]]+\]:/.test(source) ? "footnote" : !token ? "definition" : /^ {0,3}\|\|[ \t]*$/m.test(source) ? "hidden" : (known[token.type] ?? "other");
  return schema.node("island", { before, kind }, source ? schema.text(source) : null);
}

/** @param {Piece} piece @returns {boolean} whether it is left as it is, unread */
function isOther({ source, token, inside }) {
  if (source.length > LONGEST && inside.some((one) => one.type === "inline" && one.content.length > LONGEST)) return true;
  return !token || /^ {0,3}(\[\^[^\]]+\]:|\|\|[ \t]*$)/m.test(source) && token.type === "paragraph_open";
}

/** @param {Piece} piece @param {number} depth @returns {Node | null} */
function shown(piece, depth) {
  if (piece.token.type === "paragraph_open") return paragraph(piece);
  if (piece.token.type === "heading_open") return heading(piece);
  if (piece.token.type === "fence") return fence(piece);
  if (piece.token.type === "hr") return schema.node("rule", { before: piece.before, typed: piece.source });
  if (piece.token.type === "blockquote_open") return quote(piece, depth);
  return /_list_open$/.test(piece.token.type) ? list(piece, depth) : null;
}

/** @param {Piece} piece @param {number} depth */
function quote({ before, source }, depth) {
  const lines = source.split("\n");
  if (!lines.every((line) => line.startsWith(">"))) return null;
  const prefix = lines.every((line) => /^>( |$)/.test(line)) ? "> " : ">";
  const blank = lines.includes("> ") && prefix === "> " ? "> " : ">";
  const { nodes, tail } = read(lines.map((line) => line.slice(line.startsWith(prefix) ? prefix.length : 1)).join("\n"), depth + 1);
  return nodes.length ? schema.node("blockquote", { before, prefix, blank, tail }, nodes) : null;
}

/** @param {Piece} piece @param {number} depth */
function list({ before, source, token, inside }, depth) {
  const lines = source.split("\n");
  const starts = inside.filter((one) => one.type === "list_item_open" && one.level === 1).map((one) => one.map[0] - token.map[0]);
  const isTight = !inside.some((one) => one.type === "paragraph_open" && one.level === 2 && !one.hidden);
  const items = starts.map((from, place) => item(lines.slice(from, starts[place + 1]), depth, isTight));
  if (!items.length || items.some((one) => !one)) return null;
  const known = /** @type {{ node: Node, mark: string, blanks: string }[]} */ (items);
  let gap = "";
  const made = known.map((one, place) => {
    const usual = isTight ? "\n" : "\n\n";
    const typed = !place || gap === usual ? null : gap;
    gap = one.blanks;
    return one.node.type.create({ ...one.node.attrs, before: typed }, one.node.content);
  });
  const bullet = known[0].mark.slice(-1);
  if (token.type === "bullet_list_open") return schema.node("bullet_list", { before, isTight, bullet }, made);
  const [start, next] = known.map((one) => parseInt(one.mark, 10));
  return schema.node("ordered_list", { before, isTight, bullet, start, step: next === start ? 0 : 1 }, made);
}

/** @param {string[]} lines @param {number} depth @param {boolean} isTight */
function item(lines, depth, isTight) {
  const [whole, indent, mark, pad] = /^( {0,3})([-+*]|\d{1,9}[.)])( {1,4}(?=\S)|$)/.exec(lines[0]) ?? [""];
  let end = lines.length;
  while (end > 1 && IS_BLANK.test(lines[end - 1])) end--;
  const blanks = "\n" + lines.slice(end).map((line) => `${line}\n`).join("");
  const inner = lines.slice(0, end).map((line, at) => (at && !IS_BLANK.test(line) && !line.startsWith(" ".repeat(whole.length)) ? null : line.slice(whole.length)));
  if (!mark || inner.includes(null)) return null;
  const { nodes, tail } = read(inner.join("\n"), depth + 1);
  const content = nodes.length ? nodes : [schema.node("paragraph", { before: "" })];
  return { node: schema.node("list_item", { indent, pad, tail }, content), mark, blanks, isTight };
}
