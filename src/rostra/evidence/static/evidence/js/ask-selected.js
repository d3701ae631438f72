// @ts-check
/**
 * Takes the words that are selected in a post along to where a source is asked for.
 * Without script, and without words selected, they are typed there.
 *
 * <ask-selected><a data-key="ask" href="/post/55/ask-source/">Ask for a source</a></ask-selected>
 */
{
  const MOST = 300;

  class AskSelected extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const link = this.querySelector("a");
      const words = this.selected();
      if (!link || !words || !(event.target instanceof Element)) return;
      const address = new URL(link.href);
      address.searchParams.set("words", words);
      link.href = address.href;
    }

    /** @returns {string} the words selected in this post, if they are not too many */
    selected() {
      const prose = this.closest("[data-post-id]")?.querySelector(".prose");
      // A tap on the link has unselected them by now; the button to quote remembers.
      const kept = /** @type {any} */ (document.querySelector("quote-this"))?.range;
      const here = getSelection();
      const range = /** @type {Range | null} */ (kept ?? (here?.rangeCount ? here.getRangeAt(0) : null));
      if (!range || !prose?.contains(range.commonAncestorContainer)) return "";
      const words = range.toString().replace(/\s+/g, " ").trim();
      return words.length <= MOST ? words : "";
    }
  }
  customElements.define("ask-selected", AskSelected);
}
