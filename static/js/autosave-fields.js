/* Saving by field, for js/autosave.js: only what changed goes out, each with the text it was changed from, so that the server can
   merge what several people and tabs write (competitions/offers/merge.py).

   <form data-autosave-fields="base"> has a hidden field "base": {code of a field: text, or rows of a table with their "key"}. Answers
   are {"fields": the same shape, "conflicts": [{code, row, column, place, stored, typed}]}. What others wrote appears in places that
   nobody touched here; where both wrote, both texts are shown and nothing goes out until one is chosen. */
"use strict";

function autosaveFields(form, resume) {
  const carrier = form.elements.namedItem(form.dataset.autosaveFields);
  const base = JSON.parse(carrier.defaultValue); // what is stored, as far as this page knows
  const synced = structuredClone(base); // what stood in the controls then
  const tried = {}; // sent, and no answer came
  const held = new Map(); // code → how many conflicts wait for a choice
  let out = {};

  // The controls

  const table = (code) => form.querySelector(`[data-rows="${CSS.escape(code)}"]`);
  const rowsOf = (code) => [...table(code).querySelectorAll(".rows-list > [data-row]")].filter((row) => !row.hidden && !(row.querySelector('[name$="-DELETE"]') || {}).checked);
  const cells = (row, code) => {
    const found = new Map();
    for (const control of row.querySelectorAll("input, select, textarea")) {
      const column = control.name.slice(code.length + 1).replace(/^\d+-/, "");
      if (column !== "DELETE" && column !== "ORDER") found.set(column, control);
    }
    return found;
  };
  const keyOf = (row, code) => {
    const control = cells(row, code).get("key");
    if (!control.value) control.value = [...crypto.getRandomValues(new Uint8Array(4))].map((each) => each.toString(16).padStart(2, "0")).join("");
    return control.value;
  };
  const read = (control) => (control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value);
  const put = (control, value) => {
    if (control instanceof RadioNodeList) for (const each of control) each.checked = each.value === value;
    else if (control.type === "checkbox") control.checked = value === "yes";
    else control.value = value;
  };
  const raw = (code) => {
    if (!Array.isArray(base[code])) {
      const control = form.elements.namedItem(code);
      return control ? read(control) : base[code];
    }
    if (!table(code)) return base[code];
    return rowsOf(code).map((row) => {
      keyOf(row, code);
      return Object.fromEntries([...cells(row, code)].map(([column, control]) => [column, read(control)]));
    });
  };

  // Comparing

  const plain = (value) => {
    if (!Array.isArray(value)) return String(value ?? "").replace(/\r\n?/g, "\n").trim();
    const rows = value.map((row) => Object.entries(row).map(([column, text]) => [column, plain(text)]).sort());
    return JSON.stringify(rows.filter((row) => row.some(([column, text]) => column !== "key" && text)));
  };
  const same = (one, other) => plain(one) === plain(other);
  const changed = () => Object.keys(base).filter((code) => !same(raw(code), synced[code]));
  const byKey = (rows) => new Map((rows || []).map((row) => [row.key, row]));

  // Rows that others added or deleted

  const quietly = (act) => {
    const focused = document.activeElement;
    act();
    if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
  };
  const addRow = (code, values) => quietly(() => {
    table(code).querySelector("[data-rows-add]").click();
    const found = cells(rowsOf(code).at(-1), code);
    for (const [column, text] of Object.entries(values)) if (found.has(column)) put(found.get(column), text);
  });
  const removeRow = (row) => quietly(() => row.querySelector("[data-row-remove]").click());

  // The server's text of one field comes in. `sent` is what went out of it, if anything did.

  function take(code, stored, sent) {
    const touched = !same(raw(code), sent === undefined ? synced[code] : sent);
    if (sent === undefined && touched) return; // it is being written here: its base stays where that began
    if (Array.isArray(stored)) takeRows(code, stored, sent, touched);
    else {
      const control = form.elements.namedItem(code);
      if (sent === undefined && control && !same(stored, synced[code])) put(control, stored);
      base[code] = stored;
      synced[code] = sent === undefined ? stored : sent;
    }
  }

  function takeRows(code, stored, sent, touched) {
    if (!table(code)) return;
    const before = byKey(base[code]);
    const gone = byKey(sent);
    const shown = new Map(rowsOf(code).map((row) => [keyOf(row, code), row]));
    const ref = byKey(synced[code]);
    const own = byKey(sent);
    // A cell that is being written here, and was not part of what went out, keeps the base from which that began.
    const begun = (key, column, text, control) => {
      const old = (before.get(key) || {})[column] ?? "";
      if (column === "key" || same(text, old)) return text;
      const then = (ref.get(key) || {})[column] ?? "";
      if (same(read(control), then)) { put(control, text); return text; }
      return sent !== undefined && !same((own.get(key) || {})[column], then) ? text : old;
    };
    const ours = [];
    for (const row of stored) {
      const element = shown.get(row.key);
      if (element) {
        const found = cells(element, code);
        ours.push(Object.fromEntries(Object.entries(row).map(([column, text]) => [column, found.has(column) ? begun(row.key, column, text, found.get(column)) : text])));
      } else {
        ours.push(row);
        if (!before.has(row.key) && !gone.has(row.key)) addRow(code, row);
      }
    }
    const alive = byKey(stored);
    for (const [key, row] of shown) {
      if (!before.has(key) || alive.has(key)) continue;
      const now = Object.fromEntries([...cells(row, code)].map(([column, control]) => [column, read(control)]));
      if (same([now], [ref.get(key) || {}])) removeRow(row);
      else ours.push(before.get(key));
    }
    // The base is in the order of this page, or the server would take its order for a move made here.
    const order = rowsOf(code).map((row) => keyOf(row, code));
    base[code] = ours.sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
    synced[code] = touched ? sent : raw(code);
  }

  // Where two wrote at once

  function clash(conflict) {
    const { code, row, column } = conflict;
    held.set(code, (held.get(code) || 0) + 1);
    const element = row && table(code) ? rowsOf(code).find((each) => keyOf(each, code) === row) : null;
    const control = element && column ? cells(element, code).get(column) : row ? null : form.elements.namedItem(code);
    const box = document.createElement("div");
    box.className = "notice-box notice-warn";
    box.dataset.conflict = code;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Dwa teksty: ${conflict.place}`);
    const words = document.createElement("p");
    words.textContent = `${conflict.place}: ktoś z Twojej organizacji (albo Ty w innej karcie) zapisał tu w międzyczasie inny tekst.`;
    const texts = document.createElement("dl");
    texts.className = "definitions";
    for (const [name, text] of [["Zapisany tekst", conflict.stored], ["Twój tekst", conflict.typed]]) {
      const group = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = name;
      value.textContent = text === null ? "wiersz usunięty" : text || "puste";
      group.append(term, value);
      texts.append(group);
    }
    const choose = (label, className, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.className = className;
      button.addEventListener("click", () => {
        act();
        box.remove();
        const left = held.get(code) - 1;
        if (left) held.set(code, left); else held.delete(code);
        form.dispatchEvent(new Event("input", { bubbles: true }));
        if (!left) resume();
      });
      return button;
    };
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    buttons.append(
      choose("Zostaw mój tekst", "button", () => {}),
      choose("Weź zapisany tekst", "button-secondary", () => {
        if (control) put(control, conflict.stored || "");
        else if (element) removeRow(element);
        else if (row) addRow(code, byKey(base[code]).get(row) || { key: row });
      }),
    );
    box.append(words, texts, buttons);
    const near = (element || (control && control.closest && control.closest(".field"))) || form.querySelector(`#pole-${CSS.escape(code)}`) || form.firstChild;
    near.before(box);
  }

  return {
    touch() {},
    pending: () => changed().some((code) => !held.has(code)),
    asks: true,
    take() {
      out = {};
      for (const code of changed()) {
        if (held.has(code)) continue;
        out[code] = { value: raw(code), base: base[code] };
        if (code in tried) out[code].tried = tried[code];
      }
      const body = new FormData();
      for (const name of ["csrfmiddlewaretoken", form.dataset.autosaveVersion]) body.set(name, form.elements.namedItem(name).value);
      body.set("fields", JSON.stringify(out));
      return body;
    },
    // `unknown`: it may have been stored all the same.
    failed(unknown) {
      if (unknown) for (const [code, each] of Object.entries(out)) tried[code] = each.value;
    },
    refused() {},
    arrived(data) {
      const apart = new Set(data.conflicts.map((each) => each.code));
      for (const [code, stored] of Object.entries(data.fields)) {
        if (!(code in base) || held.has(code)) continue;
        const sent = out[code] && out[code].value;
        take(code, stored, sent);
        // Where both wrote, the text here still waits: what it is compared with is what is stored.
        if (apart.has(code)) base[code] = synced[code] = stored;
        if (sent !== undefined) delete tried[code];
      }
      data.conflicts.forEach(clash);
      form.dispatchEvent(new Event("input", { bubbles: true })); // sums reckon anew
      out = {};
      return held.size;
    },
    leave(kept) {
      kept.put(this.copy());
      carrier.value = JSON.stringify(base);
    },
    copy: () => Object.fromEntries(changed().map((code) => [code, { value: raw(code), base: base[code] }])),
    differing: (copies) => Object.fromEntries(Object.entries(copies).filter(([code, each]) => code in base && each && !same(each.value, raw(code)))),
    restore(copies) {
      for (const [code, each] of Object.entries(copies)) {
        if (Array.isArray(base[code])) restoreRows(code, each);
        else put(form.elements.namedItem(code), each.value);
        base[code] = each.base;
      }
    },
  };

  function restoreRows(code, each) {
    const shown = new Map(rowsOf(code).map((row) => [keyOf(row, code), row]));
    const typed = byKey(each.value);
    for (const [key, values] of typed) {
      const element = shown.get(key);
      if (!element) { addRow(code, values); continue; }
      for (const [column, control] of cells(element, code)) if (column in values) put(control, values[column]);
    }
    for (const [key, row] of shown) if (!typed.has(key) && byKey(each.base).has(key)) removeRow(row);
  }
}
