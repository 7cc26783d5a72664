// Django's fields with suggestions have no name while nothing is chosen: they get that of their label.

const benennen = () => {
  for (const feld of document.querySelectorAll("select.admin-autocomplete")) {
    const name = feld.labels[0]?.textContent.trim().replace(/:$/, "");
    const gewaehlt = feld.selectedOptions[0]?.textContent;
    for (const teil of feld.parentElement.querySelectorAll("[role=combobox], [role=textbox]")) {
      teil.removeAttribute("aria-labelledby");
      teil.setAttribute("aria-label", [name, gewaehlt].filter(Boolean).join(": "));
    }
  }
};

addEventListener("load", benennen);
document.addEventListener("formset:added", benennen);
window.django?.jQuery(document).on("change", "select.admin-autocomplete", benennen);
