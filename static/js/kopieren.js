// A button that copies the text of a field; without this script the text can be marked by hand.
for (const knopf of document.querySelectorAll("[data-kopieren]")) {
  knopf.hidden = !navigator.clipboard;
  const ansage = Object.assign(document.createElement("span"), { className: "nur-vorlesen" });
  ansage.setAttribute("role", "status");
  knopf.after(ansage);
  knopf.addEventListener("click", async () => {
    const wort = knopf.querySelector(".kern-label");
    await navigator.clipboard.writeText(document.getElementById(knopf.dataset.kopieren).value);
    wort.textContent = ansage.textContent = "Kopiert";
  });
}
