// A visit of the day's view can be dragged onto an hour of a doctor: that leads to the page by which it is moved without
// scripts, too, with the nearest free time on top.
for (const link of document.querySelectorAll(".desk td[data-at] li a")) {
  link.draggable = true;
  link.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", `${link.pathname}/move?service=${link.dataset.service}`);
    event.dataTransfer.effectAllowed = "move";
  });
}

for (const cell of document.querySelectorAll(".desk td[data-at]")) {
  cell.addEventListener("dragover", (event) => {
    event.preventDefault();
    cell.classList.add("desk-over");
  });
  cell.addEventListener("dragleave", () => cell.classList.remove("desk-over"));
  cell.addEventListener("drop", (event) => {
    event.preventDefault();
    cell.classList.remove("desk-over");
    const path = event.dataTransfer.getData("text/plain");
    if (!/^\/desk\/visits\/[0-9a-f-]{36}\/move\?service=[0-9a-f-]{36}$/.test(path)) return;
    const { doctor, at } = cell.dataset;
    location.assign(`${path}&${new URLSearchParams({ doctor, at })}`);
  });
}
