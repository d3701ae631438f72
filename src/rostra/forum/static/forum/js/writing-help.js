// @ts-check
/**
 * Fetches what helps to write (the toolbar, the preview, …) and hands each template in it
 * to the element in or around its form that it is for, with the words in its `data-…`. Where the
 * site cannot be asked, once more whenever somebody comes to the form.
 *
 * <form><writing-help data-from="/writing-help/…/"></writing-help></form>
 * what is fetched: <template data-for="compose-tools" data-table="…">…</template> …
 */
{
  class WritingHelp extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.form?.addEventListener("focusin", this);
      this.handleEvent();
    }

    disconnectedCallback() {
      this.form?.removeEventListener("focusin", this);
    }

    async handleEvent() {
      if (this.isAsked) return;
      this.isAsked = true;
      const answer = await fetch(this.dataset.from ?? "").catch(() => null);
      const html = answer?.ok ? await answer.text().catch(() => "") : "";
      this.isAsked = html !== "";
      for (const template of new DOMParser().parseFromString(html, "text/html").querySelectorAll("template")) {
        this.hand(template);
      }
    }

    /** @param {HTMLTemplateElement} template */
    hand(template) {
      const { for: name, ...words } = template.dataset;
      const element = this.form?.querySelector(name ?? "") ?? this.form?.closest(name ?? "");
      if (!(element instanceof HTMLElement)) return;
      Object.assign(element.dataset, words);
      /** @type {any} */ (element).fill?.(document.importNode(template.content, true));
    }
  }
  customElements.define("writing-help", WritingHelp);
}
