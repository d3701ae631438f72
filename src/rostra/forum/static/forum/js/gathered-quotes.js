// @ts-check
/**
 * Quotes gathered over pages and topics, in this tab: how many there are, and buttons to
 * put them into the reply or forget them. They are in a template, as without script
 * nothing can be gathered.
 *
 * <gathered-quotes><template><div class="gathered"><p role="status">Quotes gathered:
 *   <strong data-count></strong></p><button data-act="put">…</button><button data-act="forget">…</button></div>
 *   </template></gathered-quotes>
 */
{
  const KEPT = "quotes";
  const MOST = 30;

  class GatheredQuotes extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
      addEventListener("pageshow", this);
      this.show();
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
      removeEventListener("pageshow", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event.type === "pageshow") return this.show();
      const act = event.target instanceof Element ? event.target.closest("[data-act]")?.getAttribute("data-act") : null;
      if (!act) return;
      const words = this.kept.map(([, quote]) => quote).join("\n\n");
      const box = /** @type {any} */ (document.querySelector("writing-box"));
      this.keep([]);
      for (const pressed of document.querySelectorAll('[data-act="also"]')) pressed.setAttribute("aria-pressed", "false");
      if (act === "put") box?.block(words);
      else document.querySelector("main")?.focus({ preventScroll: true });
    }

    /** @returns {[string, string][]} the number of the post, and what is quoted of it */
    get kept() {
      return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    }

    /** @param {[string, string][]} quotes */
    keep(quotes) {
      sessionStorage.setItem(KEPT, JSON.stringify(quotes.slice(-MOST)));
      this.show();
    }

    /** @param {string} post */
    has(post) {
      return this.kept.some(([id]) => id === post);
    }

    /**
     * @param {string} post @param {() => string} quote
     * @param {boolean} isPart of the post: it is gathered beside other parts
     * @returns {boolean} whether anything of the post is gathered now
     */
    toggle(post, quote, isPart) {
      if (isPart) {
        const words = quote();
        this.keep([...this.kept.filter(([, known]) => known !== words), [post, words]]);
        return true;
      }
      const others = this.kept.filter(([id]) => id !== post);
      const isNew = others.length === this.kept.length;
      this.keep(isNew ? [...others, [post, quote()]] : others);
      return isNew;
    }

    show() {
      const made = this.querySelector("template")?.content.cloneNode(true);
      const number = this.kept.length;
      if (number && !this.bar && made instanceof DocumentFragment) {
        this.bar = made.firstElementChild;
        this.append(made);
        if (!document.querySelector("writing-box")) this.querySelector('[data-act="put"]')?.remove();
      }
      this.bar?.toggleAttribute("hidden", !number);
      const told = this.bar?.querySelector("[data-count]");
      if (told) told.textContent = String(number);
    }
  }
  customElements.define("gathered-quotes", GatheredQuotes);
}
