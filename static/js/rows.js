/* Rows of a form: add, remove, move. Works on [data-rows=prefix] with names like prefix-0-field (Django formsets, JSON tables).
   Without it the add button posts add_row=prefix and a row is removed with its tick. */
"use strict";

function setUpRows(box) {
  const prefix = box.dataset.rows;
  const list = box.querySelector(".rows-list");
  const pattern = box.querySelector("template");
  const total = box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const add = box.querySelector("[data-rows-add]");
  const status = box.querySelector("[data-rows-status]");
  const most = Number(box.dataset.max || 1000);
  const all = () => [...list.querySelectorAll(":scope > [data-row]")];
  const living = () => all().filter((row) => !row.hidden);

  // prefix-3-title, id_prefix-3-title_error …: the number after the prefix is the place of the row
  const place = new RegExp(`((?:^|[^\\w-]|id_)${prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}-)(?:\\d+|__prefix__)(?=-|$)`, "g");
  const ATTRIBUTES = ["name", "id", "for", "aria-describedby", "aria-labelledby", "data-amount"];
  const renumber = (row, index) => {
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of ATTRIBUTES) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(place, `$1${index}`));
      }
    }
  };

  const settle = () => {
    all().forEach((row, index) => renumber(row, index));
    if (total) total.value = String(all().length);
    const rows = living();
    rows.forEach((row, index) => {
      for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = String(index + 1);
      const order = row.querySelector('[name$="-ORDER"]');
      if (order) order.value = String(index + 1);
      row.querySelector("[data-row-tools]").hidden = false;
      row.querySelector("[data-row-up]").hidden = index === 0;
      row.querySelector("[data-row-down]").hidden = index === rows.length - 1;
    });
    add.hidden = rows.length >= most;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const say = (text) => { status.textContent = text; };

  const setUp = (row) => {
    for (const own of row.querySelectorAll("[data-row-delete], [data-row-order]")) own.hidden = true;
  };
  all().forEach((row) => {
    setUp(row);
    const tick = row.querySelector('[name$="-DELETE"]');
    if (tick && tick.checked) row.hidden = true;
  });
  settle();

  add.addEventListener("click", (event) => {
    event.preventDefault();
    list.append(pattern.content.cloneNode(true));
    const row = all().at(-1);
    setUp(row);
    settle();
    const field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
    say(`Dodano wiersz ${living().length}.`);
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = event.target.closest("[data-row]");
    if (!button || !row) return;
    const rows = living();
    const index = rows.indexOf(row);
    if (button.matches("[data-row-remove]")) {
      const tick = row.querySelector('[name$="-DELETE"]');
      if (tick) {
        tick.checked = true;
        row.hidden = true;
      } else {
        row.remove();
      }
      settle();
      const near = living()[Math.min(index, living().length - 1)];
      (near ? near.querySelector("[data-row-remove]") : add).focus();
      say(`Usunięto wiersz ${index + 1}.`);
    } else if (button.matches("[data-row-up]") && index > 0) {
      rows[index - 1].before(row);
      settle();
      (button.hidden ? row.querySelector("[data-row-down]") : button).focus();
      say(`Wiersz jest teraz ${index}.`);
    } else if (button.matches("[data-row-down]") && index < rows.length - 1) {
      rows[index + 1].after(row);
      settle();
      (button.hidden ? row.querySelector("[data-row-up]") : button).focus();
      say(`Wiersz jest teraz ${index + 2}.`);
    }
  });
}

document.querySelectorAll("[data-rows]").forEach(setUpRows);
