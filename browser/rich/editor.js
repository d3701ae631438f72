// The rich mode over a textarea, whose text stays the one that counts: everything else on
// the page reads and writes that.
import { history } from "prosemirror-history";
import { EditorState, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { blocks, carrying } from "./carrying.js";
import { command, isOn, link, linkAt } from "./commands.js";
import { typing } from "./keys.js";
import { schema } from "./schema.js";
import { showing } from "./showing.js";
import { documentOf, followed, sizeOf, sourceOf } from "./text.js";
import { endsOf } from "./writing.js";

export class RichMode {
  /**
   * @param {HTMLTextAreaElement} box
   * @param {{ words: Record<string, string>, attributes: Record<string, string>, changed: () => void }} options
   */
  constructor(box, { words, attributes, changed }) {
    this.box = box;
    this.changed = changed;
    const doc = documentOf(box.value);
    this.written = box.value;
    this.view = new EditorView((dom) => box.after(dom), {
      state: EditorState.create({ doc, plugins: [...typing, history(), showing(words)] }),
      attributes: { role: "textbox", "aria-multiline": "true", tabindex: "0", ...attributes },
      dispatchTransaction: (tr) => this.apply(tr),
      ...carrying,
    });
    this.select(box.selectionStart);
  }

  get dom() {
    return this.view.dom;
  }

  leave() {
    const { doc, selection } = this.view.state;
    const end = endsOf(doc)[Math.min(selection.$head.index(0), doc.childCount - 1)];
    this.view.destroy();
    this.box.setSelectionRange(end, end);
  }

  /** @param {number} at a place in the source; the caret goes to the end of its block */
  select(at) {
    const { doc, tr } = this.view.state;
    const found = endsOf(doc).findIndex((end) => end >= at);
    const count = found < 0 ? doc.childCount : found + 1;
    this.view.dispatch(tr.setSelection(Selection.near(doc.resolve(sizeOf(doc, 0, count) - 1), -1)));
  }

  /** @param {import("prosemirror-state").Transaction} tr */
  apply(tr) {
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) {
      const source = sourceOf(this.view.state.doc);
      if (source !== this.written) this.write(source);
    }
    this.changed();
  }

  /** @param {string} source */
  write(source) {
    this.box.value = this.written = source;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Takes over what something else wrote into the box; blocks that are the same stay. */
  follow() {
    if (this.box.value === this.written) return;
    this.written = this.box.value;
    this.view.dispatch(followed(this.view.state, documentOf(this.written)));
  }

  /** Takes over a selection that the browser has not told of yet, as it does once a frame. */
  settle() {
    /** @type {any} */ (this.view).domObserver.flush();
  }

  /** @param {boolean} [stays] whether the page stays where it is */
  enter(stays) {
    this.settle();
    this.view.focus();
    if (!stays) this.dom.scrollIntoView({ block: "center" });
  }

  /** @param {string} text takes the place of what is selected */
  put(text) {
    this.enter(true);
    this.view.dispatch(this.view.state.tr.insertText(text).scrollIntoView());
  }

  /** @param {number} from @param {number} to @param {string} text in place of what is between; of everything from 0 on */
  replace(from, to, text) {
    if (from) return this.view.dispatch(this.view.state.tr.insertText(text, from, to));
    this.box.value = text;
    this.follow();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {string} text blocks of their own, under the one with the caret @param {boolean} isLast or at the end @param {boolean} [stays] */
  block(text, isLast, stays) {
    this.settle();
    const { doc, selection, tr } = this.view.state;
    const $at = isLast ? doc.resolve(doc.content.size) : selection.$to;
    const own = $at.depth ? $at.node(1) : doc.lastChild;
    const after = $at.depth ? $at.after(1) : doc.content.size;
    const isEmpty = own?.type.name === "paragraph" && !own.content.size;
    const made = [...blocks(text), schema.node("paragraph")];
    tr.replaceWith(isEmpty ? after - (own?.nodeSize ?? 0) : after, after, made);
    const end = tr.mapping.map(after);
    this.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end), -1)).scrollIntoView());
    this.enter(stays);
  }

  /** @param {string} tool @returns {boolean} whether it is one that works here by itself */
  use(tool) {
    this.settle();
    this.view.focus();
    const run = command(this.view.state, tool);
    return run ? run(this.view.state, this.view.dispatch) || true : false;
  }

  /** @param {string} tool */
  isOn(tool) {
    return isOn(this.view.state, tool);
  }

  get address() {
    this.settle();
    return linkAt(this.view.state);
  }

  set address(address) {
    this.view.focus();
    link(this.view, address);
  }

  /** What stands before the caret in its block, and where the caret is. */
  get here() {
    this.settle();
    const { $head } = this.view.state.selection;
    return { words: $head.parent.textBetween(0, $head.parentOffset, null, "\n").slice(-70), at: $head.pos };
  }

  /** @param {number} at @returns {{ left: number, bottom: number }} */
  spot(at) {
    return this.view.coordsAtPos(at);
  }
}

/** @param {import("prosemirror-model").Node} doc @param {number} from @param {number} to what is selected */
export const stateOf = (doc, from, to) =>
  EditorState.create({ doc, selection: TextSelection.between(doc.resolve(from), doc.resolve(to)), plugins: [showing({})] });
export { command, documentOf, endsOf, schema, sourceOf };
