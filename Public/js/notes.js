// Keeps what is typed a moment after each change, section by section. What somebody else has written meanwhile is shown beside
// one's own, and is not written over before that was read.

const form = document.querySelector("[data-notes][data-draft]");
const said = form?.querySelector("[data-draft-said]");
const parts = new Map();

const sectionOf = (position) => {
  const box = form.querySelector(`[data-section="${position}"]`);
  return {
    box,
    field: box.querySelector("textarea"),
    revision: box.querySelector(`[name="r${position}"]`),
    shown: box.querySelector(`[name="w${position}"]`),
    theirs: box.querySelector("[data-theirs]"),
    sent: null,
    found: null,
  };
};

const show = (one, found) => {
  one.found = found;
  one.theirs.querySelector("[data-by]").textContent = found.by;
  one.theirs.querySelector("[data-their-words]").textContent = found.text;
  one.theirs.querySelector("[data-choice]").hidden = false;
  one.theirs.hidden = false;
};

// Whoever has read theirs decides: their own goes over it, or theirs takes its place.
const decide = (one, takes) => {
  one.revision.value = one.found.revision;
  one.shown.value = one.found.shown;
  if (takes) one.field.value = one.found.text;
  one.found = null;
  one.theirs.hidden = true;
  one.field.focus();
  later();
};

const take = (found) => {
  const one = parts.get(found.position);
  if (found.isDiffering) return show(one, found);
  one.revision.value = found.revision;
  one.shown.value = found.shown;
  const isUntouched = one.field.value === one.sent;
  if (isUntouched && found.text !== one.sent.trim()) one.field.value = found.text;
};

let waiting;
let isSaving = false;
const save = async () => {
  // The newer words go after the older ones.
  if (isSaving) return later();
  isSaving = true;
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  for (const [position, one] of parts) {
    if (one.found) continue;
    one.sent = one.field.value;
    body.set(`s${position}`, one.sent);
    body.set(`r${position}`, one.revision.value);
    body.set(`w${position}`, one.shown.value);
  }
  try {
    const kept = await fetch(`${form.getAttribute("action")}/draft`, { method: "POST", body });
    if (!kept.ok || kept.redirected) throw new Error("not kept");
    const { sections } = await kept.json();
    sections.filter((found) => !parts.get(found.position).found).forEach(take);
    const differs = [...parts.values()].some((one) => one.found);
    said.textContent = differs ? said.dataset.saidDiffers : said.dataset.saidKept;
  } catch {
    said.textContent = said.dataset.saidLost;
  } finally {
    isSaving = false;
  }
};
const later = () => {
  clearTimeout(waiting);
  waiting = setTimeout(save, 1500);
};

if (form) {
  for (const box of form.querySelectorAll("[data-section]")) {
    const one = sectionOf(box.dataset.section);
    parts.set(Number(box.dataset.section), one);
    one.theirs.querySelector("[data-mine]").addEventListener("click", () => decide(one, false));
    one.theirs.querySelector("[data-take]").addEventListener("click", () => decide(one, true));
  }
  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
}
