// The search field and the filters of the list. Their values are in the page's address, so that it can be shared.
import { h } from './dom.js';
import { listAddress } from './address.js';
import { typeName } from './words.js';

const PAUSE = 150;
const FIXED = {
  show: [['', 'Open'], ['new', 'New'], ['regressed', 'Regressed'], ['resolved', 'Resolved'], ['ignored', 'Ignored'], ['all', 'All']],
  since: [['', 'Any time'], ['1h', 'Last hour'], ['24h', 'Last 24 hours'], ['7d', 'Last 7 days'], ['30d', 'Last 30 days']],
  sort: [['', 'Last seen'], ['first', 'First seen'], ['errors', 'Errors'], ['sessions', 'Sessions']],
};
const LABELS = { show: 'Show', type: 'Type', release: 'Release', environment: 'Environment', since: 'Seen', sort: 'Sort by' };
const ANY = 'Any';

const HIDING = ['q', 'show', 'type', 'release', 'environment', 'since'];

/** Returns whether any filter is set that hides issues, beside the default of showing open ones only. */
export const isFiltered = (filters) => HIDING.some((name) => filters.has(name));

function set(filters, name, value, changed) {
  filters.delete('page');
  if (value === '') {
    filters.delete(name);
  } else {
    filters.set(name, value);
  }
  history.replaceState(null, '', listAddress(filters));
  changed();
}

function field(filters, changed) {
  let timer = 0;
  const input = h('input', {
    type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '200',
    placeholder: 'Name, message, method or file', 'aria-keyshortcuts': '/',
  });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => input.isConnected && set(filters, 'q', input.value.trim(), changed), PAUSE);
  });
  return h('label', { class: 'search' }, h('span', {}, 'Search'), input);
}

function choice(filters, name, changed) {
  const select = h('select', { name });
  select.addEventListener('change', () => set(filters, name, select.value, changed));
  return h('label', {}, h('span', {}, LABELS[name]), select);
}

/** Creates the bar. A change is made to the filters and to the address, and then calls back. */
export function filterBar(filters, changed) {
  return h('div', { class: 'filters', role: 'search', 'aria-label': 'Issues' },
    field(filters, changed), Object.keys(LABELS).map((name) => choice(filters, name, changed)));
}

const shownAs = (name, value) => (name === 'type' ? typeName(Number(value)) : value);

/** Sets a select's options only if they changed, because a change closes an open list. */
function fillChoice(select, options, value) {
  const key = JSON.stringify(options);
  if (select.dataset.key !== key) {
    select.replaceChildren(...options.map(([each, text]) => h('option', { value: each }, text)));
    select.dataset.key = key;
  }
  select.value = value;
}

/** Brings the bar up to date with the filters and the choices there are. */
export function fillFilters(bar, filters, choices) {
  const input = bar.querySelector('input');
  const q = filters.get('q') ?? '';
  if (document.activeElement !== input && input.value !== q) {
    input.value = q;
  }
  for (const select of bar.querySelectorAll('select')) {
    const { name } = select;
    const value = filters.get(name) ?? '';
    let options = FIXED[name];
    if (options === undefined) {
      const values = choices[name].map(String);
      const all = value === '' || values.includes(value) ? values : [...values, value];
      options = [['', ANY], ...all.map((each) => [each, shownAs(name, each)])];
      select.parentElement.hidden = all.length < (name === 'type' ? 2 : 1);
    }
    fillChoice(select, options, options.some(([each]) => each === value) ? value : '');
  }
}
