// @ts-check
/**
 * Keys for what the page inside it offers: J and K go through posts or topics, R
 * replies, Q quotes, U goes to the first unread post, # to a numbered one, ? says all
 * this. Off inside fields; members can turn them off in the dialog.
 *
 * <key-map><article data-post-id="55" tabindex="-1">…</article>
 *   <a href="#reply" data-key="reply">Reply</a>
 *   <dialog class="keys">…<input type="checkbox" data-keys></dialog></key-map>
 *
 * Where there is a box to write in, the dialog is fetched with what helps there
 * (writing-help.js), which fills it in.
 */
{
  const OFF = "keys-off";
  const ITEMS = "article[data-post-id], .topic";
  const ACTS = /** @type {Record<string, string>} */ ({ r: "reply", q: "quote", u: "unread" });

  class KeyMap extends HTMLElement {
    connectedCallback() {
      document.addEventListener("keydown", this);
      this.know();
    }

    /** @param {DocumentFragment} dialog */
    fill(dialog) {
      if (this.dialog) return;
      this.append(dialog);
      this.know();
    }

    know() {
      this.dialog = this.querySelector("dialog.keys");
      this.tick = this.dialog?.querySelector("[data-keys]");
      if (this.tick instanceof HTMLInputElement) this.tick.checked = !localStorage.getItem(OFF);
      this.tick?.addEventListener("change", this);
    }

    disconnectedCallback() {
      document.removeEventListener("keydown", this);
      this.tick?.removeEventListener("change", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event instanceof KeyboardEvent) this.press(event);
      else if (this.tick instanceof HTMLInputElement) {
        if (this.tick.checked) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "1");
      }
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        const form = target instanceof HTMLTextAreaElement ? target.form : null;
        form?.querySelector("[data-post]") && form.requestSubmit(form.querySelector("[data-post]"));
        return;
      }
      const isTyping = target?.closest("input, textarea, select, [contenteditable]");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.dialog?.open || (localStorage.getItem(OFF) && event.key !== "?")) return;
      if (this.act(event.key)) event.preventDefault();
    }

    /** @param {string} key @returns {boolean} whether the key meant anything here */
    act(key) {
      const low = key.toLowerCase();
      if (key === "?") return this.dialog?.showModal() === undefined && !!this.dialog;
      if (key === "#") return this.focusOn(this.querySelector('[name="post"]'));
      if (low === "j" || low === "k") return this.step(low === "j" ? 1 : -1);
      const wanted = ACTS[low] && `[data-key="${ACTS[low]}"]`;
      const link = wanted && (this.current?.querySelector(wanted) ?? this.querySelector(wanted));
      if (link instanceof HTMLElement) link.click();
      return !!link;
    }

    /** @param {number} by */
    step(by) {
      const items = [...this.querySelectorAll(ITEMS)];
      const at = this.current ? items.indexOf(this.current) : by > 0 ? -1 : items.length;
      const next = items[at + by];
      return this.focusOn(next?.querySelector(".title a:last-child") ?? next ?? null);
    }

    /** @param {Element | null} element */
    focusOn(element) {
      if (!(element instanceof HTMLElement)) return false;
      if (element.matches("article")) element.tabIndex = -1;
      element.focus();
      element.scrollIntoView({ block: "nearest" });
      return true;
    }

    /** The post or topic that the reader is at. */
    get current() {
      const focused = document.activeElement?.closest(ITEMS);
      if (focused) return focused;
      const seen = [...this.querySelectorAll(ITEMS)].filter((item) => item.getBoundingClientRect().top < 120);
      return seen.at(-1) ?? null;
    }
  }
  customElements.define("key-map", KeyMap);
}
