// @ts-check
/**
 * Quotes the words that are selected in a post, or else all of its words: into the box
 * below by the post's Quote link or the button beside selected words, and for later by
 * its Quote also. Without script the link leads to a page where the server has done the
 * same with the whole post.
 *
 * <quote-selection data-also="Quote also"><article data-post-id="55"><a
 *   class="name">scott</a><div class="prose">…</div><a data-key="quote" href="…">Quote</a>
 *   </article><quote-this></quote-this><gathered-quotes></gathered-quotes></quote-selection>
 */
{
  const IS_PLAIN = /^[\p{L}\p{N}]+(_[\p{L}\p{N}]+)*$/u;

  class QuoteSelection extends HTMLElement {
    connectedCallback() {
      this.selected = /** @type {any} */ (this.querySelector("quote-this"));
      this.gathered = /** @type {any} */ (this.querySelector("gathered-quotes"));
      this.addEventListener("click", this);
      for (const link of this.querySelectorAll('[data-key="quote"]')) this.addAlso(link);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
    }

    /** @param {Element} link */
    addAlso(link) {
      if (link.nextElementSibling?.matches("[data-act]")) return;
      const post = link.closest("[data-post-id]");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button quiet small", textContent: "+", title: this.dataset.also });
      button.dataset.act = "also";
      button.setAttribute("aria-label", `${button.title} ${post?.getAttribute("data-post-number")}`);
      button.setAttribute("aria-pressed", String(this.gathered.has(post?.getAttribute("data-post-id"))));
      link.after(button);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const pressed = event.target instanceof Element ? event.target.closest("[data-key], [data-act]") : null;
      const post = pressed?.closest("[data-post-id]");
      const act = pressed?.getAttribute("data-act") ?? pressed?.getAttribute("data-key");
      const box = /** @type {any} */ (document.querySelector("writing-box"));
      if (act === "also" && post instanceof HTMLElement) {
        const isPart = Boolean(this.partOf(post.querySelector(".prose"), this.selected.range));
        const isIn = this.gathered.toggle(post.dataset.postId, () => this.quote(post), isPart);
        pressed?.setAttribute("aria-pressed", String(isIn));
      } else if (box && (act === "reply" || act === "quote")) {
        event.preventDefault();
        if (act === "quote" && post instanceof HTMLElement) box.block(this.quote(post));
        else box.enter();
      }
    }

    /**
     * @param {Element | null} prose @param {Range | null} range
     * @returns {Range | null} what of it lies in the words of one post
     */
    partOf(prose, range) {
      if (!prose || !range?.intersectsNode(prose)) return null;
      const part = range.cloneRange();
      if (!prose.contains(part.startContainer)) part.setStart(prose, 0);
      if (!prose.contains(part.endContainer)) part.setEnd(prose, prose.childNodes.length);
      return part.toString().trim() ? part : null;
    }

    /** @param {HTMLElement} post @returns {string} */
    quote(post) {
      const prose = post.querySelector(".prose");
      const range = this.partOf(prose, this.selected.take());
      const at = range?.commonAncestorContainer;
      // Words that this post quotes are quoted from whoever said them.
      const said = (at instanceof Element ? at : at?.parentElement)?.closest("[data-post] > blockquote");
      const card = said?.parentElement;
      const name = (card ?? post).querySelector(card ? ".name" : ".author .name")?.textContent?.trim() ?? "";
      const part = /** @type {any} */ (document.createElement("quoted-words"));
      const line = /** @type {any} */ (document.createElement("quoted-line"));
      const words = part.of(said ?? prose, range) || part.of(prose);
      const shown = IS_PLAIN.test(name) ? name : `"${line.plain(name)}"`;
      const id = card?.dataset.post ?? post.dataset.postId;
      return `> @${shown} [said](/post/${id}/):\n>\n${words.replace(/^/gm, "> ").replace(/ +$/gm, "")}`;
    }
  }
  customElements.define("quote-selection", QuoteSelection);
}
