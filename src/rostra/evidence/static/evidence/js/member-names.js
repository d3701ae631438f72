// @ts-check
/**
 * Offers members whose names begin with what is typed, while the choice in the form says
 * that a member is meant. Arrows go through them, Enter and Tab take one.
 *
 * <member-names data-kind="kind" data-label="Suggestions"><input id="who" name="who"></member-names>
 */
{
  const EVENTS = ["input", "keydown", "focusout", "pointerdown"];
  const PAUSE = 150;

  class MemberNames extends HTMLElement {
    async connectedCallback() {
      const box = this.querySelector("input");
      if (!box) return;
      // It comes with the forum's own elements, after these.
      await customElements.whenDefined("offer-list");
      for (const kind of EVENTS) this.addEventListener(kind, this);
      if (this.box) return;
      this.box = box;
      this.list = /** @type {any} */ (document.createElement("offer-list"));
      this.list.ariaLabel = this.dataset.label;
      box.autocomplete = "off";
      box.after(this.list);
      this.list.serve(box);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      for (const kind of EVENTS) this.removeEventListener(kind, this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      clearTimeout(this.timer);
      if (event.type === "input") this.timer = setTimeout(() => this.look(), PAUSE);
      else if (event.type === "focusout") this.list.close();
      else {
        const taken = event instanceof KeyboardEvent ? this.list.press(event) : this.list.pointed(event);
        if (taken === null) return;
        event.preventDefault();
        if (taken && this.box) this.box.value = taken;
        if (taken) this.list.close();
      }
    }

    async look() {
      const words = this.box?.value.trim() ?? "";
      const chosen = this.box?.form && new FormData(this.box.form).get(this.dataset.kind ?? "");
      const isWanted = words && chosen === "member";
      const answer = isWanted && (await fetch(`/members/offers/?${new URLSearchParams({ q: words })}`).catch(() => null));
      const found = answer && answer.ok ? (await answer.json()).members : [];
      if (this.box?.value.trim() !== words || document.activeElement !== this.box) return;
      const names = found.map((/** @type {{ shown: string }} */ { shown }) => shown.replace(/^@/, ""));
      this.list.show(names.map((/** @type {string} */ name) => ({ shown: name, put: name })), 0);
    }
  }
  customElements.define("member-names", MemberNames);
}
