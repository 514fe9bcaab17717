// A warning before somebody is signed out, with a way to stay (WCAG 2.2, 2.2.1). What happens in one tab counts in all.

const WARNING = 120;
const dialog = document.getElementById("leaving");
const part = (name) => dialog.querySelector(`[data-leaving="${name}"]`);
const stay = dialog.querySelector("form[data-stay]");
let hasTyped = false;
let asked = Date.now();
// What somebody has read and put away comes back only before the next end.
let putAway = "";

const keep = (name, seconds) => {
  try { localStorage.setItem(name, Date.now() + seconds * 1000); } catch { /* This tab goes by its own clock then. */ }
  dialog.dataset[name] = Date.now() + seconds * 1000;
};
const left = (name) => {
  let until = dialog.dataset[name];
  try { until = localStorage.getItem(name) ?? until; } catch { /* As above. */ }
  return (until - Date.now()) / 1000;
};

// Nobody else may read what is on the screen once they are gone; but what they have typed stays theirs.
const leave = () => {
  if (!hasTyped) return location.replace(`/sign-in?next=${encodeURIComponent(document.body.dataset.here)}`);
  for (const name of ["idle", "last", "stale", "stay", "later", "out"]) part(name).hidden = true;
  part("over").hidden = false;
  if (!dialog.open) dialog.showModal();
  part("over").querySelector("a").focus();
};

const look = () => {
  const [idle, last] = [left("idle"), left("last")];
  if (Math.min(idle, last) <= 0) {
    clearInterval(timer);
    return leave();
  }
  if (Math.min(idle, last) > WARNING) {
    putAway = "";
    return dialog.close();
  }
  const isLast = last <= idle;
  if (putAway === (isLast ? "last" : "idle")) return;
  part("idle").hidden = part("stay").hidden = isLast;
  part("last").hidden = part("later").hidden = !isLast;
  if (!dialog.open) dialog.showModal();
};

const extend = async () => {
  asked = Date.now();
  try {
    const answer = await fetch(stay.action, { method: "POST", body: new URLSearchParams(new FormData(stay)) });
    // Signed out meanwhile, the answer leads to the page to sign in on.
    if (answer.redirected) keep("idle", 0);
    else if (answer.ok) keep("idle", Number(await answer.text()));
    // The token changed in another tab: a page that is loaded anew has the new one, and has extended the session.
    else part("stale").hidden = false;
  } catch { /* Without a connection there is another try until the end. */ }
  look();
};

stay.addEventListener("submit", (event) => {
  event.preventDefault();
  extend();
});

dialog.addEventListener("cancel", () => { putAway = part("last").hidden ? "idle" : "last"; });
part("later").addEventListener("click", () => {
  putAway = "last";
  dialog.close();
});
// Who types is there, though the server hears nothing of it.
addEventListener("input", () => {
  hasTyped = true;
  if (Date.now() - asked > 60_000) extend();
});
keep("idle", Number(document.body.dataset.idle));
keep("last", Number(document.body.dataset.last));
const timer = setInterval(look, 1000);
