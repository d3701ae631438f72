// From words with Markdown to the words and marks of a block. markdown-it finds them; the
// rules are wrapped, as it does not tell how something was typed.
import MarkdownIt from "markdown-it";
import { schema } from "./schema.js";

export const parser = new MarkdownIt({ html: true });
parser.disable("text_join");

/** @param {string} name */
function remember(name) {
  const rules = /** @type {any} */ (parser.inline.ruler).__rules__;
  const known = rules.find((/** @type {any} */ one) => one.name === name).fn;
  parser.inline.ruler.at(name, (state, isSilent) => {
    const { pos, pending } = state;
    const from = state.tokens.length;
    const label = name === "link" ? parser.helpers.parseLinkLabel(state, pos, true) : -1;
    if (!known(state, isSilent)) return false;
    if (isSilent) return true;
    const first = state.tokens[from];
    const made = first?.type === "text" && pending ? state.tokens[from + 1] : first;
    if (!made) return true;
    const stripped = /break$/.test(made.type) ? pending.slice((first === made ? "" : first.content).length) : "";
    made.meta = { typed: stripped + state.src.slice(label < 0 ? pos : label + 1, state.pos) };
    return true;
  });
}
for (const name of ["newline", "escape", "backticks", "link", "image", "autolink"]) remember(name);

const OPENS = /** @type {Record<string, string>} */ ({ strong_open: "strong", em_open: "em", s_open: "strike" });

/**
 * @param {string} words
 * @returns {import("prosemirror-model").Node[] | null} nothing where they cannot be shown
 */
export function inlines(words) {
  /** @type {any[]} */ const tokens = [];
  parser.inline.parse(words, parser, {}, tokens);
  /** @type {import("prosemirror-model").Node[]} */ const made = [];
  /** @type {import("prosemirror-model").Mark[]} */ const open = [];
  const add = (/** @type {string} */ text, /** @type {any[]} */ ...more) => {
    if (text) made.push(schema.text(text, more.reduce((all, one) => one.addToSet(all), marks())));
  };
  const marks = () => open.reduce((all, one) => one.addToSet(all), /** @type {any} */ ([]));
  for (const token of tokens) {
    const typed = token.meta?.typed;
    if (token.type === "text") add(token.content);
    else if (token.type === "text_special") add(token.content, schema.mark("typed", { typed: token.markup, words: token.content }));
    else if (token.type === "code_inline") add(token.content, schema.mark("code", { typed, words: token.content }));
    else if (token.type === "softbreak" || token.type === "hardbreak") {
      made.push(schema.node(token.type === "softbreak" ? "soft_break" : "hard_break", { typed }, null, marks()));
    } else if (token.type === "image") {
      made.push(schema.node("picture", { typed, address: token.attrGet("src") ?? "", words: token.content }, null, marks()));
    } else if (token.type === "link_open") {
      const isAuto = token.markup === "autolink";
      open.push(schema.mark("link", { typed, address: token.attrGet("href") ?? "", words: isAuto ? typed.slice(1, -1) : null, level: open.length }));
    } else if (token.type in OPENS) {
      if (open.some((one) => one.type.name === OPENS[token.type])) return null;
      open.push(schema.mark(OPENS[token.type], { typed: token.markup, level: open.length }));
    } else if (token.nesting === -1) open.pop();
    else return null;
  }
  return made;
}
