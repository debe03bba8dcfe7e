// What a pair of eyes, a thumb and a screen reader would find on the screen that is open. Read by looking.py.
window.palmLook = (() => {
  const CHINESE = /[㐀-鿿]/;
  const THUMBED = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const MAIN = ".weui-btn, .weui-cell_access, .palm-way, .palm-header__button, label, input, select, textarea";
  const isThere = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  const named = (one) => `${one.tagName.toLowerCase()}${one.dataset.test ? `[${one.dataset.test}]` : `.${one.className}`}`;
  const saidIn = (node) => node.textContent.trim().replace(/\s+/g, " ").slice(0, 40);

  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (node.data.trim() && node.parentElement && !/^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.parentElement.tagName)) found.push(node);
    }
    return found;
  }

  // The whole row of a tick is its target; a link within a sentence is as high as its line (WCAG 2.2, 2.5.8).
  function targetOf(one) {
    return /^(checkbox|radio|file)$/.test(one.type) ? one.closest("label") ?? one.labels?.[0] ?? one : one;
  }
  function isInSentence(one) {
    return one.tagName === "A" && getComputedStyle(one).display === "inline" && saidIn(one.parentElement) !== saidIn(one);
  }
  function small(main, other) {
    return [...new Set([...document.querySelectorAll(THUMBED)].map(targetOf))].filter(isThere).filter((one) => !isInSentence(one))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ one, box }) => box.height < (one.matches(MAIN) ? main : other) - 0.5 || box.width < other - 0.5)
      .map(({ one, box }) => `${named(one)} ${Math.round(box.width)}×${Math.round(box.height)}`);
  }

  function inSmallType(least) {
    return [...new Set(texts().filter((node) => isThere(node.parentElement))
      .map((node) => ({ node, size: parseFloat(getComputedStyle(node.parentElement).fontSize) }))
      .filter(({ size }) => size < least - 0.1).map(({ node, size }) => `${size}px «${saidIn(node)}»`))];
  }

  function tight(least) {
    return [...document.querySelectorAll("p, li, dd")].filter(isThere).filter((one) => {
      const { fontSize, lineHeight } = getComputedStyle(one);
      return parseFloat(lineHeight) / parseFloat(fontSize) < least - 0.01;
    }).map((one) => `${named(one)} «${saidIn(one)}»`);
  }

  function chinese() {
    const isMarked = (one) => one.closest("[lang^=zh]") && one.closest("[lang]").lang.startsWith("zh");
    const said = texts().filter((node) => CHINESE.test(node.data) && !isMarked(node.parentElement) && isThere(node.parentElement)).map(saidIn);
    const spoken = [...document.querySelectorAll("[aria-label], [placeholder], [alt], [title]")].filter((one) => !isMarked(one))
      .flatMap((one) => ["aria-label", "placeholder", "alt", "title"].map((name) => one.getAttribute(name)))
      .filter((text) => text && CHINESE.test(text)).map((text) => `(spoken) ${text}`);
    return [...new Set([...said, ...spoken])];
  }

  // A number of a person is not said; nor is what is only drawn.
  const NOT_SAID = /[*•＊]{2}|[\u3400-\u9fff][*＊]|(?:\d\s?){7}/;
  async function unread() {
    const { blocksOf } = await import("/static/lib/read-aloud.js");
    const main = document.querySelector("main");
    const said = blocksOf(main).map((one) => one.text).join("\n");
    const isMeant = ({ data, parentElement: one }) => main.contains(one) && isThere(one) && !NOT_SAID.test(data) && /[\p{L}\p{N}]/u.test(data)
      && !one.closest("[aria-hidden=true], .palm-care-bar, option, textarea");
    return texts().filter(isMeant).filter((node) => !said.includes(node.data.trim().replace(/\s+/g, " "))).map(saidIn);
  }

  async function axed(rules) {
    const told = await window.axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) });
    return told.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
  }

  const reach = () => document.documentElement.scrollWidth;
  function reachDoubled() {
    document.documentElement.style.fontSize = "200%";
    const reached = reach();
    document.documentElement.style.fontSize = "";
    return reached;
  }

  return {
    small, inSmallType, tight, chinese, unread, axed, reach, reachDoubled,
    headings: () => document.querySelectorAll("h1").length,
  };
})();
