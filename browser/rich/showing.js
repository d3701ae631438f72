// What is shown over the words and is no part of them; and what keeps lists apart that
// would be one in Markdown.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const SEEN = [
  { className: "mention", found: /(?<![\p{L}\p{N}@/.])@(?:"[^"\n]{1,60}"|[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)*)/gu },
  { className: "typed-spoiler", found: /(?<!\|)\|\|(?!\|)\S(?:.*?\S)?\|\|(?!\|)/gu },
];

/** @param {import("prosemirror-model").Node} doc @param {Record<string, string>} words */
function decorations(doc, words) {
  /** @type {Decoration[]} */ const found = [];
  doc.descendants((node, at) => {
    if (node.type.name === "island") {
      const label = words[node.attrs.kind] ?? words.other ?? "";
      found.push(Decoration.node(at, at + node.nodeSize, { "data-words": label, role: "group", "aria-label": label }));
    } else if (node.isText && !node.marks.some((one) => one.type.name === "code")) {
      for (const { className, found: pattern } of SEEN) {
        for (const { index, 0: text } of (node.text ?? "").matchAll(pattern)) {
          found.push(Decoration.inline(at + index, at + index + text.length, { class: className }));
        }
      }
    }
    return !node.type.spec.code;
  });
  return DecorationSet.create(doc, found);
}

/** @param {Record<string, string>} words what each kind of source is called */
export const showing = (words) =>
  new Plugin({
    state: {
      init: (_, { doc }) => decorations(doc, words),
      apply: (tr, old) => (tr.docChanged ? decorations(tr.doc, words) : old),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
    appendTransaction(transactions, _, { doc, tr }) {
      if (!transactions.some((one) => one.docChanged)) return null;
      doc.descendants((node, at, parent, index) => {
        const above = index ? parent?.child(index - 1) : null;
        if (above?.type !== node.type || above.attrs.bullet !== node.attrs.bullet) return !node.isTextblock;
        if (node.type.name === "bullet_list") tr.setNodeAttribute(at, "bullet", node.attrs.bullet === "-" ? "*" : "-");
        if (node.type.name === "ordered_list") tr.setNodeAttribute(at, "bullet", node.attrs.bullet === "." ? ")" : ".");
        return !node.isTextblock;
      });
      return tr.docChanged ? tr : null;
    },
  });
