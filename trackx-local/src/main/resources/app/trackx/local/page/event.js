// One event: as TrackX's dashboard shows it, and as received.
import { h, scroller, section } from './dom.js';
import { issueAddress } from './address.js';
import { copyButtons } from './copy.js';
import { frameList } from './frames.js';
import { ask } from './live.js';
import { count, exact, number, typeName, visible } from './words.js';

const CLIENTS = {
  d: 'Default', l: 'Lite', m: 'Modern', e: 'Extended', c: 'Compat', n: 'Node', _: 'Custom',
};

const LONG = 20000;

function terms(pairs) {
  return h('dl', { class: 'terms' }, pairs.filter((pair) => pair !== null).map(([term, value]) =>
    h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

const none = (text) => h('span', { class: 'quiet' }, text);

const shown = (text) => visible(text, none(text === null ? 'none' : 'blank'));

function stack(event) {
  if (event.frames.length === 0) {
    const why = event.stack === null
      ? 'The event has no stack.'
      : 'No frame of this stack was recognized; the event is grouped by type, name and message.';
    return [h('p', { class: 'quiet' }, why)];
  }
  const list = frameList(event.frames);
  return event.sources === 'none' ? [list] : [list, sources(event, list)];
}

/** Adds the source lines to the frames as soon as the server has fetched them. Returns a note. */
function sources(event, list) {
  if (event.sources === 'off') {
    return h('p', { class: 'quiet note' },
      'The files of these frames are URLs. Start the server with --source-from and their beginning to see the lines.');
  }
  const note = h('p', { class: 'quiet note', role: 'status' }, 'Loading source lines…');
  ask(`events/${event.serial}/sources`).then((found) => {
    let open = true;
    for (const source of found?.sources ?? []) {
      list.querySelector(`[data-frame="${source.frame}"]`).append(lines(source, open));
      open &&= source.fault !== null; // the first one that has lines
    }
    note.remove();
  }).catch((error) => {
    note.textContent = `The source lines could not be loaded: ${error.message}`;
  });
  return note;
}

function lines(source, open) {
  if (source.fault !== null) {
    return h('span', { class: 'source quiet' }, `No source: ${source.fault}`);
  }
  return h('details', { class: 'source', open }, h('summary', {}, 'Source'),
    h('pre', { class: 'wrap' }, source.lines.map((text, index) => {
      const number = source.first + index;
      return h('code', { 'data-number': number, 'aria-current': number === source.line ? 'true' : null }, text);
    })));
}

/** Formats a value. Long values are not indented: indentation could grow them to a gigabyte. */
function text(value) {
  if (typeof value === 'string') {
    return value;
  }
  const json = JSON.stringify(value);
  return json.length > LONG ? json : JSON.stringify(value, null, 2);
}

/** Returns the meta as the dashboard lists it: the client's `_c` and `_v` become one row. */
function metaPairs(json) {
  let meta;
  try {
    meta = JSON.parse(json).meta ?? {};
  } catch {
    return [];
  }
  const { _c: client, _v: version, ...rest } = meta;
  const pairs = Object.entries(rest).map(([key, value]) =>
    [key, text(value)]);
  if (client !== undefined) {
    const name = typeof client === 'string' && Object.hasOwn(CLIENTS, client) ? CLIENTS[client] : text(client);
    pairs.push(['TrackX client', `${name} v${text(version ?? '?')}`]);
  }
  return pairs;
}

function metaTable(event) {
  const pairs = metaPairs(event.json);
  if (pairs.length === 0) {
    return h('p', { class: 'quiet' }, 'The event has no meta.');
  }
  return h('table', { class: 'meta' },
    h('caption', { class: 'unseen' }, 'Meta'),
    h('thead', { class: 'unseen' }, h('tr', {}, h('th', { scope: 'col' }, 'Key'), h('th', { scope: 'col' }, 'Value'))),
    h('tbody', {}, pairs.map(([key, value]) =>
      h('tr', {}, h('th', { scope: 'row' }, key), h('td', {}, value)))));
}

export function eventView(event) {
  return [
    terms([
      ['Name', shown(event.name)], ['Message', shown(event.message)], ['Type', typeName(event.type)],
      ['Time', exact(event.receivedAt)],
      event.occurrences > 1 ? ['Stands for', `${count(event.occurrences, 'error')}, which the client sent as one event`] : null,
      ['URI', shown(event.uri)],
      event.release === null ? null : ['Release', event.release],
      event.environment === null ? null : ['Environment', event.environment],
      event.browser === null ? null : ['Browser', event.browser],
      event.os === null ? null : ['OS', event.os],
    ]),
    copyButtons('Copy', [
      event.stack === null ? null : ['Copy stack', () => event.stack],
      ['Copy JSON', () => event.json],
      ['Copy link', () => location.origin + location.pathname + issueAddress(event.issueId, event.serial)],
    ].filter((pair) => pair !== null)),
    section('stack-title', 'Stack', ...stack(event)),
    section('meta-title', 'Meta', metaTable(event)),
    event.stack === null ? null : section('raw-title', 'Stack as sent',
      scroller('Stack as sent', h('pre', {}, event.stack))),
  ];
}

export function jsonView(event) {
  return [section('json-title', 'JSON received',
    h('p', { class: 'quiet' }, `${number(event.bytes)} bytes, exactly as received. `,
      h('a', { href: `api/events/${event.serial}/body`, download: `event-${event.serial}.json` },
        'Download')),
    scroller('JSON received', h('pre', { class: 'wrap', id: 'json' },
      event.json === '' ? '(an empty body)' : event.json)))];
}
