// @ts-check
/**
 * Keeps what is being typed: on the server a moment after each pause, and on this
 * device at every keystroke. What was not sent, because the page, the browser or the
 * server went away, is put back when the form is opened again.
 *
 * <auto-draft data-place="topic:7" data-saved="Draft saved at" data-kept="Kept on this
 *   device at" data-restored="Restored: you wrote this at"><form>
 *   <input type="hidden" name="client_token"> <textarea name="source"></textarea>
 *   <span role="status" data-draft-status></span></form></auto-draft>
 */
{
  const PAUSE = 2500;
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const SENT = "draft-sent";
  const FIELDS = ["source", "title", "reason", "client_token", "poll_question", "poll_options"];

  class AutoDraft extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.place = this.dataset.place ?? "";
      if (!this.form || !this.place) return;
      this.forgetSent();
      this.restore();
      this.form.addEventListener("input", this);
      this.form.addEventListener("submit", this);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.form?.removeEventListener("input", this);
      this.form?.removeEventListener("submit", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      clearTimeout(this.timer);
      if (event instanceof SubmitEvent) {
        this.keep();
        const pressed = event.submitter?.getAttribute("name");
        if (pressed === "discard") localStorage.removeItem(this.key);
        else if (!pressed || pressed === "anyway") sessionStorage.setItem(SENT, this.place ?? "");
      } else {
        this.keep();
        this.timer = setTimeout(() => this.save(), PAUSE);
      }
    }

    get key() {
      return `draft:${this.place}`;
    }

    /** What was sent is forgotten once a page shows that it arrived. */
    forgetSent() {
      const sent = sessionStorage.getItem(SENT);
      if (!sent || this.querySelector("[role=alert]")) return;
      const hasArrived = sent !== this.place || location.hash.startsWith("#post-");
      if (!hasArrived) return;
      localStorage.removeItem(`draft:${sent}`);
      sessionStorage.removeItem(SENT);
    }

    restore() {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (!kept) return;
      if (Date.now() - kept.at > KEPT_FOR) return localStorage.removeItem(this.key);
      const box = this.field("source");
      // What the server gives back is at least as new, unless there is none.
      if (!box || box.value.trim() || !kept.source?.trim()) return;
      for (const name of FIELDS) {
        const field = this.field(name);
        if (!field || !kept[name]) continue;
        field.value = kept[name];
        field.closest("details")?.setAttribute("open", "");
      }
      this.tell(this.dataset.restored, kept.at);
    }

    keep() {
      const kept = /** @type {Record<string, unknown>} */ ({ at: Date.now() });
      for (const name of FIELDS) kept[name] = this.field(name)?.value;
      if (String(kept.source ?? "").trim()) localStorage.setItem(this.key, JSON.stringify(kept));
      else localStorage.removeItem(this.key);
    }

    async save() {
      if (!this.form) return;
      const body = new FormData(this.form);
      body.set("place", this.place ?? "");
      try {
        const answer = await fetch("/drafts/", { method: "POST", body });
        this.tell(answer.ok ? this.dataset.saved : this.dataset.kept, Date.now());
      } catch {
        this.tell(this.dataset.kept, Date.now());
      }
    }

    /** @param {string | undefined} words @param {number} at */
    tell(words, at) {
      const status = this.querySelector("[data-draft-status]");
      const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      if (status && words) status.textContent = `${words} ${time}`;
    }

    /** @param {string} name @returns {HTMLInputElement | HTMLTextAreaElement | null} */
    field(name) {
      const field = this.form?.elements.namedItem(name);
      return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null;
    }
  }
  customElements.define("auto-draft", AutoDraft);
}
