// @ts-check
/**
 * Refuses to put into the box what is far longer than any post: browsers take many seconds
 * to lay it out. It stays on the clipboard, and the page says so.
 *
 * <long-paste data-most="131072"><p class="error" role="alert" hidden>That is too long…</p></long-paste>
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

    /** @param {Event} event */
    handleEvent(event) {
      const pasted = event instanceof ClipboardEvent ? event.clipboardData?.getData("text/plain") : "";
      const isLong = (pasted ?? "").length > Number(this.dataset.most);
      this.querySelector("p")?.toggleAttribute("hidden", !isLong);
      if (!isLong) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }
  customElements.define("long-paste", LongPaste);
}
