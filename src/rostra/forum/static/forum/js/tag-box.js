// @ts-check
/**
 * Tags one by one: each becomes a chip with a button that removes it, and those that there
 * are already are offered. What is sent is the same as without: names with commas between.
 * <tag-box data-category="3" data-label="Suggestions" data-chosen="Chosen tags"
 *   data-remove="Remove the tag {name}"><input id="tags" name="tags"></tag-box>
 */
{
  const COMMA = /[,;،、，؛；]/;
  const EVENTS = ["input", "keydown", "focusout", "pointerdown", "click"];

  /** @param {string[]} names @param {string} name */
  const has = (names, name) => names.some((one) => one.toLowerCase() === name.toLowerCase());

  class TagBox extends HTMLElement {
    tags = /** @type {string[]} */ ([]);

    connectedCallback() {
      for (const kind of EVENTS) this.addEventListener(kind, this);
      const box = this.querySelector("input");
      if (!box || this.box) return;
      this.box = box;
      this.sent = Object.assign(document.createElement("input"), { type: "hidden", name: box.name });
      this.chips = Object.assign(document.createElement("ul"), { className: "row chips", role: "list", ariaLabel: this.dataset.chosen });
      this.list = /** @type {any} */ (document.createElement("offer-list"));
      this.list.ariaLabel = this.dataset.label;
      this.isNeeded = box.required;
      box.removeAttribute("name");
      this.prepend(this.chips);
      // Not in the form yet: what is there already is no change to be saved.
      this.add(box.value);
      this.append(this.list, this.sent);
      this.list.serve(box);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      for (const kind of EVENTS) this.removeEventListener(kind, this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const isTyped = event.target === this.box;
      if (event.type === "input") isTyped && this.typed();
      else if (event.type === "focusout") isTyped && this.tell(this.box?.value ?? "");
      else if (event instanceof KeyboardEvent) isTyped && this.press(event);
      else if (event.type === "pointerdown") {
        const taken = this.list.pointed(event);
        if (taken) event.preventDefault();
        if (taken) this.tell(taken);
      } else if (event.type === "click" && event.target instanceof HTMLButtonElement) {
        this.drop(event.target.value);
        this.box?.focus();
      }
    }

    typed() {
      clearTimeout(this.timer);
      const words = this.box?.value ?? "";
      if (COMMA.test(words)) return this.tell(words);
      this.timer = setTimeout(() => this.look(words), 150);
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      const words = this.box?.value ?? "";
      const taken = this.list.press(event) ?? (event.key === "Enter" && !event.isComposing && words.trim() ? words : null);
      if (taken === null) return event.key === "Backspace" && !words && this.drop(this.tags.at(-1));
      event.preventDefault();
      event.stopPropagation();
      if (taken) this.tell(taken);
    }

    /** @param {string} words */
    async look(words) {
      const answer = await fetch(`/tags/offers/?${new URLSearchParams({ q: words, category: this.dataset.category ?? "" })}`).catch(() => null);
      const found = /** @type {string[]} */ (answer?.ok ? (await answer.json()).tags : []);
      if (this.box?.value !== words || document.activeElement !== this.box) return;
      // What was typed stands first: Enter takes no longer word instead of it.
      const names = found.length ? [...(has(found, words.trim()) ? [] : [words.trim()]), ...found] : [];
      this.list.show(names.filter((name) => !has(this.tags, name)).map((name) => ({ shown: name, put: name })), 0);
    }

    /** @param {string} words */
    tell(words) {
      clearTimeout(this.timer);
      this.list.close();
      if (words.trim()) this.add(words);
    }

    /** @param {string} words */
    add(words) {
      for (const name of words.split(COMMA).map((part) => part.trim().replace(/^#+/, ""))) {
        if (name && !has(this.tags, name)) this.tags.push(name);
      }
      if (this.box) this.box.value = "";
      this.draw();
    }

    /** @param {string | undefined} name */
    drop(name) {
      this.tags = this.tags.filter((one) => one !== name);
      this.draw();
    }

    draw() {
      const chips = this.tags.map((name) => {
        const [chip, button] = [document.createElement("li"), document.createElement("button")];
        Object.assign(button, { type: "button", value: name, textContent: `${name} ×`, className: "button small", dir: "auto", ariaLabel: this.dataset.remove?.replace("{name}", name) ?? "" });
        chip.append(button);
        return chip;
      });
      this.chips?.replaceChildren(...chips);
      this.sent?.setAttribute("value", this.tags.join(", "));
      this.sent?.dispatchEvent(new Event("input", { bubbles: true }));
      if (this.box) this.box.required = Boolean(this.isNeeded && !this.tags.length);
    }
  }
  customElements.define("tag-box", TagBox);
}
