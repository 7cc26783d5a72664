// A button that copies the text of a field; without this script the text can be marked by hand.
for (const knopf of document.querySelectorAll("[data-kopieren]")) {
  knopf.hidden = !navigator.clipboard;
  knopf.addEventListener("click", async () => {
    const wort = knopf.querySelector(".kern-label");
    await navigator.clipboard.writeText(document.getElementById(knopf.dataset.kopieren).value);
    wort.textContent = "Kopiert";
  });
}
