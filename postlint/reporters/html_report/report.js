// What the page does: filters, the way from finding to finding, the theme.

// Filters

const filters = {
  query: byId("query"),
  severity: byId("severity"),
  rule: byId("rule"),
  post: byId("post"),
  fix: byId("fix"),
};

function applyFilters() {
  const words = filters.query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const path = filters.post.value.toLowerCase();
  const { severity, rule, fix } = filters;
  matching = new Set();
  for (const finding of findings) {
    if (severity.value && finding.severity !== severity.value) continue;
    if (rule.value && finding.rule !== rule.value) continue;
    if (fix.value && finding.fix !== Number(fix.value)) continue;
    if (path && !posts[finding.post].path.toLowerCase().includes(path)) continue;
    if (words.every((word) => finding.text.includes(word))) matching.add(finding.number);
  }
  const shown = posts.filter(showMatches).length;
  byId("none").hidden = shown > 0;
  byId("count").textContent =
    matching.size === findings.length
      ? `${counted(findings.length, "finding")} in ${counted(posts.length, "post")}`
      : `${matching.size.toLocaleString("en")} of ${counted(findings.length, "finding")} in ${counted(shown, "post")}`;
  drawCharts();
  posts.forEach(alignNotes);
}

/** Shows what of a post matches the filters; returns whether anything does. */
function showMatches(post) {
  const counts = { error: 0, warning: 0, info: 0 };
  for (let number = post.first; number < post.last; number++)
    if (matching.has(number)) counts[findings[number].severity]++;
  const chips = SEVERITIES.filter((name) => counts[name]).map((name) =>
    element("span", { class: `chip ${name}` }, counted(counts[name], name)),
  );
  post.counts.replaceChildren(...chips);
  post.article.hidden = !chips.length;
  if (post.rendered) {
    for (const made of post.body.querySelectorAll(".note"))
      made.hidden = !matching.has(Number(made.dataset.finding));
    for (const made of post.body.querySelectorAll(".ref"))
      made.hidden = !matching.has(Number(made.dataset.finding));
    for (const made of post.body.querySelectorAll(".hit")) {
      const numbers = made.dataset.findings.split(" ").map(Number).filter((one) => matching.has(one));
      const worst = SEVERITIES.find((name) => numbers.some((one) => findings[one].severity === name));
      made.classList.remove(...SEVERITIES);
      if (worst) made.classList.add(worst);
    }
  }
  return chips.length > 0;
}

function later(action, delay) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}

function setFilter(name, value) {
  filters[name].value = filters[name].value === value ? "" : value;
  applyFilters();
}

// From finding to finding

function goTo(number, target) {
  const post = posts[findings[number].post];
  current = number;
  post.near = true;
  if (!post.open) setOpen(post, true);
  render(post);
  alignNotes(post);
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  const card = byId(`note-${number}`);
  const mark = byId(`mark-${number}`);
  for (const made of [card, mark && mark.closest(".hit")]) if (made) made.classList.add("current");
  const seen = target === "mark" && mark ? mark : card;
  (mark || card).scrollIntoView({ block: "center" });
  seen.focus({ preventScroll: true });
}

function step(direction) {
  const numbers = [...matching];
  if (!numbers.length) return;
  const after = numbers.findIndex((number) => number > current);
  const before = numbers.findLastIndex((number) => number < current);
  const index = direction > 0 ? (after < 0 ? 0 : after) : before < 0 ? numbers.length - 1 : before;
  goTo(numbers[index], "note");
}

function followHash() {
  const match = /^#(note|mark)-([0-9]+)$/.exec(location.hash);
  if (match && Number(match[2]) < findings.length) goTo(Number(match[2]), match[1]);
}

// The theme: the system's until somebody chooses

const THEMES = ["auto", "light", "dark"];

function storedTheme() {
  try {
    return localStorage.getItem("postlint-theme") || "auto";
  } catch {
    return "auto";
  }
}

function setTheme(theme) {
  const known = THEMES.includes(theme) ? theme : "auto";
  document.documentElement.dataset.theme = known;
  byId("theme").textContent = { auto: "\u25d0 Auto", light: "\u2600 Light", dark: "\u263e Dark" }[known];
  byId("theme").setAttribute("aria-label", `Theme: ${known}`);
  try {
    localStorage.setItem("postlint-theme", known);
  } catch {
    // A browser may keep nothing for files; the choice then lasts as long as the page.
  }
}

// Start

function showOverview() {
  const { files, safe, unsafe, fixed } = data.summary;
  byId("verdict").textContent = findings.length
    ? `${counted(findings.length, "problem")} in ${posts.length.toLocaleString("en")} of ${counted(files, "post")}`
    : `No problems found in ${counted(files, "post")}`;
  const more = safe ? "more" : "can be fixed";
  const details = [
    fixed ? `${counted(fixed, "problem")} fixed` : "",
    safe ? `${safe.toLocaleString("en")} can be fixed with --fix` : "",
    unsafe ? `${unsafe.toLocaleString("en")} ${more} with --fix --unsafe-fixes` : "",
  ]
    .filter(Boolean)
    .join(", ");
  byId("details").append(...withOptions(details));
  byId("home").href = data.home;
  if (data.failures.length) {
    const items = data.failures.map(([path, message]) =>
      element("li", {}, path ? element("code", {}, path) : null, path ? ": " : null, message),
    );
    byId("failures").append(element("p", {}, "Some checks could not be made:"), element("ul", {}, ...items));
    byId("failures").hidden = false;
  }
  for (const name of SEVERITIES) filters.severity.append(element("option", { value: name }, name));
  for (const name of Object.keys(data.rules).sort()) filters.rule.append(element("option", { value: name }, name));
}

function listen() {
  const soon = later(applyFilters, 120);
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(applyFilters));
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  byId("theme").addEventListener("click", () => {
    const index = THEMES.indexOf(document.documentElement.dataset.theme);
    setTheme(THEMES[(index + 1) % THEMES.length]);
  });
  byId("toggle-all").addEventListener("click", (event) => {
    const open = event.target.textContent === "Open all";
    posts.forEach((post) => setOpen(post, open));
    event.target.textContent = open ? "Close all" : "Open all";
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#note-'], a[href^='#mark-']");
    const hit = link ? null : event.target.closest(".hit");
    if (link) {
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
      followHash();
    } else if (hit && !String(getSelection())) {
      const number = hit.dataset.findings.split(" ").map(Number).find((one) => matching.has(one));
      if (number !== undefined) goTo(number, "note");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      byId("filters").reset();
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      event.preventDefault();
      filters.query.focus();
    } else if (event.key === "j" || event.key === "k") {
      step(event.key === "j" ? 1 : -1);
    }
  });
  addEventListener("hashchange", followHash);
  addEventListener("resize", later(() => posts.forEach(alignNotes), 100));
  const setPrinting = (now) => {
    printing = now;
    for (const post of posts) {
      if (post.open) render(post);
      alignNotes(post);
    }
  };
  addEventListener("beforeprint", () => setPrinting(true));
  addEventListener("afterprint", () => setPrinting(false));
}

setTheme(storedTheme());
showOverview();
if (findings.length) {
  byId("posts").append(...posts.map(makePost));
  byId("charts").hidden = false;
  byId("filters").hidden = false;
  applyFilters();
  listen();
  for (const post of posts) watcher.observe(post.article);
  if (posts.length <= FEW_POSTS) byId("toggle-all").click();
  followHash();
} else {
  listen();
}
document.documentElement.dataset.ready = "";
