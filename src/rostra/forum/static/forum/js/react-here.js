// @ts-check
/**
 * Sends a reaction without leaving the page: the form's own answer, asked for as a
 * part, takes the place of the post's reactions. If anything is amiss the form is sent
 * as it would be without script, and its page says what happened.
 *
 * <react-here><article><form class="tally" action="/post/5/reaction/">…</form>
 *   <div class="actions">…</div></article><p class="unseen" role="status"
 *   data-reacted="Your reaction is taken back."></p></react-here>
 */
{
  const PART = "Part-Of-Page";

  class ReactHere extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", this);
    }

    disconnectedCallback() {
      this.removeEventListener("submit", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      const { target: form } = event;
      if (!(event instanceof SubmitEvent && form instanceof HTMLFormElement)) return;
      const pressed = event.submitter;
      if (!form.action.endsWith("/reaction/") || !(pressed instanceof HTMLButtonElement)) return;
      if (form.dataset.sent) return;
      event.preventDefault();
      this.send(form, pressed);
    }

    /** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
    async send(form, pressed) {
      const actions = form.closest("article")?.querySelector(".actions");
      const body = new URLSearchParams({ [pressed.name]: pressed.value });
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { [PART]: "reactions" } });
        if (!actions || !answer.ok || !answer.headers.get(PART)) throw new Error("no part");
        this.show(actions, await answer.text());
      } catch {
        form.dataset.sent = "plainly";
        form.requestSubmit(pressed);
      }
    }

    /** @param {Element} actions @param {string} html */
    show(actions, html) {
      const part = new DOMParser().parseFromString(html, "text/html").querySelector(".tally");
      const old = actions.parentElement?.querySelector(":scope > .tally");
      if (part && old) old.replaceWith(part);
      else if (part) actions.before(part);
      else old?.remove();
      const mine = part?.querySelector("[aria-pressed=true]");
      const menu = actions.querySelector("details[open]");
      menu?.removeAttribute("open");
      const next = mine ?? menu?.querySelector("summary") ?? actions.querySelector("summary");
      if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      const status = this.querySelector("[data-reacted]");
      if (status instanceof HTMLElement) status.textContent = mine?.textContent ?? status.dataset.reacted ?? "";
    }
  }
  customElements.define("react-here", ReactHere);
}
