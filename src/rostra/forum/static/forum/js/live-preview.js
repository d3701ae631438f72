// @ts-check
/**
 * Shows beside the box, or in its place where there is no room, how the text will look.
 * The server says how: it is the post's own renderer, and the quotes are checked. Nothing
 * is announced; whoever wants to know goes there.
 *
 * <live-preview data-most="65536" data-empty="…" data-long="…" data-away="…"><div
 *   class="beside"><textarea></textarea></div></live-preview>
 * filled with: <div class="tabs"><button value="write">…</button><button value="rich">…
 *   </button><button value="preview">…</button></div><section class="preview"><p data-note></p><div class="prose"></div></section>
 */
{
  const PAUSE = 500;
  const LONG = 15000;
  const LONG_PAUSE = 2500;
  const VIEW = "preview";

  class LivePreview extends HTMLElement {
    connectedCallback() {
      this.box = this.querySelector("textarea");
      this.addEventListener("input", this);
      this.addEventListener("click", this);
      addEventListener("online", this);
    }

    /** @param {DocumentFragment} made */
    fill(made) {
      const [tabs, shown] = made.children;
      this.shown = shown;
      this.prepend(tabs);
      this.querySelector(".beside")?.append(shown);
      // The button that shows the preview on a page of its own is for those without script.
      this.closest("form")?.querySelector('[name="view"]')?.setAttribute("hidden", "");
      this.view(localStorage.getItem(VIEW) ?? "preview");
      if (!this.box?.offsetWidth) this.view("write");
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.asked?.abort();
      this.removeEventListener("input", this);
      this.removeEventListener("click", this);
      removeEventListener("online", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const tab = event.target instanceof Element ? event.target.closest(".tabs button") : null;
      if (event.type === "input") {
        this.later((this.box?.value.length ?? 0) > LONG ? LONG_PAUSE : PAUSE);
        // Before it is sent: what is far too long would not even be read, and not come back.
        this.box?.setCustomValidity(this.isLong ? (this.dataset.long ?? "") : "");
      } else if (event.type === "online") this.later(0);
      else if (tab instanceof HTMLButtonElement) {
        this.view(tab.value);
        localStorage.setItem(VIEW, tab.value);
      }
    }

    get isLong() {
      const source = this.box?.value ?? "";
      const most = Number(this.dataset.most);
      // As the server counts: by characters, some of which are two of a string's units.
      return source.length > most && (source.length > 2 * most || [...source].length > most);
    }

    /** @param {string} view */
    view(view) {
      this.closest("form")?.setAttribute("data-view", view);
      this.dispatchEvent(new CustomEvent("view", { detail: view, bubbles: true }));
      for (const tab of this.querySelectorAll(".tabs button")) {
        tab.setAttribute("aria-pressed", String(tab.getAttribute("value") === view));
      }
      this.later(0);
    }

    /** @param {number} wait */
    later(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(), Math.max(wait, (this.notBefore ?? 0) - Date.now()));
    }

    async show() {
      const source = this.box?.value ?? "";
      if (!this.shown?.checkVisibility() || source === this.source) return;
      this.asked?.abort();
      if (!source.trim()) return this.put(source, "", this.dataset.empty);
      if (this.isLong) return this.note(this.dataset.long);
      if (!navigator.onLine) return this.note(this.dataset.away);
      const asked = (this.asked = new AbortController());
      const body = new URLSearchParams({ source });
      try {
        const answer = await fetch("/preview/", { method: "POST", body, signal: asked.signal });
        if (answer.ok) return this.put(source, await answer.text(), "");
        this.note(this.dataset.away);
        if (answer.status !== 429) return;
        this.notBefore = Date.now() + 1000 * Number(answer.headers.get("Retry-After") ?? 60);
        this.later(0);
      } catch {
        if (!asked.signal.aborted) this.note(this.dataset.away);
      }
    }

    /** @param {string} source @param {string} html @param {string} [words] */
    put(source, html, words) {
      this.source = source;
      const made = new DOMParser().parseFromString(html, "text/html").body;
      this.shown?.querySelector(".prose")?.replaceChildren(...made.childNodes);
      this.note(words);
    }

    /** @param {string} [words] */
    note(words) {
      const note = this.shown?.querySelector("[data-note]");
      if (note) note.textContent = words ?? "";
    }
  }
  customElements.define("live-preview", LivePreview);
}
