/* Saving while one writes: a form with data-autosave="<address>" is sent there a moment after each change.

   The server answers 2xx (JSON may carry "version", which goes into the field that data-autosave-version names); anything else
   keeps what was typed in this browser and says so. [data-autosave-status] shows the state in words. Files and passwords are never
   kept. Sending the form itself waits for a saving that is under way, so that the two never overtake each other. */
"use strict";

const AUTOSAVE_AFTER = 1200;
const AUTOSAVE_AGAIN = 20000;
const REASONS = {
  400: "Nie zapisano: popraw zaznaczone miejsca i zapisz przyciskiem. To, co wpisano, jest zachowane w tej przeglądarce.",
  404: "Tego formularza nie można już zapisać. To, co wpisano, jest zachowane w tej przeglądarce.",
  other: "Nie zapisano, bo sesja wygasła: zaloguj się i otwórz tę stronę ponownie. To, co wpisano, jest zachowane w tej przeglądarce.",
  409: "Ktoś inny zmienił ten formularz. To, co wpisano, jest zachowane w tej przeglądarce: odśwież stronę.",
};

function setUpAutosave(form) {
  const address = form.dataset.autosave;
  const status = document.querySelector("[data-autosave-status]");
  const key = `pozytek:${address}`;
  let timer = 0;
  let changed = false;
  let sending = false;
  let waiting = null;

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
    try {
      const answer = await fetch(address, { method: form.dataset.autosaveMethod || "POST", body, credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } });
      const data = await answer.json().catch(() => ({}));
      if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) {
        keep();
        say("failed", data.detail || REASONS[answer.status] || REASONS.other);
        sending = false;
        release();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const field = form.elements.namedItem(form.dataset.autosaveVersion || "version");
      if (field && data.version !== undefined) field.value = String(data.version);
      drop();
      say("saved", `Zapisano o ${clock()}`);
    } catch {
      changed = true;
      say("failed", keep() ? "Nie udało się zapisać. To, co wpisano, jest zachowane w tej przeglądarce; spróbujemy ponownie." : "Nie udało się zapisać. Nie zamykaj tej strony; spróbujemy ponownie.");
      later(AUTOSAVE_AGAIN);
    }
    sending = false;
    if (changed && !waiting) later(AUTOSAVE_AGAIN);
    release();
  }

  // The button that was pressed while a saving was under way.
  function release() {
    if (waiting === null) return;
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
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
            changed = true;
      later(AUTOSAVE_AFTER);
    });
  }
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      waiting = event.submitter;
      return;
    }
    changed = false;
    drop();
  });
  window.addEventListener("online", () => { if (changed) send(); });
  window.addEventListener("pagehide", () => { if (changed) keep(); });
  offer();
}

document.querySelectorAll("form[data-autosave]").forEach(setUpAutosave);
