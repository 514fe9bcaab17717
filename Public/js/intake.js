// Keeps what is typed a moment after each change, and shows what is asked given the answers so far.

const form = document.querySelector("[data-intake]");
const said = form?.querySelector("[data-draft-said]");
const plain = (text) => text.trim().toLowerCase().replace(",", ".");

const answer = (name) => {
  const fields = [...form.elements].filter((field) => field.name === name && !field.disabled);
  const field = fields.find((one) => one.type !== "radio" || one.checked);
  return field ? plain(field.value) : "";
};

// In the order of the page, so that what depends on a question that is not asked is not asked either.
const ask = () => {
  for (const part of form.querySelectorAll("[data-when]")) {
    part.hidden = answer(part.dataset.when) !== plain(part.dataset.answer);
    part.querySelectorAll("input, textarea").forEach((field) => { field.disabled = part.hidden; });
  }
};

let waiting;
let isSaving = false;
const save = async () => {
  // The newer words go after the older ones.
  if (isSaving) return later();
  isSaving = true;
  form.elements.saving.value = Number(form.elements.saving.value) + 1;
  try {
    const body = new URLSearchParams(new FormData(form));
    const kept = await fetch(`${form.getAttribute("action")}/draft`, { method: "POST", body, keepalive: true });
    said.textContent = kept.ok && !kept.redirected ? said.dataset.saidKept : said.dataset.saidLost;
  } catch {
    said.textContent = said.dataset.saidLost;
  } finally {
    isSaving = false;
  }
};
const later = () => {
  clearTimeout(waiting);
  waiting = setTimeout(save, 800);
};

if (form) {
  ask();
  form.querySelectorAll("[data-condition]").forEach((hint) => { hint.hidden = true; });
  form.addEventListener("input", () => {
    ask();
    if ("draft" in form.dataset) later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    form.elements.saving.value = Number(form.elements.saving.value) + 1;
  });
}
