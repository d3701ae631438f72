// @ts-check
/**
 * A list of offers under the word that is being typed. Focus stays in the box, which says
 * what offer is active (ARIA Authoring Practices, list autocomplete).
 *
 * <offer-list aria-label="Suggestions"></offer-list>, beside the box it is for
 */
{
  const COPIED = ["font", "letterSpacing", "lineHeight", "padding", "border", "textIndent", "direction", "textAlign"];

  /** @typedef {{ shown: string, put: string }} Offer */

  class OfferList extends HTMLElement {
    /** @type {Offer[]} */
    offers = [];
    at = 0;

    /** @param {HTMLElement & { value?: string }} box @param {(at: number) => { left: number, bottom: number }} [spot] tells where on the screen a place in the text is */
    serve(box, spot) {
      this.box = box;
      this.spot = spot;
      this.id = `${box.id}-offers`;
      this.hidden = true;
      this.setAttribute("role", "listbox");
      box.setAttribute("aria-autocomplete", "list");
      box.setAttribute("aria-controls", this.id);
    }

    /** @param {Offer[]} offers @param {number} from where the word begins */
    show(offers, from) {
      if (!offers.length) return this.close();
      this.offers = offers;
      const items = offers.map(({ shown }, at) => {
        const item = document.createElement("div");
        item.setAttribute("role", "option");
        Object.assign(item, { id: `${this.id}-${at}`, textContent: shown, dir: "auto" });
        return item;
      });
      this.replaceChildren(...items);
      this.hidden = false;
      this.activate(0);
      this.place(from);
    }

    close() {
      this.hidden = true;
      this.box?.removeAttribute("aria-activedescendant");
    }

    /** @param {number} at */
    activate(at) {
      const items = [...this.children];
      this.at = (at + items.length) % items.length;
      for (const [place, item] of items.entries()) item.setAttribute("aria-selected", String(place === this.at));
      this.box?.setAttribute("aria-activedescendant", items[this.at].id);
      items[this.at].scrollIntoView({ block: "nearest" });
    }

    /** @param {KeyboardEvent} event @returns {string | null} what is taken, `""` if nothing yet */
    press(event) {
      if (this.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
      if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) return this.offers[this.at].put;
      if (event.key === "ArrowDown") this.activate(this.at + 1);
      else if (event.key === "ArrowUp") this.activate(this.at - 1);
      else if (event.key === "Escape") this.close();
      else return null;
      return "";
    }

    /** @param {Event} event @returns {string | null} what was pointed at */
    pointed(event) {
      const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      return item && this.contains(item) ? this.offers[[...this.children].indexOf(item)].put : null;
    }

    /** @param {{ left: number, bottom: number }} spot on the screen */
    put({ left, bottom }) {
      const around = (this.offsetParent ?? document.body).getBoundingClientRect();
      this.style.top = `${bottom - around.top}px`;
      this.style.left = `${Math.max(0, Math.min(around.width - this.offsetWidth, left - around.left))}px`;
    }

    /** @param {number} from Under this place in the text, which a copy of the box tells. */
    place(from) {
      const box = this.box;
      if (this.spot) return this.put(this.spot(from));
      if (!box) return;
      const copy = document.createElement("div");
      const mark = document.createElement("span");
      const style = /** @type {any} */ (getComputedStyle(box));
      for (const name of COPIED) /** @type {any} */ (copy.style)[name] = style[name];
      copy.className = "copy-of-box";
      copy.style.width = `${box.offsetWidth}px`;
      mark.textContent = "@";
      copy.append(box.value?.slice(0, from) ?? "", mark);
      this.after(copy);
      const line = box instanceof HTMLInputElement ? box.offsetHeight : mark.offsetTop + mark.offsetHeight - box.scrollTop;
      const most = Math.max(0, box.offsetWidth - this.offsetWidth);
      this.style.top = `${box.offsetTop + Math.min(line, box.offsetHeight)}px`;
      this.style.left = `${Math.min(most, mark.offsetLeft)}px`;
      copy.remove();
    }
  }
  customElements.define("offer-list", OfferList);
}
