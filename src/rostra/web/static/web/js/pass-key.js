// @ts-check
/**
 * Makes a passkey, or asks for one, and sends what it says with the form (Web
 * Authentication, level 3). The button stays hidden where the browser knows no passkeys.
 * `data-options` are the server's; with `data-from` they are fetched when needed.
 *
 * <pass-key data-options='{"publicKey": …}' data-act="create" data-failed="That failed.">
 *   <form method="post" action="…"><input type="hidden" name="credential">
 *   <p role="status"></p><button hidden>Add a passkey</button></form>
 * </pass-key>
 */
{
  class PassKey extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      const button = this.querySelector("button");
      if (!this.form || !button || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
      button.hidden = false;
      this.form.addEventListener("submit", this);
    }

    disconnectedCallback() {
      this.form?.removeEventListener("submit", this);
    }

    /** @param {Event} event */
    async handleEvent(event) {
      const field = this.form?.elements.namedItem("credential");
      if (!(field instanceof HTMLInputElement)) return;
      event.preventDefault();
      try {
        field.value = JSON.stringify(await this.ask());
        this.form?.submit();
      } catch {
        // Refused, timed out or not there: the reader may try again, or another way.
        const told = this.querySelector("[role=status]");
        if (told) told.textContent = this.dataset.failed ?? "";
      }
    }

    async ask() {
      const { publicKey } = await this.options();
      if (this.dataset.act === "create") {
        Object.assign(publicKey.authenticatorSelection, {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        });
        return navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
        });
      }
      return navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
      });
    }

    async options() {
      const { from, options } = this.dataset;
      if (!from) return JSON.parse(options ?? "{}");
      const answer = await fetch(from);
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    }
  }
  customElements.define("pass-key", PassKey);
}
