/* Saving while one writes: a form with data-autosave="<address>" is sent there a moment after each change.

   The server answers 2xx (JSON may carry "version", sent back next time as data-version); anything else keeps what was typed in
   this browser and says so. [data-autosave-status] shows the state in words. Files and passwords are never kept. */
"use strict";

const AUTOSAVE_AFTER = 1200;
const AUTOSAVE_AGAIN = 20000;

function setUpAutosave(form) {
  const address = form.dataset.autosave;
  const status = document.querySelector("[data-autosave-status]");
  const key = `pozytek:${address}`;
  let timer = 0;
  let changed = false;
  let sending = false;

  const say = (state, text) => {
    if (!status) return;
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  };
  const clock = () => new Date().toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit" });

  const typed = () => {
    const values = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
      if (form.querySelector(`[type="password"][name="${CSS.escape(name)}"]`)) continue;
      values.push([name, value]);
    }
    return values;
  };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: typed() }));
      return true;
    } catch {
      return false;
    }
  };
  const drop = () => {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  };

  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, wait);
  };

  async function send() {
    if (!changed || sending) return;
    sending = true;
    changed = false;
    say("saving", "Zapisywanie…");
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    if (form.dataset.version) body.set("version", form.dataset.version);
    try {
      const answer = await fetch(address, { method: form.dataset.autosaveMethod || "POST", body, credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } });
      const data = await answer.json().catch(() => ({}));
      if (answer.status === 409) {
        keep();
        say("failed", data.detail || "Ktoś inny zmienił ten formularz. To, co wpisano, jest zachowane w tej przeglądarce: odśwież stronę.");
        sending = false;
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      if (data.version !== undefined) form.dataset.version = String(data.version);
      const field = form.elements.namedItem("version");
      if (field && data.version !== undefined) field.value = String(data.version);
      drop();
      say("saved", `Zapisano o ${clock()}`);
    } catch {
      changed = true;
      say("failed", keep() ? "Nie udało się zapisać. To, co wpisano, jest zachowane w tej przeglądarce; spróbujemy ponownie." : "Nie udało się zapisać. Nie zamykaj tej strony; spróbujemy ponownie.");
      later(AUTOSAVE_AGAIN);
    }
    sending = false;
    if (changed) later(AUTOSAVE_AGAIN);
  }

  // What was kept when saving failed is offered again, never put in silently.
  const offer = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept || JSON.stringify(kept.values) === JSON.stringify(typed())) { drop(); return; }
    const box = document.createElement("div");
    box.className = "notice-box notice-warn";
    const text = document.createElement("p");
    text.textContent = `W tej przeglądarce są niezapisane zmiany z ${new Date(kept.at).toLocaleString("pl-PL", { dateStyle: "long", timeStyle: "short" })}.`;
    const restore = document.createElement("button");
    restore.type = "button";
    restore.textContent = "Przywróć je";
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "button-secondary";
    forget.textContent = "Usuń je";
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    buttons.append(restore, forget);
    box.append(text, buttons);
    form.prepend(box);
    forget.addEventListener("click", () => { drop(); box.remove(); });
    restore.addEventListener("click", () => {
      const seen = new Map();
      for (const [name, value] of kept.values) seen.set(name, [...(seen.get(name) || []), value]);
      for (const field of form.elements) {
        if (!field.name || ["hidden", "file", "password", "submit", "button"].includes(field.type)) continue;
        const values = seen.get(field.name) || [];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else if (values.length) field.value = values.shift();
      }
      box.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (kind === "input" && event.target === form && !event.bubbles) return;
      changed = true;
      later(AUTOSAVE_AFTER);
    });
  }
  form.addEventListener("submit", () => { window.clearTimeout(timer); changed = false; drop(); });
  window.addEventListener("online", () => { if (changed) send(); });
  window.addEventListener("pagehide", () => { if (changed) keep(); });
  offer();
}

document.querySelectorAll("form[data-autosave]").forEach(setUpAutosave);
