// @ts-check
/**
 * Offers members for `@na` and emoji for `:smi` while they are typed: arrows go through
 * them, Enter and Tab take one, Escape closes the list.
 *
 * <word-offers data-label="Suggestions" data-topic="7" data-emoji="/static/…/emoji.json">
 *   <textarea></textarea></word-offers>
 */
{
  const MEMBER = /(?:^|[\s(>*_~|])@("?)([^@"\n]{0,60})$/;
  const EMOJI = /(?:^|[\s(>*_~|]):([\w+-]{2,40})$/;
  const EVENTS = ["input", "keydown", "focusout", "pointerdown"];
  const PAUSE = 150;
  const MOST = 8;

  class WordOffers extends HTMLElement {
    connectedCallback() {
      this.box = this.querySelector("textarea");
      if (!this.box) return;
      this.list = /** @type {any} */ (document.createElement("offer-list"));
      this.list.ariaLabel = this.dataset.label;
      this.writing = /** @type {any} */ (this.closest("writing-box"));
      this.box.after(this.list);
      this.list.serve(this.box);
      // Before the rich mode, which has keys of its own.
      for (const kind of EVENTS) this.addEventListener(kind, this, true);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      for (const kind of EVENTS) this.removeEventListener(kind, this, true);
      this.list?.remove();
    }

    /** @param {Event} event */
    handleEvent(event) {
      clearTimeout(this.timer);
      if (event.target instanceof Element && event.target.closest("rich-mode")) return;
      if (event.type === "input") this.timer = setTimeout(() => this.look(), PAUSE);
      else if (event.type === "focusout") this.list.close();
      else {
        const taken = event instanceof KeyboardEvent ? this.list.press(event) : this.list.pointed(event);
        if (taken === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (taken) this.take(taken);
      }
    }

    /** What stands before the caret, and where that is. */
    get here() {
      const at = this.box?.selectionStart ?? 0;
      return this.writing.rich?.here ?? { words: this.box?.value.slice(Math.max(0, at - 70), at) ?? "", at };
    }

    async look() {
      const { words: before, at } = this.here;
      const member = MEMBER.exec(before);
      const emoji = EMOJI.exec(before);
      let offers = [];
      this.from = at;
      if (member && (member[1] || !/\s/.test(member[2]))) {
        this.from -= member[2].length + member[1].length + 1;
        offers = await this.members(member[2]);
      } else if (emoji) {
        this.from -= emoji[1].length + 1;
        offers = await this.emoji(emoji[1].toLowerCase());
      }
      // While it was asked, something else may have been typed.
      const isHere = document.activeElement === this.list.box && this.here.at === at;
      this.list.show(isHere ? offers : [], this.from);
    }

    /** @param {string} words */
    async members(words) {
      const asked = new URLSearchParams({ q: words, topic: this.dataset.topic ?? "" });
      const answer = await fetch(`/members/offers/?${asked}`).catch(() => null);
      return answer?.ok ? (await answer.json()).members : [];
    }

    /** @param {string} words */
    async emoji(words) {
      const answer = await fetch(this.dataset.emoji ?? "").catch(() => null);
      const known = /** @type {[string, string][]} */ (answer?.ok ? Object.entries(await answer.json()) : []);
      const found = known.flatMap(([sign, names]) => {
        const alike = names.split(" ").filter((name) => name.startsWith(words));
        const [name] = alike.sort((one, other) => one.length - other.length);
        return name ? [{ name, shown: `${sign} :${name}:`, put: sign }] : [];
      });
      return found.sort((one, other) => one.name.length - other.name.length).slice(0, MOST);
    }

    /** @param {string} words */
    take(words) {
      this.writing.replace(this.from, this.here.at, words);
      clearTimeout(this.timer);
      this.list.close();
    }
  }
  customElements.define("word-offers", WordOffers);
}
