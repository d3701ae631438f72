// @ts-check
/**
 * Shows that another page or device saved a newer text for the same place, and lets its
 * author choose: theirs, mine, or both, one behind the other. Nothing is overwritten
 * before that, and what is put in can be undone.
 *
 * <newer-draft></newer-draft>
 * filled with: <div class="notice">…<span data-at></span><textarea data-newer readonly>
 *   </textarea><button data-take="theirs">…</button><button data-take="mine">…</button>
 *   <button data-take="both">…</button></div>
 */
{
  class NewerDraft extends HTMLElement {
    isOpen = false;

    connectedCallback() {
      this.addEventListener("click", this);
    }

    /** @param {DocumentFragment} made */
    fill(made) {
      this.made = made;
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
    }

    /** @param {{ source: string, title: string, saved_at: string, draft_seen: string }} newer */
    show(newer) {
      if (!this.made) return;
      this.newer = newer;
      this.isOpen = true;
      this.append(this.made.cloneNode(true));
      const text = this.querySelector("textarea[data-newer]");
      if (text instanceof HTMLTextAreaElement) text.value = newer.source;
      const at = this.querySelector("[data-at]");
      const page = document.documentElement.lang;
      // Browsers take English for American, which begins with the month.
      const language = page === "en" ? "en-GB" : page;
      if (at) at.textContent = new Date(newer.saved_at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
      this.querySelector(".notice")?.setAttribute("role", "alert");
    }

    /** @param {Event} event */
    handleEvent(event) {
      const taken = event.target instanceof HTMLElement ? event.target.closest("[data-take]")?.getAttribute("data-take") : null;
      const writing = /** @type {any} */ (this.closest("form")?.querySelector("writing-box"));
      const draft = /** @type {any} */ (this.closest("auto-draft"));
      if (!taken || !this.newer) return;
      const mine = writing.box.value;
      const texts = { theirs: this.newer.source, mine, both: `${mine.trimEnd()}\n\n${this.newer.source}` };
      const title = draft.fields(/^title$/)[0];
      if (taken === "theirs" && title) title.value = this.newer.title;
      draft.see(this.newer.draft_seen);
      this.isOpen = false;
      this.querySelector(".notice")?.remove();
      if (taken !== "mine") writing.replace(0, mine.length, texts[/** @type {"theirs" | "both"} */ (taken)]);
      writing.enter();
      draft.save();
    }
  }
  customElements.define("newer-draft", NewerDraft);
}
