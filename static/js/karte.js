// Arrow keys move through all Kreise of the map, in the direction pressed; the name stands below the map.
// Without this script the lit Kreise are links all the same, and the list beside the map says what it shows.
const karte = document.querySelector("[data-karte]");
const wo = document.querySelector("[data-karte-wo]");
const kreise = [...karte.querySelectorAll("[data-kreis]")];
const richtungen = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const zeigen = (kreis) => { wo.textContent = kreis ? kreis.getAttribute("aria-label") : ""; };

// The nearest one ahead: distance counts, and what lies off the direction counts double.
const naechster = (von, [rx, ry]) => {
  let bester, kleinster = Infinity;
  for (const kreis of kreise) {
    const dx = kreis.dataset.x - von.dataset.x, dy = kreis.dataset.y - von.dataset.y;
    const voraus = dx * rx + dy * ry, daneben = Math.abs(dx * ry) + Math.abs(dy * rx);
    if (kreis === von || voraus <= 0 || daneben > 2 * voraus) continue;
    if (voraus + 2 * daneben < kleinster) [bester, kleinster] = [kreis, voraus + 2 * daneben];
  }
  return bester;
};

karte.addEventListener("keydown", (event) => {
  const von = event.target.closest("[data-kreis]");
  const ziel = von && richtungen[event.key] && naechster(von, richtungen[event.key]);
  if (!ziel) return;
  event.preventDefault();
  ziel.focus();
});
karte.addEventListener("focusin", (event) => zeigen(event.target.closest("[data-kreis]")));
karte.addEventListener("focusout", () => zeigen(null));
karte.addEventListener("pointerover", (event) => zeigen(event.target.closest("[data-kreis]")));
karte.addEventListener("pointerleave", () => zeigen(null));
