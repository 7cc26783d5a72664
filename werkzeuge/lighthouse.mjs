// Lighthouse as on a phone: `node werkzeuge/lighthouse.mjs CHROMIUM ADDRESS …` prints one line of JSON for each address,
// { address, scores: { category: 0 to 100 }, wrong: [audits that cost something] }.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, ...addresses] = process.argv.slice(2);
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];
const chrome = await launch({ chromePath, chromeFlags });
try {
  for (const address of addresses) {
    let versuche = 0;
    let lhr;
    do ({ lhr } = await lighthouse(address, { port: chrome.port, onlyCategories }));
    while (lhr.runtimeError && versuche++ < 3); // a page that painted nothing in time was not measured
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const counts = new Set(Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight).map(({ id }) => id)));
    const wrong = Object.values(lhr.audits).filter(({ id, score }) => counts.has(id) && score !== null && score < 1).map(({ id }) => id);
    console.log(JSON.stringify({ address, scores, wrong }));
  }
} finally {
  chrome.kill();
}
