// The frames of a stack. Frames of the JDK, frameworks and libraries are folded between those of the application.
import { h } from './dom.js';
import { count } from './words.js';

const FEWEST = 2;

function item(frame, index) {
  const line = frame.line === null ? '' : `:${frame.line}${frame.column === null ? '' : `:${frame.column}`}`;
  const dot = frame.callee.length - frame.short.length;
  return h('li', { class: frame.framework ? 'frame foreign' : 'frame', 'data-frame': index },
    h('span', { class: 'callee' },
      h('span', { class: 'owner' }, frame.callee.slice(0, dot)), h('b', {}, frame.short || '<anonymous>')),
    h('span', { class: 'file' }, frame.file === '' ? '<anonymous>' : frame.file + line));
}

/** Returns the beginning of a callee's package, such as `org.springframework`. */
const family = (callee) => callee.split('.').slice(0, 2).join('.');

function fold(run) {
  const families = [...new Set(run.map(([frame]) => family(frame.callee)).filter((name) => name !== ''))];
  const names = families.slice(0, 3).join(', ') + (families.length > 3 ? ', …' : '');
  return h('li', { class: 'fold' }, h('details', {},
    h('summary', {}, count(run.length, 'frame'), names === '' ? '' : ` of ${names}`),
    h('ol', {}, run.map(([frame, index]) => item(frame, index)))));
}

/** Creates the list of frames. Folds nothing if no frame is the application's. */
export function frameList(frames) {
  const folds = frames.some((frame) => !frame.framework);
  const items = [];
  let run = [];
  const end = () => {
    items.push(...(run.length < FEWEST ? run.map(([frame, index]) => item(frame, index)) : [fold(run)]));
    run = [];
  };
  frames.forEach((frame, index) => {
    if (folds && frame.framework) {
      run.push([frame, index]);
    } else {
      end();
      items.push(item(frame, index));
    }
  });
  end();
  return h('ol', { class: 'frames' }, items);
}
