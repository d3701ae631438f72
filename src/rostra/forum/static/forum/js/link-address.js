// @ts-check
/**
 * A dialog for the address of a link.
 *
 * <link-address><dialog><button data-close>…</button><input type="text" inputmode="url">
 *   <button data-take>…</button></dialog></link-address>
 */
{
  const KINDS = ["click", "keydown", "input"];

  class LinkAddress extends HTMLElement {
    connectedCallback() {
      for (const kind of KINDS) this.addEventListener(kind, this);
    }

    disconnectedCallback() {
      for (const kind of KINDS) this.removeEventListener(kind, this);
    }

    /** @param {string} known @param {(address: string) => void} take */
    ask(known, take) {
      this.dialog = this.querySelector("dialog");
      this.input = this.querySelector("input");
      this.whenTaken = take;
      if (this.input) this.input.value = known;
      this.dialog?.showModal();
      this.input?.focus();
    }

    /** @param {Event} event What is done here is no part of the form around. */
    handleEvent(event) {
      event.stopPropagation();
      const target = event.target instanceof Element ? event.target : null;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Enter" || target !== this.input) return;
        event.preventDefault();
        this.take();
      } else if (target?.closest("[data-take]")) this.take();
      else if (event.type === "click" && (target === this.dialog || target?.closest("[data-close]"))) this.dialog?.close();
    }

    take() {
      const address = this.input?.value.trim() ?? "";
      this.dialog?.close();
      this.whenTaken?.(!address || /^([a-z]+:|[/#])/i.test(address) ? address : `https://${address}`);
    }
  }
  customElements.define("link-address", LinkAddress);
}
