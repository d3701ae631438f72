// @ts-check
/**
 * Puts how long ago on top of the times of the last week, and keeps the absolute time
 * as the title. A post has room for both. Older times stay absolute, with how long
 * ago as the title.
 *
 * <relative-times></relative-times>   anywhere on a page, once
 * <time datetime="2026-03-14T07:02Z">14 March 2026, 07:02</time>
 */
{
  const UNITS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
    ["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400],
    ["hour", 3600], ["minute", 60],
  ]);
  const WEEK = 604800;
  const EVERY = 60000;

  class RelativeTimes extends HTMLElement {
    connectedCallback() {
      const language = document.documentElement.lang || undefined;
      this.words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
      this.timer = setInterval(() => document.hidden || this.tell(), EVERY);
      this.tell();
      addEventListener("beforeprint", this);
      addEventListener("afterprint", this);
    }

    disconnectedCallback() {
      removeEventListener("beforeprint", this);
      removeEventListener("afterprint", this);
      clearInterval(this.timer);
    }

    /** @param {Event} event */
    handleEvent(event) {
      // Paper does not know when it is read.
      if (event.type === "afterprint") return this.tell();
      for (const time of document.querySelectorAll("time[data-absolute]")) {
        if (time instanceof HTMLElement) time.textContent = time.dataset.absolute ?? "";
      }
    }

    tell() {
      for (const time of document.querySelectorAll("time[datetime]")) {
        if (time instanceof HTMLTimeElement) this.tellOne(time);
      }
    }

    /** @param {HTMLTimeElement} time */
    tellOne(time) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      if (Number.isNaN(seconds)) return;
      const absolute = (time.dataset.absolute ??= time.textContent ?? "");
      const isDate = !absolute.includes(":");
      // What is to come is planned by the clock.
      if (seconds > -60 && seconds < WEEK && !isDate) {
        time.replaceChildren(...this.both(time, absolute), this.ago(seconds));
        time.title = absolute;
      } else {
        time.textContent = absolute;
        time.title = this.ago(seconds);
      }
    }

    /**
     * @param {HTMLTimeElement} time
     * @param {string} absolute
     * @returns {HTMLElement[]} the absolute time too, where there is room for it
     */
    both(time, absolute) {
      if (!time.closest(".stamp")) return [];
      const long = document.createElement("span");
      long.className = "long";
      long.textContent = `${absolute} · `;
      return [long];
    }

    /** @param {number} seconds */
    ago(seconds) {
      const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
      return this.words?.format(-Math.trunc(seconds / size), unit) ?? "";
    }
  }
  customElements.define("relative-times", RelativeTimes);
}
