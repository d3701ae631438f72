// What is copied out of the text and pasted into it: Markdown, wherever only plain words go.
import { Fragment, Slice } from "prosemirror-model";
import { read } from "./blocks.js";
import { schema } from "./schema.js";
import { sourceOf } from "./text.js";

/** @param {string} text @returns {import("prosemirror-model").Node[]} blocks that may stand anywhere */
export function blocks(text) {
  const { nodes } = read(text.replace(/\r\n?/g, "\n").trim());
  return nodes.map((one) => one.type.create({ ...one.attrs, before: null }, one.content));
}

/** @param {DataTransfer | null} carried @returns {boolean} whether it is files, which attach-files.js sends */
const isFiles = (carried) => Boolean(carried?.types.includes("Files") && !carried.types.includes("text/plain"));

/** @type {Partial<import("prosemirror-view").EditorProps>} */
export const carrying = {
  // Styles and scripts of other pages are refused on this one in any case.
  transformPastedHTML: (html) => html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")),
  clipboardTextParser: (text) => Slice.maxOpen(Fragment.fromArray(blocks(text))),
  clipboardTextSerializer: ({ content }) =>
    content.firstChild?.isBlock ? sourceOf(schema.topNodeType.create(null, content)) : content.textBetween(0, content.size, "\n\n"),
  handlePaste: (_, { clipboardData }) => isFiles(clipboardData),
  handleDrop: (_, { dataTransfer }) => isFiles(dataTransfer),
};
