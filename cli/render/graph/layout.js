/**
 * Where the graph's page draws each plan. Runs in the browser, before page.js, which finds it as
 * `graphLayout`.
 */

const sweeps = 6;

/** All that is reached from a node by its `edges` or by its `users`, without itself. */
function reach(nodes, start, key) {
  const found = new Set();
  const pending = start < 0 ? [] : [...nodes[start][key]];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (found.has(at) || at === start) continue;
    found.add(at);
    pending.push(...nodes[at][key]);
  }
  return found;
}

/** Each node one layer to the right of all that it needs; of a cycle, one edge goes back. */
function layersOf(nodes, shown) {
  const known = new Map();
  const visit = (at, above) => {
    if (known.has(at)) return known.get(at);
    if (above.has(at)) return -1;
    above.add(at);
    const below = nodes[at].edges.filter((edge) => shown.has(edge));
    const layer = Math.max(-1, ...below.map((edge) => visit(edge, above))) + 1;
    above.delete(at);
    known.set(at, layer);
    return layer;
  };
  const layers = [];
  for (const at of shown) {
    const layer = visit(at, new Set());
    layers[layer] = [...(layers[layer] ?? []), at];
  }
  return layers.filter(Boolean);
}

/** Orders each layer so that plans stand near what they need and what needs them. */
function arrange(nodes, shown, layers) {
  const order = new Map();
  const number = (layer) => {
    for (const [index, at] of layer.entries()) order.set(at, index / layer.length);
  };
  for (const layer of layers) number(layer);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const key = sweep % 2 === 0 ? "edges" : "users";
    for (const layer of layers) {
      const weights = new Map();
      for (const at of layer) {
        const near = nodes[at][key].filter((other) => shown.has(other));
        const sum = near.reduce((total, other) => total + order.get(other), 0);
        weights.set(at, near.length === 0 ? order.get(at) : sum / near.length);
      }
      layer.sort((a, b) => weights.get(a) - weights.get(b) || a - b);
      number(layer);
    }
  }
}

/** Boxes in columns; a layer that has more than so many rows takes several columns. */
function stack(layers, rows, { widths, size }) {
  const places = new Map();
  let x = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rows);
    const each = Math.ceil(layer.length / columns);
    for (let column = 0; column < columns; column += 1) {
      const part = layer.slice(column * each, (column + 1) * each);
      for (const [row, at] of part.entries()) {
        const y = (row - part.length / 2) * (size.height + size.gapY);
        places.set(at, { x, y, width: widths[at] });
      }
      const gap = column + 1 < columns ? size.gapX / 4 : size.gapX;
      x += Math.max(...part.map((at) => widths[at])) + gap;
    }
  }
  return { places, width: x };
}

/**
 * @param sizes `widths` of each node's box, `size` with the height of a box and the gaps between
 *   boxes, and `aspect`, the width of the screen divided by its height.
 * @returns The left upper corner and the width of each shown node, in the screen's proportions.
 */
function layOut(nodes, shown, sizes) {
  const layers = layersOf(nodes, shown);
  arrange(nodes, shown, layers);
  const longest = Math.max(1, ...layers.map((layer) => layer.length));
  let rows = Math.min(14, longest);
  let best = stack(layers, rows, sizes);
  while (rows < longest) {
    rows = Math.min(longest, Math.ceil(rows * 1.2));
    const next = stack(layers, rows, sizes);
    const height = rows * (sizes.size.height + sizes.size.gapY);
    if (best.width < height * sizes.aspect) break;
    best = next;
  }
  return best.places;
}

globalThis.graphLayout = { reach, layOut };
