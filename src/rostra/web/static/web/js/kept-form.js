// @ts-check
/**
 * Keeps what is typed into a long form on this device, at every keystroke, and puts it
 * back when the form is opened again: page, browser or server went away. It is forgotten
 * once the form has arrived, or after a week.
 * <kept-form data-place="story:7:2" data-zone="Europe/Berlin" data-restored="Put back: you wrote this at"><form>…
 *   <p data-kept hidden><span role="status"></span> <button type="reset">Discard it</button></p>
 * </form></kept-form>
 */
{
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const PREFIX = "kept:";
  const SENT = "kept-sent";

  /** What led to another page has arrived; what came back as the same form has not. */
  const forgetArrived = () => {
    const sent = sessionStorage.getItem(SENT);
    if (!sent) return;
    sessionStorage.removeItem(SENT);
    const [came] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    if (came?.redirectCount) localStorage.removeItem(sent);
  };

  const forgetOld = () => {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
      if (Date.now() - JSON.parse(localStorage.getItem(key) ?? "{}").at > KEPT_FOR) localStorage.removeItem(key);
    }
  };

  class KeptForm extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.key = PREFIX + (this.dataset.place ?? "");
      if (!this.form || !this.dataset.place) return;
      forgetOld();
      // What came back with what is wrong in it is newer than what lies here.
      if (!this.closest("main")?.querySelector("[role=alert]")) this.restore();
      for (const kind of ["input", "change", "submit", "reset"]) this.form.addEventListener(kind, this);
    }

    disconnectedCallback() {
      for (const kind of ["input", "change", "submit", "reset"]) this.form?.removeEventListener(kind, this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event.type === "submit") sessionStorage.setItem(SENT, this.key ?? "");
      else if (event.type === "reset") this.discard();
      else this.keep();
    }

    keep() {
      const values = Object.fromEntries(this.fields().map((field) => [field.name, field.value]));
      localStorage.setItem(this.key ?? "", JSON.stringify({ at: Date.now(), values }));
    }

    restore() {
      const kept = JSON.parse(localStorage.getItem(this.key ?? "") ?? "null");
      const others = this.fields().filter(({ name, value }) => kept && name in kept.values && kept.values[name] !== value);
      for (const field of others) field.value = kept.values[field.name];
      const told = /** @type {HTMLElement | null} */ (this.querySelector("[data-kept]"));
      if (!others.length || !told) return;
      told.hidden = false;
      const status = told.querySelector("[role=status]");
      if (status) status.textContent = `${this.dataset.restored} ${this.moment(kept.at)}`;
    }

    /** @param {number} at @returns {string} as pages tell it: the day, the month's name, the clock */
    moment(at) {
      const page = document.documentElement.lang;
      // Browsers take English for American, which begins with the month.
      const language = page === "en" ? "en-GB" : page;
      const timeZone = this.dataset.zone;
      const day = new Date(at).toLocaleDateString(language, { dateStyle: "long", timeZone });
      return `${day}, ${new Date(at).toLocaleTimeString(language, { timeStyle: "short", hourCycle: "h23", timeZone })}`;
    }

    discard() {
      localStorage.removeItem(this.key ?? "");
      this.querySelector("[data-kept]")?.setAttribute("hidden", "");
    }

    /** Texts and choices; not files, ticks and what nobody sees. */
    fields() {
      const all = /** @type {HTMLInputElement[]} */ ([...(this.form?.elements ?? [])]);
      return all.filter(({ name, type }) => name && /^(text|date|textarea|select-one)$/.test(type));
    }
  }
  forgetArrived();
  customElements.define("kept-form", KeptForm);
}
