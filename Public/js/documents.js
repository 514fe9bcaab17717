// Sends files part by part: with their progress, several at once, and on from where a lost connection left them. Chosen again after
// the page was lost, a file goes on, too. Without scripts the form goes as a whole.

const form = document.querySelector("form[data-uploads]");
const list = form.querySelector("[data-files]");
const template = form.querySelector("template[data-file]");
const announcer = form.querySelector("[data-announce]");
const csrf = form.elements.csrf.value;
const text = (name) => form.querySelector(`[data-text="${name}"]`).textContent;
const atOnce = 2;

const wait = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

class Refused extends Error {}

// An answer that says where to go on. What passes by itself is tried again: no connection, and a server that has enough to do.
const ask = async (request, onTrouble) => {
  for (let tries = 0; ; tries += 1) {
    let answer;
    try {
      answer = await request();
    } catch {
      onTrouble(text("lost"));
      await wait(Math.min(1000 * 2 ** tries, 15000));
      continue;
    }
    if (answer.redirected || answer.status === 401) throw new Refused(text("signed-out"));
    if ([429, 502, 503, 504].includes(answer.status) && tries < 8) {
      onTrouble(text("waiting"));
      await wait(1000 * (Number(answer.headers.get("retry-after")) || Math.min(2 ** tries, 15)));
      continue;
    }
    const state = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(state.problem || text("failed"));
    return state;
  }
};

const post = (path, fields) => () => fetch(path, {
  method: "POST", body: new URLSearchParams({ csrf, ...fields }), cache: "no-store", redirect: "manual",
}).then((answer) => (answer.type === "opaqueredirect" ? { status: 401, headers: new Headers() } : answer));

// XMLHttpRequest, because fetch does not tell how far a body is.
const sendPart = (path, part, onProgress) => () => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-CSRF", csrf);
  request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
  request.addEventListener("error", reject);
  request.addEventListener("timeout", reject);
  request.timeout = 120000;
  request.addEventListener("load", () => resolve({
    ok: request.status >= 200 && request.status < 300, status: request.status,
    redirected: !request.responseURL.endsWith(path),
    headers: { get: (name) => request.getResponseHeader(name) },
    json: async () => JSON.parse(request.responseText),
  }));
  request.send(part);
});

const upload = async (file, part, row, fields) => {
  const bar = row.querySelector("progress");
  const state = row.querySelector("[data-state]");
  const say = (words) => { state.textContent = words; };
  const show = (bytes) => {
    bar.value = Math.min(100, Math.floor((100 * bytes) / file.size));
    say(`${bar.value} %`);
  };
  const began = await ask(post(form.dataset.uploads, {
    ...fields, part, name: file.name, size: file.size, mark: `${file.name.slice(0, 40)} ${file.size} ${file.lastModified}`,
  }), say);
  let at = began;
  while (!at.isDone && at.offset < file.size) {
    const { offset, next } = at;
    show(offset);
    at = await ask(
      sendPart(`/uploads/${began.id}/parts?at=${offset}`, file.slice(offset, offset + next), (sent) => show(offset + sent)), say);
  }
  say(text("checking"));
  if (!at.isDone) await ask(post(`/uploads/${began.id}/completion`, {}), say);
  bar.value = 100;
  say(text("done"));
};

const sendAll = async (entries, fields) => {
  const waiting = [...entries];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const again = entry.row.querySelector("button");
      again.hidden = true;
      entry.row.classList.remove("upload-failed");
      try {
        await upload(entry.file, entry.part, entry.row, fields);
        entry.isDone = true;
      } catch (error) {
        const words = error instanceof Refused ? error.message : text("failed");
        entry.row.querySelector("[data-state]").textContent = words;
        entry.row.classList.add("upload-failed");
        again.hidden = false;
        announcer.textContent = `${entry.file.name}: ${words}`;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

form.addEventListener("submit", async (event) => {
  const files = [...form.elements.file.files];
  const fields = Object.fromEntries(
    ["key", "patient", "category", "visibility", "appointment"].map((name) => [name, form.elements[name]?.value ?? ""]));
  // What is wrong without a look at the files, the page says itself.
  if (files.length === 0 || files.length > 10 || !fields.category) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = form.querySelector(".actions .button");
  button.setAttribute("aria-disabled", "true");
  form.elements.file.disabled = true;
  const entries = files.map((file, part) => {
    const row = template.content.cloneNode(true).firstElementChild;
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-state]").textContent = text("waiting");
    row.querySelector("progress").setAttribute("aria-label", file.name);
    return { file, part, row, isDone: false };
  });
  list.replaceChildren(...entries.map((entry) => entry.row));
  list.hidden = false;
  const leave = () => {
    if (!entries.every((entry) => entry.isDone)) return;
    announcer.textContent = text("done");
    location.assign(`${form.getAttribute("action")}?added=${entries.length}`);
  };
  for (const entry of entries) {
    entry.row.querySelector("button").addEventListener("click", async () => {
      await sendAll([entry], fields);
      leave();
    });
  }
  await sendAll(entries, fields);
  leave();
  if (!entries.every((entry) => entry.isDone)) {
    button.removeAttribute("aria-disabled");
    form.elements.file.disabled = false;
  }
}, { capture: true });
