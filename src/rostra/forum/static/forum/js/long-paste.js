// @ts-check
/**
 * Refuses to put into the box what is far longer than any post: browsers take many seconds
 * to lay it out. It stays on the clipboard, and the page says so.
 *
 * <long-paste data-most="131072"></long-paste>, filled by writing-help.js with a paragraph
 */
{
  class LongPaste extends HTMLElement {
    connectedCallback() {
      this.around = this.closest("writing-box");
      this.around?.addEventListener("paste", this, { capture: true });
    }

    disconnectedCallback() {
      this.around?.removeEventListener("paste", this, { capture: true });
    }

    /** @param {DocumentFragment} words what is said then */
    fill(words) {
      this.append(words);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const pasted = event instanceof ClipboardEvent ? event.clipboardData?.getData("text/plain") : "";
      const isLong = (pasted ?? "").length > Number(this.dataset.most);
      const told = this.querySelector("p");
      if (!told || (told.hidden && !isLong)) return;
      told.hidden = !isLong;
      // Only now: elsewhere an alert means that a form came back with something wrong.
      told.setAttribute("role", "alert");
      if (!isLong) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }
  customElements.define("long-paste", LongPaste);
}
