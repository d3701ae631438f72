// What a text is made of in the rich mode. Attributes hold how something was typed, so
// that what nobody touched is written as it was: `before` is what parts a block from the
// one above it, and null where nobody typed anything yet.
import { Schema } from "prosemirror-model";

const before = { before: { default: null } };
const tail = { tail: { default: "" } };

/** @param {string} tag @returns {any} */
const block = (tag) => () => [tag, { dir: "auto" }, 0];
/** @param {string} tag @param {any} [more] @returns {any} */
const mark = (tag, more) => ({
  attrs: { level: { default: 9 }, ...more },
  parseDOM: [{ tag }],
  toDOM: () => [tag, 0],
});

/** @param {string} address @returns {boolean} whether a page here may lead there */
export const isSafe = (address) => /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(address);

export const schema = new Schema({
  nodes: {
    doc: { content: "block+", attrs: tail },
    paragraph: {
      content: "inline*", group: "block", attrs: { ...before, ...tail },
      parseDOM: [{ tag: "p" }], toDOM: block("p"),
    },
    heading: {
      content: "inline*", group: "block", defining: true,
      attrs: { ...before, level: { default: 1 }, space: { default: " " }, under: { default: "" }, ...tail },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      // Headings are below those of the page.
      toDOM: (node) => [`h${Math.min(6, node.attrs.level + 2)}`, { dir: "auto" }, 0],
    },
    blockquote: {
      content: "block+", group: "block", defining: true,
      attrs: { ...before, prefix: { default: "> " }, blank: { default: ">" }, ...tail },
      parseDOM: [{ tag: "blockquote" }], toDOM: block("blockquote"),
    },
    bullet_list: {
      content: "list_item+", group: "block",
      attrs: { ...before, isTight: { default: true }, bullet: { default: "-" } },
      parseDOM: [{ tag: "ul" }], toDOM: block("ul"),
    },
    ordered_list: {
      content: "list_item+", group: "block",
      attrs: { ...before, isTight: { default: true }, start: { default: 1 }, step: { default: 1 }, bullet: { default: "." } },
      parseDOM: [{ tag: "ol" }],
      toDOM: (node) => ["ol", { dir: "auto", start: node.attrs.start }, 0],
    },
    list_item: {
      content: "block+", defining: true,
      attrs: { ...before, indent: { default: "" }, pad: { default: " " }, ...tail },
      parseDOM: [{ tag: "li" }], toDOM: block("li"),
    },
    code_block: {
      content: "text*", marks: "", group: "block", code: true, defining: true,
      attrs: { ...before, fence: { default: "```" }, language: { default: "" } },
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", { dir: "auto" }, 0]],
    },
    rule: {
      group: "block", attrs: { ...before, typed: { default: "---" } },
      parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"],
    },
    // What is not shown as it will look: its source, which is edited as such.
    island: {
      content: "text*", marks: "", group: "block", code: true, defining: true, isolating: true,
      attrs: { ...before, kind: { default: "other" } },
      parseDOM: [{ tag: "pre[data-island]", preserveWhitespace: "full", priority: 60, getAttrs: (dom) => ({ kind: dom.getAttribute("data-island") }) }],
      toDOM: (node) => ["pre", { "data-island": node.attrs.kind, dir: "auto" }, 0],
    },
    text: { group: "inline" },
    // The end of a line that is shown as a space.
    soft_break: {
      inline: true, group: "inline", attrs: { typed: { default: "\n" } }, leafText: () => "\n",
      parseDOM: [{ tag: "span.soft-break" }], toDOM: () => ["span", { class: "soft-break" }, " "],
    },
    hard_break: {
      inline: true, group: "inline", selectable: false, attrs: { typed: { default: "\\\n" } }, leafText: () => "\n",
      parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
    },
    picture: {
      inline: true, group: "inline", attrs: { typed: {}, address: { default: "" }, words: { default: "" } },
      parseDOM: [{ tag: "img[data-typed]", getAttrs: (dom) => ({ typed: dom.getAttribute("data-typed"), address: dom.getAttribute("src") ?? "", words: dom.getAttribute("alt") ?? "" }) }],
      toDOM: ({ attrs: { typed, address, words } }) =>
        // Pictures elsewhere are not fetched.
        /^\/file\/[\w./-]+$/.test(address)
          ? ["img", { src: address, alt: words, title: words, "data-typed": typed }]
          : ["span", { class: "typed-picture" }, typed],
    },
  },
  marks: {
    link: {
      ...mark("a", { typed: {}, address: { default: "" }, words: { default: null } }), inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (dom) => isSafe(dom.getAttribute("href") ?? "") && linkTo(dom.getAttribute("href") ?? "") }],
      toDOM: ({ attrs: { address } }) => ["a", isSafe(address) ? { href: address, title: address } : {}, 0],
    },
    strong: {
      ...mark("strong", { typed: { default: "**" } }),
      parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null }],
    },
    em: { ...mark("em", { typed: { default: "*" } }), parseDOM: [{ tag: "em" }, { tag: "i" }] },
    strike: { ...mark("del", { typed: { default: "~~" } }), parseDOM: [{ tag: "del" }, { tag: "s" }] },
    // Characters that were typed as something else: `\*`, `&amp;`.
    typed: { attrs: { typed: {}, words: {} }, inclusive: false, toDOM: () => ["span", 0] },
    code: {
      attrs: { typed: { default: "" }, words: { default: "" } }, inclusive: false, code: true, excludes: "code typed",
      parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0],
    },
  },
});

/** @param {string} address @returns {{ address: string, typed: string }} attributes of a link there */
export function linkTo(address) {
  const typed = /^[^\s<>()\\]+$/.test(address) ? `(${address})` : `(<${address.replace(/[<>\n\\]/g, encodeURIComponent)}>)`;
  return { address, typed };
}
