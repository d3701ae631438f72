// @ts-check
/**
 * Shows what a category asks for (its rules, its tags, the fields of its template) as soon
 * as it is chosen. What was typed stays: the form is sent, and comes back with other parts.
 *
 * <category-choice><select name="category"></select><button name="choose"></button>
 *   <p role="status" data-said="…"></p></category-choice> … <div data-place-part="rules">
 */
{
  class CategoryChoice extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.button = this.querySelector("button");
      if (this.button) this.button.hidden = true;
      this.addEventListener("change", this);
    }

    disconnectedCallback() {
      this.removeEventListener("change", this);
    }

    async handleEvent() {
      if (!this.form) return;
      const body = new FormData(this.form);
      body.set("choose", "1");
      body.delete("file");
      const asked = (this.asked = {});
      const answer = await fetch(this.form.action, { method: "POST", body }).catch(() => null);
      // Another one may have been chosen meanwhile.
      if (this.asked !== asked) return;
      if (answer?.ok) this.show(await answer.text());
      else if (this.button) this.button.hidden = false;
    }

    /** @param {string} html */
    show(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      for (const part of this.form?.querySelectorAll("[data-place-part]") ?? []) {
        const fresh = page.querySelector(`[data-place-part="${part.getAttribute("data-place-part")}"]`);
        part.replaceChildren(...[...(fresh?.childNodes ?? [])].map((node) => document.importNode(node, true)));
      }
      const status = this.querySelector("[role=status]");
      if (status instanceof HTMLElement) status.textContent = status.dataset.said ?? "";
    }
  }
  customElements.define("category-choice", CategoryChoice);
}
