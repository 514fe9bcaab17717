// Keeps what is being written a moment after each change, and says that what is shown was read.

const form = document.querySelector("form[data-draft]");
const drafted = form?.querySelector("[data-draft-said]");
let waiting;
let isSaving = false;

const save = async () => {
  // The newer words go after the older ones.
  if (isSaving) return later();
  if (form.dataset.sent) return;
  isSaving = true;
  try {
    const body = new URLSearchParams({
      csrf: form.elements.csrf.value, key: form.elements.key.value, topic: form.elements.topic?.value ?? "", text: form.elements.text.value,
    });
    const kept = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual" });
    drafted.textContent = kept.ok ? drafted.dataset.saidKept : drafted.dataset.saidLost;
  } catch {
    drafted.textContent = drafted.dataset.saidLost;
  } finally {
    isSaving = false;
  }
};
const later = () => {
  clearTimeout(waiting);
  waiting = setTimeout(save, 1000);
};

form?.addEventListener("input", (event) => { if (["text", "topic"].includes(event.target.name)) later(); });
form?.addEventListener("submit", () => { clearTimeout(waiting); });

// What came while the page is in front of somebody is read; what came meanwhile is once they are back.
const talk = document.querySelector("[data-reading]");
let isUnread = false;
const read = () => {
  if (!isUnread || document.visibilityState !== "visible") return;
  isUnread = false;
  const body = new URLSearchParams({ csrf: talk.dataset.csrf });
  fetch(talk.dataset.reading, { method: "POST", body, headers: { "X-Unattended": "1" }, redirect: "manual" }).catch(() => { isUnread = true; });
};
if (talk) {
  new MutationObserver(() => {
    isUnread = true;
    read();
  }).observe(talk, { childList: true });
  document.addEventListener("visibilitychange", read);
}
