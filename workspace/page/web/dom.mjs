// The page as a function of what is known: a view says what is to be seen, and only what differs is touched, so that focus,
// selection, scroll positions and opened parts stay where they are while the page follows the workspace.

/**
 * @typedef {object} VNode What an element is to be.
 * @property {string} tag
 * @property {Props} props
 * @property {(VNode | string)[]} children
 */

/**
 * @typedef {Record<string, unknown>} Props Attributes; `onclick` and its like are functions; `style` is a table of custom
 *   properties; `key` tells siblings apart; `ref` is called with the element when it is made.
 */

/** @typedef {VNode | string | number | false | null | undefined} Child */

/** @type {WeakMap<Node, VNode>} */
const shown = new WeakMap();
const properties = new Set(["value", "checked", "disabled", "open", "selected", "tabIndex"]);

/**
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {VNode}
 */
export function h(tag, props, ...children) {
  /** @type {(VNode | string)[]} */
  const kept = [];
  for (const child of children.flat()) {
    if (typeof child === "number") kept.push(String(child));
    else if (child) kept.push(child);
  }
  return { tag, props: props ?? {}, children: kept };
}

/**
 * Makes the children of an element what they are to be.
 *
 * @param {Element} parent
 * @param {(VNode | string)[]} wanted
 */
export function patch(parent, wanted) {
  /** @type {Map<unknown, ChildNode>} */
  const keyed = new Map();
  for (const node of parent.childNodes) {
    const key = shown.get(node)?.props.key;
    if (key !== undefined) keyed.set(key, node);
  }
  let next = parent.firstChild;
  for (const item of wanted) {
    const key = typeof item === "string" ? undefined : item.props.key;
    const candidate = key === undefined ? next : (keyed.get(key) ?? null);
    if (candidate !== null && fits(candidate, item)) {
      if (candidate === next) next = next.nextSibling;
      else parent.insertBefore(candidate, next);
      update(candidate, item);
    } else {
      parent.insertBefore(create(item), next);
    }
  }
  while (next !== null) {
    const rest = next.nextSibling;
    next.remove();
    next = rest;
  }
}

/** @param {Node} node @param {VNode | string} item */
function fits(node, item) {
  if (typeof item === "string") return node.nodeType === Node.TEXT_NODE;
  const before = shown.get(node);
  return before !== undefined && before.tag === item.tag && before.props.key === item.props.key;
}

/** @param {VNode | string} item */
function create(item) {
  if (typeof item === "string") return document.createTextNode(item);
  const element = document.createElement(item.tag);
  shown.set(element, { tag: item.tag, props: { key: item.props.key }, children: [] });
  // Options first: the value of a select must be one of them.
  patch(element, item.children);
  setProps(element, {}, item.props);
  shown.set(element, item);
  if (typeof item.props.ref === "function") item.props.ref(element);
  return element;
}

/** @param {Node} node @param {VNode | string} item */
function update(node, item) {
  if (typeof item === "string") {
    if (node.nodeValue !== item) node.nodeValue = item;
  } else if (node instanceof HTMLElement) {
    const before = shown.get(node);
    shown.set(node, item);
    patch(node, item.children);
    setProps(node, before?.props ?? {}, item.props);
  }
}

/** @param {HTMLElement} element @param {Props} before @param {Props} after */
function setProps(element, before, after) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = after[name];
    // What the user changed since (a text, an opened part) stays until the view itself says something else.
    if (value === before[name] || name === "key" || name === "ref") continue;
    if (name.startsWith("on")) Reflect.set(element, name, typeof value === "function" ? value : null);
    else if (name === "style") setStyle(element, /** @type {Record<string, string>} */ (value ?? {}));
    else if (properties.has(name)) Reflect.set(element, name, value ?? "");
    else if (value === undefined || value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, safe(name, value === true ? "" : String(value)));
  }
}

/** @param {HTMLElement} element @param {Record<string, string>} style */
function setStyle(element, style) {
  for (const [name, value] of Object.entries(style)) {
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
  }
}

/** An address comes from data at times: nothing but places of this page and pages by HTTP. @param {string} name @param {string} value */
function safe(name, value) {
  return name !== "href" || /^(#|\/(?!\/)|https?:\/\/)/.test(value) ? value : "#/";
}
