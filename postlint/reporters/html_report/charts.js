// Charts: of what matches the filters

function tally(key) {
  const counts = new Map();
  for (const number of matching) {
    const value = key(findings[number]);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function drawCharts() {
  drawSeverities(new Map(tally((finding) => finding.severity)));
  drawBars(byId("rule-chart"), tally((finding) => finding.rule), "rule", (name) => name);
  drawBars(byId("post-chart"), tally((finding) => posts[finding.post].path), "post", shortNames(posts.map((post) => post.path)));
}

/** Gives the name of a path's file, with its folder where another file has the same. */
function shortNames(paths) {
  const name = (path) => path.split("/").pop();
  const seen = new Map();
  for (const path of paths) seen.set(name(path), (seen.get(name(path)) || 0) + 1);
  return (path) => (seen.get(name(path)) > 1 ? path.split("/").slice(-2).join("/") : name(path));
}

function drawSeverities(counts) {
  const total = matching.size;
  const around = 2 * Math.PI * 40;
  const ring = drawing("svg", { viewBox: "0 0 100 100", class: "ring", "aria-hidden": "true" });
  ring.append(drawing("circle", { cx: 50, cy: 50, r: 40, class: "track" }));
  let offset = 0;
  for (const name of SEVERITIES) {
    const length = total ? ((counts.get(name) || 0) / total) * around : 0;
    if (!length) continue;
    ring.append(
      drawing("circle", {
        cx: 50,
        cy: 50,
        r: 40,
        class: `arc ${name}`,
        "stroke-dasharray": `${length} ${around - length}`,
        "stroke-dashoffset": -offset,
        transform: "rotate(-90 50 50)",
      }),
    );
    offset += length;
  }
  const text = total.toLocaleString("en");
  // Long numbers must not touch the ring.
  const sum = drawing("text", { x: 50, y: 57, class: text.length > 4 ? "sum long" : "sum" });
  sum.textContent = text;
  ring.append(sum);
  const legend = SEVERITIES.map((name) =>
    element(
      "button",
      {
        type: "button",
        class: `legend ${name}`,
        "aria-pressed": String(filters.severity.value === name),
        onclick: () => setFilter("severity", name),
      },
      element("span", { class: "dot", "aria-hidden": "true" }, ICONS[name]),
      counted(counts.get(name) || 0, name),
    ),
  );
  replaceKeepingFocus(byId("severity-chart"), ring, element("div", { class: "legends" }, ...legend));
}

function drawBars(place, counts, filter, short) {
  const most = counts.length ? counts[0][1] : 1;
  const bars = counts.slice(0, BARS).map(([value, count]) => {
    const fill = element("span", { class: "fill" });
    fill.style.width = `${Math.max(2, (count / most) * 100)}%`;
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "bar-row",
          title: value,
          "aria-pressed": String(filters[filter].value === value),
          onclick: () => setFilter(filter, value),
        },
        element("span", { class: "name" }, short(value)),
        element("span", { class: "amount" }, count.toLocaleString("en")),
        element("span", { class: "rail", "aria-hidden": "true" }, fill),
      ),
    );
  });
  const rest = counts.slice(BARS);
  const left = rest.reduce((sum, [, count]) => sum + count, 0);
  const more = rest.length
    ? element("p", { class: "muted more" }, `${counted(left, "finding")} in ${counted(rest.length, `other ${filter}`)}`)
    : null;
  const list = bars.length ? element("ul", { class: "bars" }, ...bars) : element("p", { class: "muted" }, "None");
  replaceKeepingFocus(place, list, more);
}

/** Draws anew without taking the focus from a button that was pressed. */
function replaceKeepingFocus(place, ...children) {
  const label = place.contains(document.activeElement) ? document.activeElement.title || document.activeElement.className : null;
  place.replaceChildren(...children.filter(Boolean));
  if (label === null) return;
  const again = [...place.querySelectorAll("button")].find((one) => (one.title || one.className) === label);
  if (again) again.focus();
}
