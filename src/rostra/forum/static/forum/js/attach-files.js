// @ts-check
/**
 * Sends files at once that are pasted into the text, dropped there or chosen, puts their Markdown
 * where the caret is, and asks what each picture shows. Without script the form has a button for it.
 *
 * <form><textarea name="source"></textarea> <attach-files data-sending="Sending {name}" …>
 *   <input type="file"> <p data-attach-status></p> <div data-attached></div></attach-files></form>
 * filled with: data-accept=".png,…"
 */
{
  const MOST = 12_000_000;
  const KINDS = ["change", "paste", "dragover", "drop", "submit"];

  class AttachFiles extends HTMLElement {
    under = 0;
    last = Promise.resolve();

    connectedCallback() {
      this.form = this.closest("form");
      this.box = this.form?.querySelector("textarea");
      this.input = /** @type {HTMLInputElement | null} */ (this.querySelector("[type=file]"));
      if (!this.form || !this.box || !this.input) return;
      // With the rest of the form only their Markdown is sent.
      this.input.removeAttribute("name");
      this.querySelector("[data-plain]")?.remove();
      for (const hint of this.querySelectorAll("[data-scripted]")) hint.removeAttribute("hidden");
      for (const kind of KINDS) this.form.addEventListener(kind, this);
    }

    fill() {
      if (this.input) this.input.accept = this.dataset.accept ?? "";
    }

    disconnectedCallback() {
      for (const kind of KINDS) this.form?.removeEventListener(kind, this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event instanceof SubmitEvent) return this.hold(event);
      if (event.target === this.input) this.take([...(this.input?.files ?? [])]);
      if (event.target !== this.box && !(event.target instanceof Element && event.target.closest(".rich"))) return;
      const carried = event instanceof ClipboardEvent ? event.clipboardData : event instanceof DragEvent && event.dataTransfer;
      // What is copied out of a text is text, even where a picture of it comes along.
      if (!carried || !carried.types.includes("Files") || carried.types.includes("text/plain")) return;
      event.preventDefault();
      if (event.type !== "dragover") this.take([...carried.files]);
    }

    /** @param {Event} event the form is sent; not before its files are */
    hold(event) {
      if (!this.under) return;
      event.preventDefault();
      event.stopPropagation();
      this.tell("wait", "");
    }

    /** @param {File[]} files one after another, so that they stand in their order */
    take(files) {
      if (this.input) this.input.value = "";
      this.under += files.length;
      for (const file of files) this.last = this.last.then(() => this.send(file)).finally(() => this.under--);
    }

    /** @param {File} file @returns {Promise<void>} */
    async send(file) {
      if (file.size > MOST) return this.tell("large", file.name);
      const progress = document.createElement("progress");
      const body = new FormData();
      body.set("file", file);
      this.tell("sending", file.name, progress);
      const { status, answer } = await new Promise((done) => {
        const request = new XMLHttpRequest();
        request.upload.onprogress = (at) => at.lengthComputable && Object.assign(progress, { max: at.total, value: at.loaded });
        request.onloadend = () => done({ status: request.status, answer: request.response });
        request.open("POST", "/files/");
        request.responseType = "json";
        request.setRequestHeader("Accept", "application/json");
        request.send(body);
      });
      if (status !== 201) return this.tell(answer?.error ?? "failed", file.name);
      /** @type {any} */ (this.form?.querySelector("writing-box"))?.block(answer.markdown, true);
      this.tell("placed", file.name);
      if (answer.is_picture) this.ask(file.name, answer.url);
    }

    /** @param {string} name @param {string} url */
    ask(name, url) {
      const [label, why, input] = /** @type {[HTMLLabelElement, HTMLSpanElement, HTMLInputElement]} */ (["label", "span", "input"].map((tag) => document.createElement(tag)));
      Object.assign(why, { className: "meta", textContent: this.dataset.why });
      Object.assign(input, { type: "text", maxLength: 300, dir: "auto" });
      label.append((this.dataset.ask ?? "").replace("{name}", name), " ", why, input);
      const box = /** @type {HTMLTextAreaElement} */ (this.box);
      let shown = "";
      input.onkeydown = (event) => event.key !== "Enter" || event.preventDefault();
      input.oninput = () => {
        const words = input.value.replace(/[[\]\\`*_<>\n]/g, "");
        const at = box.value.lastIndexOf(`![${shown}](${url})`) + 2;
        if (at > 1) box.setRangeText(words, at, at + shown.length, "preserve");
        shown = words;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      };
      this.querySelector("[data-attached]")?.append(label);
    }

    /** @param {string} key of a text in `data-…`, or the text itself @param {string} name @param {HTMLElement[]} more */
    tell(key, name, ...more) {
      this.querySelector("[data-attach-status]")?.replaceChildren((this.dataset[key] ?? key).replace("{name}", name), " ", ...more);
    }
  }
  customElements.define("attach-files", AttachFiles);
}
