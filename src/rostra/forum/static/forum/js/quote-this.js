// @ts-check
/**
 * Brings up a button at the end of words that are selected in a post; the Tab key leads
 * from the words to it, and Escape takes it away. What it does, quote-selection.js says.
 *
 * <quote-this data-words="Quote this"></quote-this>
 */
{
  const SETTLED = 250;
  const AFTER = 600;

  class QuoteThis extends HTMLElement {
    /** @type {Range | null} the last words selected: pressing a link unselects them */
    range = null;

    connectedCallback() {
      this.button = document.createElement("button");
      Object.assign(this.button, { type: "button", className: "button primary small quote-this", textContent: this.dataset.words });
      this.button.dataset.act = "quote";
      document.addEventListener("selectionchange", this);
      document.addEventListener("keydown", this);
    }

    disconnectedCallback() {
      document.removeEventListener("selectionchange", this);
      document.removeEventListener("keydown", this);
      this.forget();
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event instanceof KeyboardEvent) this.press(event);
      else this.remember();
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      if (!this.button?.isConnected || document.activeElement === this.button) return;
      if (event.key === "Escape") this.forget();
      if (event.key !== "Tab" || event.shiftKey) return;
      event.preventDefault();
      this.button.focus();
    }

    remember() {
      clearTimeout(this.timer);
      const selection = getSelection();
      if (selection?.rangeCount && !selection.isCollapsed) {
        this.range = selection.getRangeAt(0).cloneRange();
        this.timer = setTimeout(() => this.offer(), SETTLED);
      } else if (document.activeElement !== this.button) {
        // A tap on a link unselects before it is a click.
        this.timer = setTimeout(() => this.forget(), AFTER);
      }
    }

    /** @returns {Range | null} what is selected, which is then used up */
    take() {
      const range = this.range;
      this.forget();
      return range;
    }

    forget() {
      clearTimeout(this.timer);
      this.range = null;
      this.button?.remove();
    }

    offer() {
      const end = this.range?.endContainer;
      const prose = (end instanceof Element ? end : end?.parentElement)?.closest("[data-post-id] .prose");
      const box = this.range && [...this.range.getClientRects()].at(-1);
      if (!prose || !box || !this.button || !document.querySelector("writing-box")) return this.button?.remove();
      prose.after(this.button);
      const around = (this.button.offsetParent ?? document.body).getBoundingClientRect();
      // Beside the last line if there is room, where nothing is covered; else below it.
      const { offsetWidth: wide, offsetHeight: high } = this.button;
      const hasRoom = box.right + wide + 8 <= around.right;
      const left = hasRoom ? box.right + 8 : Math.max(around.left, box.right - wide);
      const top = hasRoom ? (box.top + box.bottom - high) / 2 : box.bottom + 8;
      Object.assign(this.button.style, { left: `${left - around.left}px`, top: `${top - around.top}px` });
    }
  }
  customElements.define("quote-this", QuoteThis);
}
