// Shows the chosen photo before it is sent: as a data: address, since the content security policy admits no blob:.

for (const preview of document.querySelectorAll("[data-preview]")) {
  document.getElementById(preview.dataset.preview).addEventListener("change", (event) => {
    const file = event.target.files[0];
    preview.hidden = true;
    preview.replaceChildren();
    if (!file?.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const image = new Image();
      image.alt = "";
      image.src = reader.result;
      preview.replaceChildren(image);
      preview.hidden = false;
    });
    reader.readAsDataURL(file);
  });
}
