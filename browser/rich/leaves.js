// Blocks with words: paragraphs, headings and code.
import { Fragment } from "prosemirror-model";
import { inlines } from "./inlines.js";
import { schema } from "./schema.js";

/** @typedef {import("./cutting.js").Piece} Piece */

/** @param {Piece} piece */
export function paragraph({ before, source }) {
  const [, lead, words, tail] = /** @type {RegExpExecArray} */ (/^(\s*)([^]*?)(\s*)$/.exec(source));
  const made = words ? inlines(words) : null;
  return made && schema.node("paragraph", { before: before + lead, tail }, Fragment.fromArray(made));
}

/** @param {Piece} piece */
export function heading({ before, source, token }) {
  const level = Number(token.tag[1]);
  const under = /^([^]*?)(\s*\n {0,3}(?:=+|-+)[ \t]*)$/.exec(source);
  const over = /^#{1,6}([ \t]+)([^\n]*?)((?:[ \t]+#+)?[ \t]*)$/.exec(source);
  const words = token.markup[0] === "#" ? over?.[2] : under?.[1];
  const made = words ? inlines(words) : null;
  const typed = token.markup[0] === "#" ? { space: over?.[1], tail: over?.[3] } : { under: under?.[2] };
  return made && schema.node("heading", { before, level, ...typed }, Fragment.fromArray(made));
}

/** @param {Piece} piece */
export function fence({ before, source, token }) {
  const lines = source.split("\n");
  const language = lines[0].trimStart().slice(token.markup.length);
  const words = lines.slice(1, -1).join("\n");
  return schema.node("code_block", { before, fence: token.markup, language }, words ? schema.text(words) : null);
}
