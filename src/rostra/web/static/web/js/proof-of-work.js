// @ts-check
/**
 * Does the work of an ALTCHA challenge (version 2) while its form is filled in, and adds
 * the field `proof` to it: keys are derived with PBKDF2 from one counter after the other,
 * until one begins as asked. The first paragraph is for browsers that cannot do that,
 * which get Web Crypto only over HTTPS and on localhost.
 *
 * <proof-of-work data-challenge='{"parameters": …, "signature": …}' data-working="Working…">
 *   <p>An owner looks first.</p><p role="status"></p>
 * </proof-of-work>
 */
{
  const AT_ONCE = 32;

  /** @param {string} hex */
  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  /** @param {Uint8Array} bytes */
  const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  /**
   * @param {{nonce: string, salt: string, cost: number, keyLength: number}} asked
   * @param {number} counter
   */
  async function derive(asked, counter) {
    const nonce = bytesOf(asked.nonce);
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(asked.salt), iterations: asked.cost };
    return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, asked.keyLength * 8)));
  }

  class ProofOfWork extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      if (!crypto.subtle || !this.form) return;
      const without = this.querySelector("p");
      if (without) without.hidden = true;
      this.form.addEventListener("focusin", this);
      this.form.addEventListener("submit", this);
    }

    disconnectedCallback() {
      this.form?.removeEventListener("focusin", this);
      this.form?.removeEventListener("submit", this);
      this.form = null;
    }

    /** @param {Event} event */
    async handleEvent(event) {
      if (event.type === "submit" && this.isDone) return;
      this.work ??= this.solve();
      if (event.type !== "submit") return;
      // Sent before the work is done: it goes by itself as soon as it is.
      event.preventDefault();
      event.stopPropagation();
      const told = this.querySelector("[role=status]");
      if (told) told.textContent = this.dataset.working ?? "";
      if (this.sends) return;
      this.sends = true;
      await this.work;
      if (told) told.textContent = "";
      this.sends = false;
      const button = event instanceof SubmitEvent ? event.submitter : null;
      this.form?.requestSubmit(button);
    }

    async solve() {
      const challenge = JSON.parse(this.dataset.challenge ?? "{}");
      const asked = challenge.parameters;
      const began = performance.now();
      for (let first = 0; this.form; first += AT_ONCE) {
        const counters = Array.from({ length: AT_ONCE }, (_, n) => first + n);
        const keys = await Promise.all(counters.map((counter) => derive(asked, counter)));
        const at = keys.findIndex((key) => key.startsWith(asked.keyPrefix));
        if (at < 0) continue;
        const time = Math.round(performance.now() - began);
        const solution = { counter: first + at, derivedKey: keys[at], time };
        // Made only now: a browser would fill a field of the page with an old proof.
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "proof" });
        field.value = btoa(JSON.stringify({ challenge, solution }));
        this.append(field);
        this.isDone = true;
        return;
      }
    }
  }
  customElements.define("proof-of-work", ProofOfWork);
}
