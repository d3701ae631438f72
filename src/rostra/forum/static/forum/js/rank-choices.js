// @ts-check
/**
 * Keeps places apart while options are put in order: who gives an option a place that
 * another one has gives that one the place the first had before.
 *
 * <rank-choices><label><select name="place-0"><option value=""></option>…</select></label>
 *   …</rank-choices>
 */
{
  class RankChoices extends HTMLElement {
    connectedCallback() {
      this.places = new Map(this.fields.map((field) => [field, field.value]));
      this.addEventListener("change", this);
    }

    disconnectedCallback() {
      this.removeEventListener("change", this);
    }

    get fields() {
      return [...this.querySelectorAll("select")];
    }

    /** @param {Event} event */
    handleEvent({ target }) {
      if (!(target instanceof HTMLSelectElement)) return;
      const other = this.fields.find((field) => field !== target && field.value && field.value === target.value);
      if (other) other.value = this.places?.get(target) ?? "";
      for (const field of this.fields) this.places?.set(field, field.value);
    }
  }
  customElements.define("rank-choices", RankChoices);
}
