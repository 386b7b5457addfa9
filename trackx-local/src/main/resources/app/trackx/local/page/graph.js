// A bar chart of sessions per hour, with the same numbers as a table; and a small one of an issue's errors.
import { h, svg } from './dom.js';
import { count, number } from './words.js';

const WIDTH = 480;
const HEIGHT = 64;
const GAP = 3;

const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

const label = (hour) =>
  `${clock(hour.from)}: ${count(hour.sessions, 'session')}, ${hour.withError} with an error`;

function bar(hour, index, step, highest) {
  const tall = (n) => Math.round((n / highest) * (HEIGHT - 2));
  const all = tall(hour.sessions);
  const bad = tall(hour.withError);
  const place = { x: index * step + GAP / 2, width: step - GAP };
  return svg('g', {},
    svg('title', {}, label(hour)),
    svg('rect', { class: 'hit', x: index * step, y: 0, width: step, height: HEIGHT }),
    svg('rect', { class: 'good', ...place, y: HEIGHT - all, height: all - bad }),
    svg('rect', { class: 'bad', ...place, y: HEIGHT - bad, height: bad }));
}

function table(hours) {
  return h('details', {}, h('summary', {}, 'As a table'),
    h('table', { class: 'numbers' },
      h('thead', {}, h('tr', {}, ['Hour from', 'Sessions', 'With an error'].map((title) =>
        h('th', { scope: 'col' }, title)))),
      h('tbody', {}, hours.map((hour) => h('tr', {},
        h('th', { scope: 'row' }, clock(hour.from)),
        h('td', {}, hour.sessions), h('td', {}, hour.withError))))));
}

export function graph(hours) {
  const all = hours.reduce((sum, hour) => sum + hour.sessions, 0);
  const bad = hours.reduce((sum, hour) => sum + hour.withError, 0);
  const highest = Math.max(1, ...hours.map((hour) => hour.sessions));
  const step = WIDTH / hours.length;
  const summary = `${count(all, 'session')} in the last 24 hours, ${bad} with an error`;
  const picture = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': summary,
  },
  hours.map((hour, index) => bar(hour, index, step, highest)),
  svg('line', { x1: 0, x2: WIDTH, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }));
  return h('section', { class: 'graph', 'aria-labelledby': 'graph-title' },
    h('h2', { id: 'graph-title' }, 'Sessions per hour'),
    h('p', { class: 'quiet' }, summary),
    picture,
    h('p', { class: 'scale', 'aria-hidden': 'true' },
      h('span', {}, clock(hours[0].from)), h('span', { class: 'legend' }, 'with an error'),
      h('span', {}, `highest ${highest}`), h('span', {}, 'now')),
    table(hours));
}

const SPARK = { width: 96, height: 24 };

/** Returns a bar chart of an issue's errors in the last 24 hours. An hour with errors has a visible bar. */
export function sparkline(hours) {
  const highest = Math.max(1, ...hours);
  const step = SPARK.width / hours.length;
  const all = hours.reduce((sum, errors) => sum + errors, 0);
  return svg('svg', {
    class: 'spark', viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': `${count(all, 'error')} in the last 24 hours, at most ${number(all === 0 ? 0 : highest)} in an hour`,
  },
  svg('line', { x1: 0, x2: SPARK.width, y1: SPARK.height - 0.5, y2: SPARK.height - 0.5 }),
  hours.map((errors, index) => {
    const height = errors === 0 ? 0 : Math.max(2, (errors / highest) * SPARK.height);
    return errors === 0 ? null
      : svg('rect', { x: index * step + 0.5, y: SPARK.height - height, width: step - 1, height });
  }));
}
