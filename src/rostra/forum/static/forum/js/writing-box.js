// @ts-check
/**
 * The box to write in, as what stands around it changes its text: toolbar, quotes and
 * offers. All that they do can be undone with the keys that undo typing.
 *
 * <writing-box><textarea name="source"></textarea></writing-box>
 */
{
  const MARKS = /** @type {Record<string, [RegExp, (at: number) => string]>} */ ({
    heading: [/^#{1,6} /, () => "# "],
    quote: [/^> ?/, () => "> "],
    list: [/^[-*+] /, () => "- "],
    numbers: [/^\d+[.)] /, (at) => `${at + 1}. `],
  });

  class WritingBox extends HTMLElement {
    /** @type {any} the rich mode while it is in the place of the box, see rich-mode.js */
    rich = null;

    connectedCallback() {
      this.addEventListener("focusin", this);
    }

    disconnectedCallback() {
      this.removeEventListener("focusin", this);
    }

    handleEvent() {
      this.hasCaret = true;
    }

    get box() {
      return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
    }

    get selected() {
      return this.box.value.slice(this.box.selectionStart, this.box.selectionEnd);
    }

    /** @param {string} text in the place of what is selected @param {number} [from] what is selected then begins here @param {number} [to] and ends here */
    put(text, from, to) {
      if (this.rich) return this.rich.put(text);
      const box = this.box;
      this.enter(true);
      const end = box.selectionStart + text.length;
      const before = box.value;
      // The one way to change a field that can be undone. Where there is none, it is changed all the same.
      document.execCommand(text ? "insertText" : "delete", false, text);
      if (box.value === before && text !== this.selected) {
        box.setRangeText(text);
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
      box.setSelectionRange(from ?? end, to ?? from ?? end);
    }

    /**
     * @param {number} from @param {number} to @param {string} text
     * @param {number} [start] @param {number} [end]
     */
    replace(from, to, text, start, end) {
      if (this.rich) return this.rich.replace(from, to, text);
      this.box.setSelectionRange(from, to);
      this.put(text, start, end);
    }

    /** @param {string} mark is put around what is selected, or taken away from there */
    surround(mark) {
      const { value, selectionStart } = this.box;
      const words = this.selected.trim();
      const from = selectionStart + (words ? this.selected.indexOf(words) : 0);
      const to = from + words.length;
      const long = mark.length;
      const before = value.slice(0, from);
      // One star is italic, two are bold, and three are both.
      const stars = mark[0] === "*" ? (/\*+$/.exec(before)?.[0].length ?? 0) : long;
      const isOn = before.endsWith(mark) && value.startsWith(mark, to);
      if (isOn && (long === 1 && mark === "*" ? stars % 2 : stars >= long)) {
        this.replace(from - long, to + long, words, from - long, to - long);
      } else this.replace(from, to, mark + words + mark, from + long, to + long);
    }

    /** @param {string} kind what the selected lines begin with, or no longer do */
    begin(kind) {
      const { value, selectionStart, selectionEnd } = this.box;
      const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
      const end = value.indexOf("\n", selectionEnd);
      const to = end < 0 ? value.length : end;
      const lines = value.slice(from, to).split("\n");
      const [known, mark] = MARKS[kind];
      const isOn = lines.every((line) => known.test(line));
      const changed = lines.map((line, at) => (isOn ? line.replace(known, "") : mark(at) + line)).join("\n");
      const last = from + changed.length;
      this.replace(from, to, changed, lines.length > 1 ? from : last, last);
    }

    /** @param {boolean} [stays] whether the page stays where it is */
    enter(stays) {
      if (this.rich) return this.rich.enter(stays);
      if (!this.box.offsetWidth) /** @type {any} */ (this.closest("live-preview"))?.view("write");
      this.box.focus({ preventScroll: true });
      if (!stays) this.box.scrollIntoView({ block: "center" });
    }

    /** @param {string} text a paragraph of its own: where the caret is, or at the end @param {boolean} [stays] */
    block(text, stays) {
      if (this.rich) return this.rich.block(text, !this.hasCaret, stays);
      if (!this.hasCaret) this.box.setSelectionRange(this.box.value.length, this.box.value.length);
      const { value, selectionStart, selectionEnd } = this.box;
      const before = value.slice(0, selectionStart).trimEnd();
      const after = value.slice(selectionEnd).trimStart();
      const whole = `${before && "\n\n"}${text}\n\n`;
      const at = before.length + whole.length;
      this.replace(before.length, value.length - after.length, whole, at);
      this.enter(stays);
    }
  }
  customElements.define("writing-box", WritingBox);
}
