// @ts-check
/**
 * Closes the menus inside it with Escape and with a click elsewhere. They open and
 * close without script too.
 *
 * <disclosure-menu><details class="menu" name="menu"><summary>More</summary>
 *   <div class="sheet">…</div></details></disclosure-menu>
 */
{
  const OPEN = "details.menu[open]";

  class DisclosureMenu extends HTMLElement {
    connectedCallback() {
      document.addEventListener("click", this);
      document.addEventListener("keydown", this);
    }

    disconnectedCallback() {
      document.removeEventListener("click", this);
      document.removeEventListener("keydown", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event instanceof KeyboardEvent) {
        if (event.key === "Escape") this.close(null, true);
      } else if (event.target instanceof Node) {
        this.close(event.target, false);
      }
    }

    /**
     * @param {Node | null} kept a node inside the menu that stays open
     * @param {boolean} isFocused whether the focus goes back to what opened the menu
     */
    close(kept, isFocused) {
      for (const menu of this.querySelectorAll(OPEN)) {
        if (kept && menu.contains(kept)) continue;
        menu.removeAttribute("open");
        if (isFocused) menu.querySelector("summary")?.focus();
      }
    }
  }
  customElements.define("disclosure-menu", DisclosureMenu);
}
