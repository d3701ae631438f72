// A text as a document and back. No text is changed by that.
import { read } from "./blocks.js";
import { schema } from "./schema.js";
import { known, sourceOf } from "./writing.js";

/** @typedef {import("prosemirror-model").Node} Node */

/** @param {string} source @returns {Node} */
export function documentOf(source) {
  const { nodes, tail } = read(source);
  const doc = nodes.length ? schema.node("doc", { tail }, nodes) : schema.node("doc", { tail }, [schema.node("paragraph")]);
  if (sourceOf(doc) === source) return doc;
  // A text that is not understood is still one that can be written.
  const whole = schema.node("island", { before: "" }, source ? schema.text(source) : null);
  known.set(whole, source);
  return schema.node("doc", null, [whole]);
}

/** @param {Node} doc @param {number} from @param {number} to @returns {number} how long these of its blocks are */
export function sizeOf(doc, from, to) {
  return doc.content.content.slice(from, to).reduce((sum, one) => sum + one.nodeSize, 0);
}

/** @param {import("prosemirror-state").EditorState} state @param {Node} next @returns {import("prosemirror-state").Transaction} to it, over the blocks that differ */
export function followed({ doc, tr }, next) {
  const least = Math.min(doc.childCount, next.childCount);
  let top = 0;
  while (top < least && doc.child(top).eq(next.child(top))) top++;
  let low = 0;
  while (low < least - top && doc.child(doc.childCount - 1 - low).eq(next.child(next.childCount - 1 - low))) low++;
  const to = doc.content.size - sizeOf(doc, doc.childCount - low, doc.childCount);
  tr.replaceWith(sizeOf(doc, 0, top), to, next.content.content.slice(top, next.childCount - low));
  return tr.setDocAttribute("tail", next.attrs.tail);
}

export { sourceOf };
