// What the buttons of the toolbar do here, each twice the other way round.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { linkTo, schema } from "./schema.js";

/** @typedef {import("prosemirror-state").EditorState} State @typedef {import("prosemirror-state").Command} Command */
/** @typedef {import("prosemirror-view").EditorView} View */

const { nodes, marks } = schema;
const MARKS = /** @type {Record<string, import("prosemirror-model").MarkType>} */ ({ bold: marks.strong, italic: marks.em, code: marks.code });
const LISTS = /** @type {Record<string, import("prosemirror-model").NodeType>} */ ({ list: nodes.bullet_list, numbers: nodes.ordered_list });

/** @param {State} state @param {import("prosemirror-model").NodeType} type @returns {boolean} whether the caret is in one */
function isIn({ selection: { $from } }, type) {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

/** @param {State} state @param {string} tool @returns {boolean} */
export function isOn(state, tool) {
  const { $from, from, to, empty } = state.selection;
  if (tool in LISTS) return isIn(state, LISTS[tool]);
  if (tool === "quote") return isIn(state, nodes.blockquote);
  if (tool === "heading") return isIn(state, nodes.heading);
  if (tool === "code" && isIn(state, nodes.code_block)) return true;
  const mark = tool === "link" ? marks.link : MARKS[tool];
  if (!mark) return false;
  return empty ? Boolean(mark.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, mark);
}

/** @param {State} state @param {string} tool @returns {Command | null} */
export function command(state, tool) {
  const { $from, $to } = state.selection;
  if (tool === "code" && ($from.parent.type.spec.code || !$from.sameParent($to))) {
    return isOn(state, tool) ? setBlockType(nodes.paragraph) : setCode;
  }
  if (tool in MARKS) return toggleMark(MARKS[tool]);
  if (tool === "heading") return setBlockType(isOn(state, tool) ? nodes.paragraph : nodes.heading);
  if (tool === "quote") return isOn(state, tool) ? lift : wrapIn(nodes.blockquote);
  if (tool in LISTS) return isOn(state, tool) ? liftListItem(nodes.list_item) : wrapInList(LISTS[tool]);
  return tool === "spoiler" ? hide : null;
}

/** @type {Command} several blocks become one of code */
function setCode(state, dispatch) {
  const range = state.selection.$from.blockRange(state.selection.$to);
  if (!range) return false;
  const words = state.doc.textBetween(range.start, range.end, "\n", "\n");
  const made = schema.node("code_block", null, words ? schema.text(words) : null);
  dispatch?.(state.tr.replaceRangeWith(range.start, range.end, made).scrollIntoView());
  return true;
}

/** @type {Command} bars around what is selected, or no longer */
function hide(state, dispatch) {
  const { from, to, $from, $to } = state.selection;
  if (!$from.sameParent($to)) return false;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 2), $from.parentOffset, null, " ");
  const after = $to.parent.textBetween($to.parentOffset, Math.min($to.parent.content.size, $to.parentOffset + 2), null, " ");
  if (before === "||" && after === "||") dispatch?.(state.tr.delete(to, to + 2).delete(from - 2, from));
  else {
    const tr = state.tr.insertText("||", to).insertText("||", from);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, from + 2, to + 2)).scrollIntoView());
  }
  return true;
}

/** @param {View} view @param {string} address of the link around what is selected; none if empty */
export function link(view, address) {
  const { tr, selection } = view.state;
  let { from, to } = selection;
  const $at = selection.$from;
  const own = $at.parent.childAfter($at.parentOffset);
  if (selection.empty && own.node && marks.link.isInSet(own.node.marks)) {
    from = $at.start() + own.offset;
    to = from + own.node.nodeSize;
  }
  const mark = schema.mark("link", linkTo(address));
  if (address && from === to) tr.insertText(address, from);
  else tr.removeMark(from, to, marks.link);
  if (address && from !== to) tr.addMark(from, to, mark);
  view.dispatch(tr.scrollIntoView());
}

/** @param {State} state @returns {string} where the link at the caret leads to */
export function linkAt({ doc, selection: { $from, from, to } }) {
  const around = [$from.nodeAfter, $from.nodeBefore];
  if (from < to) doc.nodesBetween(from, to, (node) => void around.unshift(node));
  return around.map((node) => node && marks.link.isInSet(node.marks)).find(Boolean)?.attrs.address ?? "";
}
