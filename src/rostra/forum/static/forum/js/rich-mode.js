// @ts-check
/**
 * The third way to write: as it will look, over the same text. What that needs is fetched
 * once somebody chose it and the box comes into sight; where it cannot be, the box stays.
 *
 * <form><label for="source"></label> … <writing-box><word-offers><textarea id="source">
 *   </textarea><rich-mode></rich-mode></word-offers></writing-box></form>
 * filled with: data-from="/static/…/rich.js" data-away="…" data-kinds='{"table": "…"}' and
 *   <p role="status"></p><link-address>…</link-address>
 */
{
  const KINDS = ["view", "input", "mousedown", "click"];
  const COPIED = ["aria-describedby", "aria-invalid", "lang"];

  class RichModeElement extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.writing = /** @type {any} */ (this.closest("writing-box"));
      this.box = /** @type {any} */ (this.writing?.querySelector("textarea"));
      for (const kind of KINDS) this.form?.addEventListener(kind, this);
    }

    /** @param {DocumentFragment} made */
    fill(made) {
      this.append(made);
      this.label = /** @type {HTMLLabelElement | null} */ (this.form?.querySelector(`label[for="${this.box.id}"]`));
      // Whoever reads a long topic has the box far below.
      this.sight = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.enter());
    }

    disconnectedCallback() {
      this.leave();
      for (const kind of KINDS) this.form?.removeEventListener(kind, this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const target = event.target instanceof Element ? event.target : null;
      if (event instanceof CustomEvent) this.choose(event.detail === "rich");
      else if (event.type === "click") this.label?.contains(target) && this.writing.rich?.enter();
      // A tool that is pressed leaves the caret where it is.
      else if (event.type === "mousedown") this.writing.rich && target?.closest("[data-tool]") && event.preventDefault();
      // What else is written into the box is taken over.
      else if (event.target === this.box) this.writing.rich?.follow();
    }

    /** @param {boolean} isWanted */
    choose(isWanted) {
      this.isWanted = isWanted;
      this.sight?.disconnect();
      if (isWanted) this.sight?.observe(this.writing);
      else this.leave();
    }

    async enter() {
      this.sight?.disconnect();
      const known = await import(this.dataset.from ?? "").catch(() => null);
      if (!this.isWanted || this.writing.rich || !this.isConnected) return;
      this.tell(known ? "" : this.dataset.away);
      if (!known) return /** @type {any} */ (this.closest("live-preview"))?.view("write");
      const hadFocus = document.activeElement === this.box;
      const attributes = /** @type {Record<string, string>} */ ({ class: "rich prose", id: `${this.box.id}-rich` });
      for (const name of COPIED) if (this.box.hasAttribute(name)) attributes[name] = this.box.getAttribute(name);
      if (this.label) attributes["aria-labelledby"] = this.label.id ||= `${this.box.id}-label`;
      const rich = new known.RichMode(this.box, { attributes, words: JSON.parse(this.dataset.kinds ?? "{}"), changed: () => this.mark() });
      this.serve(rich, rich.dom, (/** @type {number} */ at) => rich.spot(at));
      if (hadFocus) rich.enter(true);
      this.mark();
    }

    leave() {
      const rich = this.writing?.rich;
      if (!rich) return;
      rich.leave();
      this.serve(null, this.box);
      for (const button of this.tools) button.removeAttribute("aria-pressed");
    }

    /** @param {any} rich @param {Element} field what is written in from now on @param {(at: number) => object} [spot] */
    serve(rich, field, spot) {
      this.writing.rich = rich;
      this.box.hidden = Boolean(rich);
      /** @type {any} */ (this.writing.querySelector("offer-list"))?.serve(field, spot);
    }

    get tools() {
      return [...(this.closest("compose-tools")?.querySelectorAll("[data-tool]") ?? [])];
    }

    /** The toolbar tells what is at the caret. */
    mark() {
      const { rich } = this.writing;
      for (const button of rich ? this.tools : []) {
        const tool = button.getAttribute("data-tool") ?? "";
        if (!["emoji", "table", "spoiler"].includes(tool)) button.setAttribute("aria-pressed", String(rich.isOn(tool)));
      }
    }

    /** Asks where the words that are selected lead to. */
    ask() {
      const { rich } = this.writing;
      /** @type {any} */ (this.querySelector("link-address")).ask(rich.address, (/** @type {string} */ address) => (rich.address = address));
    }

    /** @param {string} [words] */
    tell(words) {
      const status = this.querySelector("[role=status]");
      if (status) status.textContent = words ?? "";
    }
  }
  customElements.define("rich-mode", RichModeElement);
}
