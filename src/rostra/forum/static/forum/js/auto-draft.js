// @ts-check
/**
 * Keeps what is being typed: on the server a moment after each pause, and on this device
 * at every keystroke. What was not sent, because page, browser or server went away, is put
 * back when the form is opened again, or saved once the server is in reach again.
 * <auto-draft data-place="topic:7" data-saved data-kept data-restored data-away><form>
 *   <input type="hidden" name="draft_seen"><newer-draft></newer-draft> <textarea
 *   name="source"></textarea><span role="status" data-draft-status></span></form></auto-draft>
 */
{
  const PAUSE = 2500;
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const SENT = "draft-sent";
  const FIELDS = /^(source|title|reason|client_token|poll_question|poll_options|tags|answer_\d+)$/;
  const TEXTS = /^(source|answer_\d+)$/;

  class AutoDraft extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.place = this.dataset.place ?? "";
      this.key = `draft:${this.place}`;
      if (!this.form || !this.place) return;
      this.forgetSent();
      this.restore();
      this.form.addEventListener("input", this);
      this.form.addEventListener("submit", this);
      addEventListener("online", this);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.form?.removeEventListener("input", this);
      this.form?.removeEventListener("submit", this);
      removeEventListener("online", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      clearTimeout(this.timer);
      if (event.type === "online") return this.isUnsaved && this.save();
      if (event instanceof SubmitEvent) {
        this.keep();
        // Nothing is sent into the void; a server on this very machine may still answer.
        if (!navigator.onLine && this.isUnsaved !== false) {
          event.preventDefault();
          return this.save().then(() => (this.isUnsaved ? this.tell(this.dataset.away) : this.form?.requestSubmit(event.submitter)));
        }
        const pressed = event.submitter?.getAttribute("name") ?? "anyway";
        if (pressed === "discard") localStorage.removeItem(this.key ?? "");
        else if (pressed === "anyway") sessionStorage.setItem(SENT, this.place ?? "");
      } else {
        this.keep();
        this.isUnsaved = true;
        this.timer = setTimeout(() => this.save(), PAUSE);
      }
    }

    /** What was sent is forgotten once a page shows that it arrived. */
    forgetSent() {
      const sent = sessionStorage.getItem(SENT);
      const hasArrived = sent !== this.place || location.hash.startsWith("#post-");
      if (!sent || this.querySelector("[role=alert]") || !hasArrived) return;
      localStorage.removeItem(`draft:${sent}`);
      sessionStorage.removeItem(SENT);
    }

    restore() {
      const kept = JSON.parse(localStorage.getItem(this.key ?? "") ?? "null");
      if (!kept || Date.now() - kept.at > KEPT_FOR) return localStorage.removeItem(this.key ?? "");
      // What the server gives back is at least as new, unless there is none.
      if (this.fields(TEXTS).some(({ value }) => value.trim())) return;
      for (const field of this.fields()) {
        if (!kept[field.name]) continue;
        field.value = kept[field.name];
        field.closest("details")?.setAttribute("open", "");
      }
      this.tell(this.dataset.restored, kept.at);
    }

    keep() {
      const kept = /** @type {Record<string, unknown>} */ ({ at: Date.now() });
      for (const { name, value } of this.fields()) kept[name] = value;
      if (this.fields(TEXTS).some(({ value }) => value.trim())) localStorage.setItem(this.key ?? "", JSON.stringify(kept));
      else localStorage.removeItem(this.key ?? "");
    }

    async save() {
      const newer = /** @type {any} */ (this.querySelector("newer-draft"));
      if (!this.form || newer?.isOpen) return;
      const body = new FormData(this.form);
      const answer = await fetch("/drafts/", { method: "POST", body }).catch(() => null);
      this.isUnsaved = !answer?.ok || this.fields(TEXTS).some(({ name, value }) => body.get(name) !== value);
      // What the server has may be gone on with, or posted, elsewhere.
      if (!this.isUnsaved) localStorage.removeItem(this.key ?? "");
      this.tell(answer?.ok ? this.dataset.saved : this.dataset.kept, Date.now());
      if (answer?.ok) this.see((await answer.json()).draft_seen);
      else if (answer?.status === 409) newer?.show(await answer.json());
    }

    /** @param {string} mark tells which text of the server's this one goes on from */
    see(mark) {
      this.fields(/^draft_seen$/)[0]?.setAttribute("value", mark);
    }

    /** @param {string | undefined} words @param {number} [at] */
    tell(words, at) {
      const status = this.querySelector("[data-draft-status]");
      const time = at ? new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" }) : "";
      if (status && words) status.textContent = `${words} ${time}`;
    }

    fields(which = FIELDS) {
      const all = /** @type {HTMLInputElement[]} */ ([...(this.form?.elements ?? [])]);
      return all.filter(({ name }) => which.test(name));
    }
  }
  customElements.define("auto-draft", AutoDraft);
}
