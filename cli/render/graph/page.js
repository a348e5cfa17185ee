/** The graph's page: draws the plans, finds them, shows what each says. Runs in the browser. */
const graph = JSON.parse(document.getElementById("graph").textContent);
const { nodes } = graph;
const $ = (selector) => document.querySelector(selector);
const make = (name, attributes = {}, ...children) => {
  const svgNames = ["g", "path", "rect", "text", "title"];
  const element = svgNames.includes(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};
const svg = $("svg");
const view = $("#view");
const aside = $("aside");
const size = { height: 24, gapX: 90, gapY: 8 };
const { layOut, reach } = globalThis.graphLayout;

for (const node of nodes) node.users = [];
for (const [at, node] of nodes.entries()) {
  for (const edge of node.edges) nodes[edge].users.push(at);
}
const inCycle = new Set(graph.cycles.flat());
const texts = nodes.map(({ name, id, version, settings }) =>
  JSON.stringify([name, id, version, settings]).toLowerCase(),
);
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "12px system-ui, sans-serif";
const widths = nodes.map(({ name }) => Math.ceil(ruler.measureText(name).width) + 18);

let selected = -1;
let only = false;
let places = new Map();
/** The box and the edges of each plan that is shown. */
let drawn = new Map();
let box = { x: 0, y: 0, scale: 1 };

function shownNodes() {
  if (!only || selected < 0) return new Set(nodes.keys());
  return new Set([
    selected,
    ...reach(nodes, selected, "users"),
    ...reach(nodes, selected, "edges"),
  ]);
}

function edgeOf(at, target) {
  const from = places.get(at);
  const to = places.get(target);
  const [sx, sy] = [from.x, from.y + size.height / 2];
  const [tx, ty] = [to.x + to.width, to.y + size.height / 2];
  const bend = Math.max(30, Math.abs(sx - tx) / 2);
  const settings = nodes[at].needs.filter(({ to: all }) => all.includes(target));
  const isForBuilding = settings.every(({ setting }) => setting === "pkg_build_deps");
  const path = make("path", {
    d: `M${sx},${sy}C${sx - bend},${sy} ${tx + bend},${ty} ${tx},${ty}`,
  });
  return { path, target, kind: isForBuilding ? "edge build" : "edge" };
}

function boxOf(at) {
  const { x, y, width } = places.get(at);
  const { name, version = "" } = nodes[at];
  const group = make(
    "g",
    {
      transform: `translate(${x},${y})`,
      tabindex: 0,
      role: "button",
      "aria-label": `${name} ${version}`,
    },
    make("rect", { width, height: size.height }),
    make("text", { x: 9, y: 16 }, name),
    make("title", {}, `${name} ${version}`),
  );
  group.addEventListener("click", () => choose(at));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(at);
  });
  return group;
}

function draw() {
  const shown = shownNodes();
  const aspect = svg.clientWidth / svg.clientHeight;
  places = layOut(nodes, shown, { widths, size, aspect });
  drawn = new Map();
  for (const at of shown) {
    const edges = nodes[at].edges.filter((target) => shown.has(target));
    drawn.set(at, { group: boxOf(at), edges: edges.map((target) => edgeOf(at, target)) });
  }
  const all = [...drawn.values()];
  const paths = all.flatMap(({ edges }) => edges.map(({ path }) => path));
  view.replaceChildren(...paths, ...all.map(({ group }) => group));
  mark();
}

function query() {
  return $("#search").value.trim().toLowerCase();
}

function mark() {
  const up = reach(nodes, selected, "users");
  const down = reach(nodes, selected, "edges");
  const sought = query();
  const isOn = (set, at) => at === selected || set.has(at);
  for (const [at, { group, edges }] of drawn) {
    const names = {
      cycle: inCycle.has(at),
      selected: at === selected,
      up: up.has(at),
      down: down.has(at),
      hit: sought !== "" && texts[at].includes(sought),
    };
    const marks = Object.keys(names).filter((name) => names[name]);
    group.setAttribute("class", ["node", ...marks].join(" "));
    for (const { path, target, kind } of edges) {
      const isDown = selected >= 0 && isOn(down, at) && down.has(target);
      const isUp = selected >= 0 && up.has(at) && isOn(up, target);
      path.setAttribute("class", `${kind}${isDown ? " down" : isUp ? " up" : ""}`);
    }
  }
  view.classList.toggle("chosen", selected >= 0);
  view.classList.toggle("sought", sought !== "" && selected < 0);
}

function list() {
  const sought = query();
  const hits = [...nodes.keys()].filter((at) => texts[at].includes(sought));
  const first = (at) => Number(!nodes[at].name.toLowerCase().includes(sought));
  hits.sort((a, b) => first(a) - first(b) || (nodes[a].name < nodes[b].name ? -1 : 1));
  $("#list").replaceChildren(
    ...hits.map((at) =>
      make(
        "li",
        {},
        make(
          "button",
          {
            "aria-current": at === selected,
            onclick: () => {
              choose(at);
              show(at);
            },
          },
          nodes[at].name,
          " ",
          make("small", {}, nodes[at].version ?? ""),
        ),
      ),
    ),
  );
  return hits;
}

function link(at) {
  return make(
    "a",
    {
      onclick: () => {
        choose(at);
        show(at);
      },
    },
    nodes[at].name,
  );
}

function rows(title, items) {
  return items.length === 0
    ? []
    : [make("h3", {}, title), make("ul", {}, ...items.map((item) => make("li", {}, item)))];
}

function settingRow([name, value]) {
  const text =
    typeof value === "string"
      ? value
      : Array.isArray(value)
        ? value.join("\n")
        : Object.entries(value)
            .map(([key, item]) => `${key} = ${item}`)
            .join("\n");
  return [make("dt", {}, name), make("dd", {}, text || "(empty)")];
}

function tell() {
  if (selected < 0) {
    const cycles = graph.cycles.map((cycle) => {
      const names = cycle.flatMap((at) => [link(at), " → "]);
      return make("span", { class: "wrong" }, ...names, nodes[cycle[0]].name);
    });
    aside.replaceChildren(
      make(
        "p",
        {},
        "Select a plan. ",
        make("span", { class: "key", style: "background: var(--down)" }),
        " what it needs, ",
        make("span", { class: "key", style: "background: var(--up)" }),
        " what needs it.",
      ),
      make(
        "p",
        {},
        "A dashed line is a dependency for building only. What needs nothing of the tree stands on the left.",
      ),
      ...rows("Plans that need each other", cycles),
      ...rows("Not read", graph.unread),
    );
    return;
  }
  const node = nodes[selected];
  const needs = node.needs.map(({ setting, ident, to }) => {
    const names = to.length === 0 ? [ident] : to.flatMap((at) => [link(at), " "]);
    return make(
      "span",
      {},
      ...names,
      " ",
      make("small", {}, to.length === 0 ? `${setting}, outside` : setting),
    );
  });
  const dynamic = Object.entries(node.dynamic).flatMap(([name, reason]) => [
    make("dt", {}, name),
    make("dd", { class: "dynamic" }, `only running the plan shows it: it ${reason}`),
  ]);
  aside.replaceChildren(
    make("h2", {}, node.name),
    make("small", {}, `${node.id} · number ${node.order} in the build order`),
    ...rows("Needs", needs),
    ...rows("Is needed by", node.users.map(link)),
    make("h3", {}, "Settings"),
    make("dl", {}, ...Object.entries(node.settings).flatMap(settingRow), ...dynamic),
  );
  aside.scrollTop = 0;
}

function choose(at) {
  selected = at === selected ? -1 : at;
  location.replace(selected < 0 ? "#" : `#${encodeURIComponent(nodes[selected].id)}`);
  if (only) {
    draw();
    fitAll();
  } else mark();
  list();
  tell();
}

function place() {
  view.setAttribute("transform", `translate(${box.x},${box.y}) scale(${box.scale})`);
}

function fitAll() {
  const all = [...places.values()];
  if (all.length === 0) return;
  const left = Math.min(...all.map(({ x }) => x)),
    right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y)),
    bottom = Math.max(...all.map(({ y }) => y + size.height));
  const { width: w, height: h } = svg.getBoundingClientRect();
  const scale = Math.min(1.4, (w - 40) / (right - left), (h - 40) / (bottom - top));
  box = { scale, x: (w - (left + right) * scale) / 2, y: (h - (top + bottom) * scale) / 2 };
  place();
}

function show(at) {
  const spot = places.get(at);
  if (!spot) return;
  const { width, height: h } = svg.getBoundingClientRect();
  box.scale = Math.max(box.scale, 0.9);
  box.x = width / 2 - (spot.x + spot.width / 2) * box.scale;
  box.y = h / 2 - spot.y * box.scale;
  place();
}

function zoom(factor, x = svg.clientWidth / 2, y = svg.clientHeight / 2) {
  const scale = Math.min(4, Math.max(0.02, box.scale * factor));
  box = {
    scale,
    x: x - ((x - box.x) * scale) / box.scale,
    y: y - ((y - box.y) * scale) / box.scale,
  };
  place();
}

svg.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const { left, top } = svg.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
  },
  { passive: false },
);
let from;
svg.addEventListener("pointerdown", (event) => {
  from = { x: event.clientX - box.x, y: event.clientY - box.y };
  svg.classList.add("moving");
});
addEventListener("pointermove", (event) => {
  if (from) {
    box.x = event.clientX - from.x;
    box.y = event.clientY - from.y;
    place();
  }
});
addEventListener("pointerup", () => {
  from = undefined;
  svg.classList.remove("moving");
});
$("#in").addEventListener("click", () => zoom(1.3));
$("#out").addEventListener("click", () => zoom(1 / 1.3));
$("#fit").addEventListener("click", fitAll);
$("#only").addEventListener("click", ({ target }) => {
  only = !only;
  target.setAttribute("aria-pressed", only);
  draw();
  fitAll();
});
$("#search").addEventListener("input", () => {
  list();
  mark();
});
$("#search").addEventListener("keydown", ({ key }) => {
  if (key !== "Enter") return;
  const [first] = list();
  if (first !== undefined && first !== selected) {
    choose(first);
    show(first);
  }
});
/** How far an arrow moves the picture, in pixels. */
const pace = 80;
const keys = {
  "/": () => $("#search").focus(),
  "+": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: fitAll,
  ArrowLeft: () => move(pace, 0),
  ArrowRight: () => move(-pace, 0),
  ArrowUp: () => move(0, pace),
  ArrowDown: () => move(0, -pace),
};

function move(x, y) {
  box.x += x;
  box.y += y;
  place();
}

addEventListener("keydown", (event) => {
  const isScrolling = event.key.startsWith("Arrow") && event.target.closest?.("nav, aside");
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (act && isPlain && !isScrolling && event.target !== $("#search")) {
    event.preventDefault();
    act();
  }
  if (event.key === "Escape" && selected >= 0) choose(selected);
});

document.title = $("h1").textContent = graph.title;
$("#count").textContent = graph.summary ?? "";
draw();
fitAll();
list();
const start = nodes.findIndex(({ id }) => id === decodeURIComponent(location.hash.slice(1)));
if (start >= 0) {
  choose(start);
  show(start);
} else tell();
