// Creates elements. Text is added as text nodes only, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) {
        element.addEventListener(type, listener);
      }
    } else if (value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
  return element;
}

/** Creates an HTML element with attributes, listeners (`on`) and children; null children are skipped. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Creates a section labelled by its heading. */
export function section(id, title, ...children) {
  return h('section', { 'aria-labelledby': id, class: 'section' }, h('h2', { id }, title), children);
}

/** Creates a scrollable, focusable element; a group, because its section already is a landmark. */
export function scroller(label, ...children) {
  return h('div', { class: 'scroller', role: 'group', 'aria-label': label, tabindex: '0' }, children);
}

/** Splits a qualified name so that lines can break after its dots. */
export function breakable(name) {
  return name.split(/(?<=\.)/).flatMap((part, index) => (index === 0 ? [part] : [h('wbr'), part]));
}

/** Sets an element's text only if it changed, so that screen readers do not repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Has screen readers say a text. */
export function announce(text) {
  document.getElementById('news').textContent = text;
}
