/* Saving while one writes: a form with data-autosave="<address>" is sent there a moment after each change.

   The whole form is posted, or with data-autosave-fields only what changed (js/autosave-fields.js). The server answers 2xx with
   JSON ("version" goes into the field that data-autosave-version names). [data-autosave-status] shows the state in words. What is
   not saved yet is kept in this browser, under data-autosave-owner, and offered again when the page is opened next; files and
   passwords are never kept. A lost network, a busy server and a session that ended are tried again, each time after a longer
   while, and at once when the network or the reader comes back. Sending the form itself waits for a saving that is under way.
   [data-autosave-done="<address>"] on a page forgets what was kept for a form that is finished. */
"use strict";

const AUTOSAVE_AFTER = 1200;
const AUTOSAVE_KEEP_AFTER = 250;
const AUTOSAVE_AGAIN = [2000, 4000, 8000, 15000, 30000, 60000];
const BEACON_LIMIT = 60000; // browsers let a page that closes send 64 KB
const KEPT = "To, co wpisano, jest zachowane w tej przeglądarce.";
const REASONS = {
  400: `Nie zapisano: popraw zaznaczone miejsca i zapisz przyciskiem. ${KEPT}`,
  404: `Tego formularza nie można już zapisać. ${KEPT}`,
  409: `Ktoś inny zmienił ten formularz. ${KEPT} Odśwież stronę.`,
  413: `Nie zapisano: tekst jest za długi. ${KEPT}`,
  other: `Nie zapisano. ${KEPT} Odśwież stronę.`,
};
const OFFLINE = ["Nie zapisano – brak sieci, próbuję ponownie.", KEPT];
const BUSY = ["Nie zapisano – serwer nie odpowiada, próbuję ponownie.", KEPT];
const EXPIRED = ["Sesja wygasła – ", "zaloguj się w nowej karcie", ", tekst jest zachowany."];

// The whole form at once: what goes out, what is kept, how it is put back.
function wholeForm(form) {
  let touched = false;
  const typed = () => {
    const values = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
      if (form.querySelector(`[type="password"][name="${CSS.escape(name)}"]`)) continue;
      values.push([name, value]);
    }
    return values;
  };
  return {
    touch() { touched = true; },
    pending: () => touched,
    asks: false,
    take() {
      touched = false;
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
      return body;
    },
    failed() { touched = true; },
    refused() {},
    arrived: () => 0,
    leave(kept) { touched = false; kept.drop(); },
    copy: () => (touched ? { "*": typed() } : {}),
    differing: (copies) => (copies["*"] && JSON.stringify(copies["*"]) !== JSON.stringify(typed()) ? copies : {}),
    restore(copies) {
      const seen = new Map();
      for (const [name, value] of copies["*"]) seen.set(name, [...(seen.get(name) || []), value]);
      for (const field of form.elements) {
        if (!field.name || ["hidden", "file", "password", "submit", "button"].includes(field.type)) continue;
        const values = seen.get(field.name) || [];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else if (values.length) field.value = values.shift();
      }
    },
  };
}

// What is kept in this browser for one form of one person: code of a field → copy, beside what other tabs keep there.
function keptCopies(address, owner) {
  const key = `pozytek:${owner}:${address}`;
  let mine = new Set();
  const read = () => {
    try { return JSON.parse(localStorage.getItem(key)) || { copies: {} }; } catch { return { copies: {} }; }
  };
  const write = (kept) => {
    try {
      if (Object.keys(kept.copies).length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  };
  return {
    read,
    // Keep these copies, forget those of ours that are saved now.
    put(copies) {
      const kept = read();
      for (const code of mine) delete kept.copies[code];
      Object.assign(kept.copies, copies);
      mine = new Set(Object.keys(copies));
      return write({ at: Date.now(), copies: kept.copies });
    },
    drop(codes) {
      const kept = read();
      for (const code of codes || Object.keys(kept.copies)) delete kept.copies[code];
      write(kept);
    },
  };
}

function setUpAutosave(form) {
  const address = form.dataset.autosave;
  const status = document.querySelector("[data-autosave-status]");
  const kept = keptCopies(address, form.dataset.autosaveOwner || "");
  const texts = form.dataset.autosaveFields ? autosaveFields(form, () => later(0)) : wholeForm(form);
  let timer = 0;
  let keeping = 0;
  let failures = 0;
  let sending = false;
  let waiting = null;

  const say = (state, ...parts) => {
    if (!status) return;
    status.dataset.state = state;
    if (status.textContent === parts.join("")) return;
    status.replaceChildren(...parts);
  };
  const clock = () => new Date().toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit" });
  const signIn = () => {
    const link = document.createElement("a");
    link.href = form.dataset.autosaveSignIn || "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = EXPIRED[1];
    return link;
  };

  const keep = () => { window.clearTimeout(keeping); keeping = 0; return kept.put(texts.copy()); };
  const later = (wait, asks) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, wait, asks);
  };
  const again = () => {
    // Not all at once when a server that many wait for comes back.
    later(AUTOSAVE_AGAIN[Math.min(failures, AUTOSAVE_AGAIN.length - 1)] * (0.75 + Math.random() / 2));
    failures += 1;
  };
  const post = (body, options) => fetch(address, {
    method: form.dataset.autosaveMethod || "POST", body, credentials: "same-origin", redirect: "manual",
    headers: { Accept: "application/json" }, ...options,
  });

  // Who signed in again has a new token against forged posts: it stands on the page, if the session still opens that.
  async function exchange() {
    const body = texts.take();
    const answer = await post(body);
    if (answer.status !== 403) return answer;
    const page = await fetch(window.location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!page.ok) return page.type === "opaqueredirect" ? page : answer;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('[name="csrfmiddlewaretoken"]');
    if (!fresh) return answer;
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = fresh.value;
    body.set("csrfmiddlewaretoken", fresh.value);
    return post(body);
  }

  // `asks`: also with nothing to save, what others saved meanwhile.
  async function send(asks) {
    const writes = texts.pending();
    if (sending || !(writes || (asks && texts.asks))) return;
    sending = true;
    if (writes) say("saving", "Zapisywanie…");
    try {
      const answer = await exchange();
      if (answer.type === "opaqueredirect") {
        texts.failed(false);
        keep();
        say("failed", EXPIRED[0], signIn(), EXPIRED[2]);
        again();
      } else if (answer.status === 429 || answer.status >= 500) {
        texts.failed(answer.status >= 500);
        keep();
        say("failed", BUSY.join(" "));
        again();
      } else if (!answer.ok) {
        const data = await answer.json().catch(() => ({}));
        texts.refused();
        say("failed", data.detail ? `${data.detail} ${KEPT}` : REASONS[answer.status] || REASONS.other);
        keep();
      } else {
        took(await answer.json(), writes);
      }
    } catch {
      texts.failed(true);
      say("failed", keep() ? OFFLINE.join(" ") : `${OFFLINE[0]} Nie zamykaj tej strony.`);
      again();
    }
    sending = false;
    release();
  }

  function took(data, writes) {
    failures = 0;
    const field = form.elements.namedItem(form.dataset.autosaveVersion || "version");
    if (field && data.version !== undefined) field.value = String(data.version);
    const clashes = texts.arrived(data);
    keep();
    if (clashes) say("failed", "Zapisano bez miejsc, które w międzyczasie zmienił ktoś inny: wybierz w nich tekst.");
    else if (writes && data.note) say("failed", `Zapisano o ${clock()} – ${data.note}`);
    else if (writes) say("saved", `Zapisano o ${clock()}.`);
    if (texts.pending()) later(AUTOSAVE_AFTER);
  }

  // The button that was pressed while a saving was under way.
  function release() {
    if (waiting === null) return;
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  }

  // What was kept is offered again, never put in silently.
  function offer() {
    const found = kept.read();
    const copies = texts.differing(found.copies);
    kept.drop(Object.keys(found.copies).filter((code) => !(code in copies)));
    if (!Object.keys(copies).length) return;
    const box = document.createElement("div");
    box.className = "notice-box notice-warn";
    const text = document.createElement("p");
    text.textContent = `W tej przeglądarce są niezapisane zmiany z ${new Date(found.at).toLocaleString("pl-PL", { dateStyle: "long", timeStyle: "short" })}.`;
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
    forget.addEventListener("click", () => { kept.drop(Object.keys(copies)); box.remove(); });
    restore.addEventListener("click", () => {
      texts.restore(copies);
      box.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      texts.touch();
      if (!keeping) keeping = window.setTimeout(keep, AUTOSAVE_KEEP_AFTER);
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
    texts.leave(kept);
    window.removeEventListener("beforeunload", hold);
  });
  // A page that closes sends what it has, if that is not too much, and keeps it here in any case.
  window.addEventListener("pagehide", () => {
    if (!texts.pending()) return;
    keep();
    const body = texts.take();
    if (!sending && new Blob([...body].flat()).size < BEACON_LIMIT) post(body, { keepalive: true }).catch(() => {});
    texts.failed(true);
  });
  const hold = (event) => { if (texts.pending() && !keep()) event.preventDefault(); };
  window.addEventListener("beforeunload", hold);
  window.addEventListener("online", () => { if (texts.pending()) later(0); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") later(0, true); });
  offer();
}

document.querySelectorAll("form[data-autosave]").forEach(setUpAutosave);
for (const done of document.querySelectorAll("[data-autosave-done]")) {
  keptCopies(done.dataset.autosaveDone, done.dataset.autosaveOwner || "").drop();
}
