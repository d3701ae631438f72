// @ts-check
/**
 * A dialog with faces to choose from: those often used here first, any other by a word.
 * The toolbar's button opens it, and what is chosen is put where the caret was.
 *
 * <emoji-picker data-address="/static/…/emoji.json" data-common="😀 👍"></emoji-picker>
 * filled with: <dialog><input type="search"><div class="faces"></div></dialog>
 */
{
  const USED = "emoji";
  const MOST_USED = 16;
  const MOST = 80;

  class EmojiPicker extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.form?.addEventListener("tool", this);
      this.addEventListener("input", this);
      this.addEventListener("click", this);
      this.addEventListener("keydown", this);
    }

    /** @param {DocumentFragment} made */
    fill(made) {
      this.append(made);
      this.dialog = this.querySelector("dialog");
      this.search = this.querySelector("input");
    }

    disconnectedCallback() {
      this.form?.removeEventListener("tool", this);
      this.removeEventListener("input", this);
      this.removeEventListener("click", this);
      this.removeEventListener("keydown", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.type === "tool") {
        if (event instanceof CustomEvent && event.detail === "emoji") this.open();
      } else if (event instanceof KeyboardEvent) {
        event.stopPropagation();
        // Enter takes the first that was found, and never sends the form around.
        if (event.key !== "Enter" || target !== this.search) return;
        event.preventDefault();
        this.querySelector(".faces button")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      } else if (event.type === "input") {
        event.stopPropagation();
        this.show();
      } else if (target?.matches(".faces button")) this.take(target.textContent ?? "");
      else if (target === this.dialog || target?.matches("[data-close]")) this.dialog?.close();
    }

    async open() {
      if (this.search) this.search.value = "";
      this.dialog?.showModal();
      const answer = await fetch(this.dataset.address ?? "").catch(() => null);
      /** @type {Record<string, string>} */
      this.known = answer?.ok ? await answer.json() : {};
      this.show();
    }

    get used() {
      return /** @type {string[]} */ (JSON.parse(localStorage.getItem(USED) ?? "[]"));
    }

    show() {
      const known = this.known ?? {};
      const words = this.search?.value.trim().toLowerCase().replaceAll(" ", "_") ?? "";
      const common = (this.dataset.common ?? "").split(" ");
      const found = words ? Object.keys(known).filter((sign) => known[sign].includes(words)) : [...new Set([...this.used, ...common])];
      const buttons = found.slice(0, MOST).map((sign) => {
        const button = document.createElement("button");
        const name = known[sign]?.split(" ")[0].replaceAll("_", " ") ?? sign;
        Object.assign(button, { type: "button", className: "button quiet", textContent: sign, title: name, ariaLabel: name });
        return button;
      });
      this.querySelector(".faces")?.replaceChildren(...buttons);
    }

    /** @param {string} sign */
    take(sign) {
      this.dialog?.close();
      const used = [sign, ...this.used.filter((one) => one !== sign)];
      localStorage.setItem(USED, JSON.stringify(used.slice(0, MOST_USED)));
      /** @type {any} */ (this.form?.querySelector("writing-box"))?.put(sign);
    }
  }
  customElements.define("emoji-picker", EmojiPicker);
}
