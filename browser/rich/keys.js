// What is done by typing: keys, and marks of Markdown that become what they mean.
import { baseKeymap, chainCommands, exitCode, splitBlockAs } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Selection, TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";

/** @typedef {import("prosemirror-state").Command} Command */

const { nodes, marks } = schema;

/** @type {Command} */
const breakLine = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

/** @param {-1 | 1} way @returns {Command} out of a source at the very end or beginning, where nothing else is */
const leave = (way) => (state, dispatch, view) => {
  const { $head, empty } = state.selection;
  if (!empty || !$head.parent.type.spec.code || !view?.endOfTextblock(way > 0 ? "down" : "up")) return false;
  const index = $head.index(0);
  if ($head.depth > 1 || index !== (way > 0 ? state.doc.childCount - 1 : 0)) return false;
  const at = way > 0 ? state.doc.content.size : 0;
  const tr = state.tr.insert(at, nodes.paragraph.create());
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(at + 1), way)).scrollIntoView());
  return true;
};

// The Tab key leads on to the next field, as in any box.
const own = keymap({
  Enter: chainCommands(
    (state, dispatch) => !state.selection.$from.parent.type.spec.code && splitListItem(nodes.list_item, { before: null })(state, dispatch),
    (state, dispatch) => baseKeymap.Enter(state, dispatch),
  ),
  "Shift-Enter": chainCommands(exitCode, breakLine),
  "Mod-z": undo,
  "Shift-Mod-z": redo,
  "Mod-y": redo,
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
  "Mod-a": (state, dispatch) => {
    const { from } = Selection.atStart(state.doc);
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, from, Selection.atEnd(state.doc).to)));
    return true;
  },
  Backspace: undoInputRule,
  ArrowDown: leave(1),
  ArrowUp: leave(-1),
});

const split = keymap({
  Enter: (state, dispatch) => {
    const { $from, empty } = state.selection;
    const isPlain = empty && $from.depth === 1 && $from.parent.type === nodes.paragraph && $from.parent.content.size > 0;
    return isPlain && splitBlockAs(() => ({ type: nodes.paragraph }))(state, dispatch);
  },
});

/** @param {RegExp} found with the words in its last group @param {import("prosemirror-model").MarkType} mark */
function marking(found, mark) {
  return new InputRule(found, (state, match, start, end) => {
    const words = match[match.length - 1];
    const from = start + match[0].indexOf(match[1]);
    if (!words.trim() || state.doc.rangeHasMark(from, end, marks.code)) return null;
    const tr = state.tr;
    const at = from + match[1].indexOf(words);
    tr.delete(at + words.length, end).delete(from, at);
    return tr.addMark(from, from + words.length, mark.create()).removeStoredMark(mark);
  });
}

const asTyped = inputRules({
  rules: [
    wrappingInputRule(/^\s*([-+*]) $/, nodes.bullet_list, ([, bullet]) => ({ bullet })),
    wrappingInputRule(/^\s*(\d{1,9})([.)]) $/, nodes.ordered_list, ([, start, bullet]) => ({ start: Number(start), bullet }), (match, list) => list.childCount + list.attrs.start === Number(match[1])),
    wrappingInputRule(/^\s*> $/, nodes.blockquote),
    textblockTypeInputRule(/^(#{1,6}) $/, nodes.heading, ([, signs]) => ({ level: signs.length })),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    marking(/(?:^|[^*\\])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, marks.strong),
    marking(/(?:^|[^*\\\w])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, marks.em),
    marking(/(?:^|[^\w\\])(_([^_\s](?:[^_]*[^_\s])?)_)$/, marks.em),
    marking(/(?:^|[^~\\])(~~([^~\s](?:[^~]*[^~\s])?)~~)$/, marks.strike),
    marking(/(?:^|[^`\\])(`([^`]+)`)$/, marks.code),
  ],
});

export const typing = [asTyped, split, own, keymap(baseKeymap)];
