/**
 * The rules that people use first, in their own terms, to stand beside ours. Each is made once per trace, is fed sample by sample
 * and answers whether it calls the trace a leak now.
 */
const MB = 1024 * 1024;
const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

/** The seed's raw rule: the heap now against the lowest heap of the last five minutes. */
function rawGrowth() {
  const recent = [];
  return {
    sample(at, used) {
      recent.push([at, used]);
      while (recent[0][0] < at - 300_000) recent.shift();
      return used - Math.min(...recent.map((r) => r[1])) > 50 * MB;
    },
  };
}

/**
 * node-memwatch's rule: five collections in a row that each end with a larger heap; any that does not starts the count again.
 * It needs to know the collections, so it is scored with them in both modes.
 */
function memwatch() {
  let last = null;
  let risen = 0;
  let leak = false;
  return {
    sample: () => leak,
    collection(_at, after) {
      risen = last !== null && after > last ? risen + 1 : 0;
      last = after;
      if (risen >= 5) {
        leak = true;
        risen = 0;
      } else if (risen === 0) leak = false;
    },
  };
}

/** Least squares over all samples, from the first minute on: rising, with r² over 0.5. */
function regression() {
  let n = 0;
  const s = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  return {
    sample(at, used) {
      const [x, y] = [at / 1000, used / MB];
      n++;
      s.x += x;
      s.y += y;
      s.xx += x * x;
      s.yy += y * y;
      s.xy += x * y;
      const [cxx, cyy, cxy] = [s.xx - (s.x * s.x) / n, s.yy - (s.y * s.y) / n, s.xy - (s.x * s.y) / n];
      return at >= 60_000 && cxy > 0 && cxx * cyy > 0 && (cxy * cxy) / (cxx * cyy) > 0.5;
    },
  };
}

/** Theil–Sen slope above zero and Kendall's tau over 0.6 of 45 s minima, the first third dropped. */
function senOfMinima() {
  const minima = [];
  let until = 45_000;
  let lowest = Number.POSITIVE_INFINITY;
  let leak = false;
  return {
    sample(at, used) {
      if (at >= until) {
        minima.push([until, lowest]);
        lowest = Number.POSITIVE_INFINITY;
        until += 45_000;
        leak = judge(minima.slice(Math.floor(minima.length / 3)));
      }
      lowest = Math.min(lowest, used);
      return leak;
    },
  };
}

function judge(points) {
  if (points.length < 5) return false;
  const slopes = [];
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      slopes.push((points[j][1] - points[i][1]) / (points[j][0] - points[i][0]));
    }
  }
  const tau = sumOf(slopes.map(Math.sign)) / slopes.length;
  return slopes.sort((a, b) => a - b)[slopes.length >> 1] > 0 && tau > 0.6;
}

export const simpleRules = [
  { name: 'growth over 50 MB in 5 min', make: rawGrowth },
  { name: 'node-memwatch: 5 rising collections', make: memwatch },
  { name: 'regression, r² > 0.5', make: regression },
  { name: 'Theil–Sen and tau of 45 s minima', make: senOfMinima },
];
