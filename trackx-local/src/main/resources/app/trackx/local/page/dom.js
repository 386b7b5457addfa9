// Makes elements. Text goes in as text nodes only; there is no way in here for markup.

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

/** An HTML element with attributes, listeners (`on`) and children; null children are left out. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** A section whose heading names it. */
export function section(id, title, ...children) {
  return h('section', { 'aria-labelledby': id, class: 'section' }, h('h2', { id }, title), children);
}

/** A part that scrolls by itself, which the keyboard can reach; no landmark, its section is one. */
export function scroller(label, ...children) {
  return h('div', { class: 'scroller', role: 'group', 'aria-label': label, tabindex: '0' }, children);
}

/** A qualified name, which may be broken after its dots. */
export function breakable(name) {
  return name.split(/(?<=\.)/).flatMap((part, index) => (index === 0 ? [part] : [h('wbr'), part]));
}

/** Sets an element's text if it is another, so that nothing is announced for nothing. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
