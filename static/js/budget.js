/* Live sums of amounts, in whole grosze (BigInt), never in floating point.

   <input data-amount="offer dotacja -left">: adds to the sums "offer" and "dotacja", takes from "left" (names parted by spaces).
   <… data-sum="offer">: shows that sum as "12 345,67 zł"; <input data-sum> gets "12345.67".
   <… data-sum="points" data-unit="pkt">: the same for what is no money, "85,5 pkt".
   <input data-amount="points" data-weight="1.50">: counts that many times.
   <… data-product="ilosc cena"> inside a [data-row]: whole quantity times price; add data-amount to count it too.
   <… data-share="dotacja offer">: the first sum as per cent of the second, "83,5%".
   <… data-warn="grant most 40000.00" hidden>: shown while the sum is more than that; "least" while it is less;
   "own least 10.00 costs": a bound of 10% of the sum "costs". Only the sums that the page knows of are judged.
   Amounts in rows that are hidden or ticked for removal do not count. The server reckons everything again. */
"use strict";

const NO_BREAK = "\u00a0";

// "1 234,5", "1234.50", "1 234,50 zł" → grosze; null when it is not an amount
function grosze(text) {
  const clean = String(text).replace(/[\s\u00a0\u202f]|zł/g, "").replace(",", ".");
  const parts = /^(-?)(\d*)(?:\.(\d{0,2}))?$/.exec(clean);
  if (!parts || (parts[2] === "" && !parts[3])) return null;
  const value = BigInt(parts[2] || "0") * 100n + BigInt((parts[3] || "").padEnd(2, "0"));
  return parts[1] ? -value : value;
}

function digits(value) {
  const plain = (value < 0n ? -value : value).toString().padStart(3, "0");
  return [plain.slice(0, -2), plain.slice(-2)];
}

function zloty(value) {
  const [whole, rest] = digits(value);
  return `${value < 0n ? "\u2212" : ""}${whole.replace(/\B(?=(\d{3})+(?!\d))/g, NO_BREAK)},${rest}${NO_BREAK}zł`;
}

// first / second in per cent to one place, halves up
function share(first, second) {
  if (!second || second < 0n || first < 0n) return "–";
  const tenths = (first * 2000n + second) / (second * 2n);
  return `${tenths / 10n},${tenths % 10n}%`;
}

// 8550 → "85,5 pkt": without zeros that say nothing
function counted(value, unit) {
  const [whole, rest] = digits(value);
  const part = rest.replace(/0+$/, "");
  return `${value < 0n ? "\u2212" : ""}${whole}${part ? `,${part}` : ""}${NO_BREAK}${unit}`;
}

function write(element, value) {
  if ("value" in element && element.matches("input, output") && !element.dataset.unit) {
    const [whole, rest] = digits(value);
    element.value = element.matches("input") ? `${value < 0n ? "-" : ""}${whole}.${rest}` : zloty(value);
  } else {
    const text = element.dataset.unit ? counted(value, element.dataset.unit) : zloty(value);
    if (element.textContent !== text) element.textContent = text;
  }
}

function reckon() {
  const counts = (element) => {
    const row = element.closest("[data-row]");
    return !row || (!row.hidden && !row.querySelector('[name$="-DELETE"]:checked'));
  };
  const sums = new Map();
  const add = (element, value) => {
    for (const word of (element.dataset.amount || "").split(/\s+/).filter(Boolean)) {
      const minus = word.startsWith("-");
      const name = minus ? word.slice(1) : word;
      sums.set(name, (sums.get(name) || 0n) + (minus ? -value : value));
    }
  };
  for (const element of document.querySelectorAll("[data-product]")) {
    const row = element.closest("[data-row]");
    const [count, price] = element.dataset.product.split(/\s+/).map((name) => row && row.querySelector(`[name$="-${name}"], [name="${name}"]`));
    // grosze × hundredths of a unit, rounded half up to grosze
    const product = (grosze(count ? count.value : "") || 0n) * (grosze(price ? price.value : "") || 0n);
    const value = (product + 50n) / 100n;
    write(element, value);
    if (counts(element) && !element.matches("input")) add(element, value);
  }
  for (const element of document.querySelectorAll("input[data-amount]")) {
    // a point of a criterion counts as often as its weight says
    const weight = grosze(element.dataset.weight || "1") || 0n;
    if (counts(element)) add(element, ((grosze(element.value) || 0n) * weight + 50n) / 100n);
  }
  for (const element of document.querySelectorAll("[data-sum]")) {
    if (sums.has(element.dataset.sum) || document.querySelector("[data-amount]")) write(element, sums.get(element.dataset.sum) || 0n);
  }
  for (const element of document.querySelectorAll("[data-share]")) {
    const [first, second] = element.dataset.share.split(/\s+/).map((name) => sums.get(name) || 0n);
    element.textContent = share(first, second);
  }
  for (const element of document.querySelectorAll("[data-warn]")) element.hidden = !broken(sums, ...element.dataset.warn.split(" "));
}

function broken(sums, name, side, text, base) {
  const sum = sums.get(name) || 0n;
  if (!base) return side === "most" ? sum > grosze(text) : sum < grosze(text);
  // The bound is a share: whole hundredths of per cent, an upper one rounded half up to grosze as the law reckons it.
  const share = grosze(text) * (sums.get(base) || 0n);
  return side === "most" ? sum > (share + 5000n) / 10000n : sum * 10000n < share;
}

if (document.querySelector("[data-amount]")) {
  document.addEventListener("input", reckon);
  reckon();
}
