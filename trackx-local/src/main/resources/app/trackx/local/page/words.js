// Formats numbers, times and event types.

const TYPES = {
  1: 'Unhandled error',
  2: 'Unhandled rejection',
  3: 'Console error',
  4: 'Programmatic',
  5: 'Content Security Policy report',
  6: 'Deprecation report',
  7: 'Intervention report',
  8: 'Crash report',
  9: 'Certificate Transparency report',
  10: 'Network Error Logging report',
  11: 'Cross-Origin Embedder Policy report',
  12: 'Cross-Origin Opener Policy report',
  13: 'Document Policy report',
  70: 'Custom logger',
  96: 'Unknown report',
  97: 'Unknown event',
  98: 'Unknown',
  99: 'Test',
};
const STEPS = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86400, 'hour', 3600],
  [Infinity, 'day', 86400],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** Returns the text, or a replacement if it is null or blank. */
export const visible = (text, other) => (text === null || text.trim() === '' ? other : text);

export const typeName = (type) => TYPES[type] ?? `Unknown (${type})`;

/** Returns a class name without its package; other names stay as they are. */
export const shortName = (name) => (/^[\w$]+(\.[\w$]+)+$/.test(name) ? name.slice(name.lastIndexOf('.') + 1) : name);

/** Returns an issue's title: the short name, and the template or the message. */
export function titleText(issue) {
  const text = issue.template ?? issue.message;
  const name = shortName(visible(issue.name, '(no name)'));
  return text === null || text.trim() === '' ? name : `${name}: ${text}`;
}

export const noun = (n, one) => (n === 1 ? one : `${one}s`);

export const count = (n, one) => `${n.toLocaleString('en')} ${noun(n, one)}`;

export const number = (n) => n.toLocaleString('en');

/** Formats a time as "3 minutes ago"; the last seconds, and the future, as "just now". */
export function ago(iso) {
  const seconds = (Date.now() - Date.parse(iso)) / 1000;
  if (seconds < 5) {
    return 'just now';
  }
  const [, unit, size] = STEPS.find(([limit]) => seconds < limit);
  return relative.format(-Math.floor(seconds / size), unit);
}

export const exact = (iso) => new Date(iso).toLocaleString();

/** Updates all relative times on the page. */
export function refreshTimes() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago(time.dateTime);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}
