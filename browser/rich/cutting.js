// Where the outermost blocks of a source begin and end.
import { parser } from "./inlines.js";

/** @typedef {{ before: string, source: string, token: any, inside: any[] }} Piece */

export const IS_BLANK = /^[ \t]*$/;

/**
 * @param {string} source
 * @returns {{ pieces: Piece[], tail: string }} each outermost block with what parts it from
 *   the one above, and what follows the last
 */
export function cut(source) {
  /** @type {any[]} */ const tokens = [];
  parser.block.parse(source, parser, {}, tokens);
  const lines = source.split("\n");
  let length = 0;
  const starts = lines.map((line) => (length += line.length + 1) - line.length - 1);
  /** @type {Piece[]} */ const pieces = [];
  let at = 0;
  let done = 0;
  const take = (/** @type {number} */ from, /** @type {number} */ to, /** @type {any} */ token, /** @type {any[]} */ inside) => {
    let end = to;
    while (end > from + 1 && IS_BLANK.test(lines[end - 1])) end--;
    const last = starts[end - 1] + lines[end - 1].length;
    pieces.push({ before: source.slice(done, starts[from]), source: source.slice(starts[from], last), token, inside });
    [at, done] = [end, last];
  };
  // Lines that no block has are blank, or define what links lead to.
  const skip = (/** @type {number} */ to) => {
    while (at < to && IS_BLANK.test(lines[at])) at++;
    let end = at;
    while (end < to && !IS_BLANK.test(lines[end])) end++;
    if (end === at) return;
    take(at, end, null, []);
    skip(to);
  };
  for (let place = 0; place < tokens.length; place++) {
    const token = tokens[place];
    if (token.level || token.nesting < 0 || !token.map || token.map[0] < at) continue;
    skip(token.map[0]);
    let last = place;
    while (token.nesting === 1 && tokens[last + 1] && !(tokens[last].level === 0 && tokens[last].nesting < 0)) last++;
    take(token.map[0], Math.min(token.map[1], lines.length), token, tokens.slice(place + 1, last));
  }
  skip(lines.length);
  return { pieces, tail: source.slice(done) };
}
