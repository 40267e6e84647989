/* Costs and the actions they belong to: <select data-action> offers the rows of the table III.4 by number and name, and goes with
   its action when rows are added, moved or removed. A hidden field "numbered" tells the server that the numbers are right already. */
"use strict";

const schedule = document.querySelector('[data-rows="III.4"] .rows-list');
if (schedule) {
  const form = schedule.closest("form");
  const told = document.createElement("input");
  told.type = "hidden";
  told.name = "numbered";
  told.value = "1";
  form.append(told);

  const chosen = new WeakMap(); // select → the row of its action
  const typed = (row) => [...row.querySelectorAll("input, select, textarea")].some((each) => !/-(key|DELETE|ORDER)$/.test(each.name) && each.type !== "hidden" && each.type !== "checkbox" && each.value.trim());
  const actions = () => [...schedule.querySelectorAll(":scope > [data-row]")].filter((row) => !row.hidden && !(row.querySelector('[name$="-DELETE"]') || {}).checked && typed(row));
  const nameOf = (row) => row.querySelector('[name$="-name"]').value.trim();
  const selects = () => form.querySelectorAll("select[data-action]");
  const remember = (select) => chosen.set(select, actions()[Number(select.value) - 1]);

  const settle = () => {
    const rows = actions();
    for (const select of selects()) {
      if (!chosen.has(select)) remember(select);
      const row = chosen.get(select);
      const number = rows.indexOf(row) + 1;
      const lost = row && !number;
      const value = number ? String(number) : lost ? "" : select.value;
      const options = [new Option("–", ""), ...rows.map((each, index) => new Option(`${index + 1}. ${nameOf(each)}`.slice(0, 80), String(index + 1)))];
      if (value && !number) options.push(new Option(`${value} – nie ma takiej pozycji`, value));
      const same = options.length === select.options.length && options.every((each, index) => each.value === select.options[index].value && each.text === select.options[index].text);
      if (!same) select.replaceChildren(...options);
      if (select.value !== value) select.value = value;
      if (lost) chosen.delete(select);
    }
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches("select[data-action]")) remember(event.target);
  });
  // Before the other listeners of the form, so that what they reckon and send is right.
  form.addEventListener("input", (event) => {
    if (event.target.matches("select[data-action]")) remember(event.target);
    settle();
  }, { capture: true });
  settle();
}
