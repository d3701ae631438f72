// @ts-check
/**
 * Puts the words that are selected in a post, or else all of its words, into the box
 * below as a quote, when the post's Quote link is pressed. Without script the link
 * leads to a page where the server has done the same with the whole post.
 *
 * <quote-selection><article data-post-id="55"><a class="name">scott</a>
 *   <div class="prose">…</div><a data-key="quote" href="…">Quote</a></article></quote-selection>
 * <textarea name="source"></textarea>
 */
{
  class QuoteSelection extends HTMLElement {
    connectedCallback() {
      /** @type {Range | null} the last words selected: pressing a link unselects them */
      this.range = null;
      this.addEventListener("click", this);
      document.addEventListener("selectionchange", this);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
      document.removeEventListener("selectionchange", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event.type === "selectionchange") return this.remember();
      const link = event.target instanceof Element ? event.target.closest("[data-key]") : null;
      const box = document.querySelector('textarea[name="source"]');
      if (!link || !(box instanceof HTMLTextAreaElement)) return;
      if (link.getAttribute("data-key") === "quote") {
        const post = link.closest("[data-post-id]");
        if (post instanceof HTMLElement) this.put(box, this.quote(post));
      } else if (link.getAttribute("data-key") !== "reply") return;
      event.preventDefault();
      box.focus();
      box.scrollIntoView({ block: "center" });
    }

    remember() {
      const selection = getSelection();
      if (selection?.rangeCount && !selection.isCollapsed) this.range = selection.getRangeAt(0).cloneRange();
    }

    /** @param {HTMLElement} post @returns {string} */
    quote(post) {
      const name = post.querySelector(".author .name")?.textContent?.trim() ?? "";
      const shown = /^[\p{L}\p{N}_]+$/u.test(name) ? name : `"${name}"`;
      const words = this.words(post).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
      return `> @${shown} [said](/post/${post.dataset.postId}/):\n>\n${words}\n\n`;
    }

    /** @param {HTMLElement} post @returns {string} */
    words(post) {
      const prose = post.querySelector(".prose");
      const range = this.range;
      this.range = null;
      if (range && prose?.contains(range.commonAncestorContainer)) {
        const words = this.plain(range.cloneContents());
        if (words) return words;
      }
      return prose ? this.plain(prose.cloneNode(true)) : "";
    }

    /** @param {Node} part @returns {string} its text, a blank line between paragraphs */
    plain(part) {
      const holder = document.createElement("div");
      holder.append(part);
      for (const quote of holder.querySelectorAll("figure, blockquote, details")) quote.remove();
      for (const picture of holder.querySelectorAll("picture")) {
        const { alt, src } = /** @type {HTMLImageElement} */ (picture.querySelector("img"));
        picture.replaceWith(`![${alt.replace(/[[\]]/g, "\\$&")}](${new URL(src).pathname})`);
      }
      for (const block of holder.querySelectorAll("p, li, pre, h2, h3, h4, h5, h6, tr")) block.append("\n\n");
      for (const line of holder.querySelectorAll("br")) line.replaceWith("\n");
      return (holder.textContent ?? "").replace(/[ \t]*\n[ \t]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
    }

    /** @param {HTMLTextAreaElement} box @param {string} words */
    put(box, words) {
      const before = box.value.trimEnd();
      box.value = before ? `${before}\n\n${words}` : words;
      box.setSelectionRange(box.value.length, box.value.length);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  customElements.define("quote-selection", QuoteSelection);
}
