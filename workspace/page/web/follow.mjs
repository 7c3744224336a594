// What grows is followed: its end stays in sight, unless the reader went up in it.

/** Pixels that count as "at the end". */
const close = 60;
let pageHeight = 0;
let talkedBefore = false;

/** Looks where the page ends, before it is drawn anew. */
export function beforeDrawing() {
  pageHeight = document.documentElement.scrollHeight;
}

/** @param {boolean} talking whether an answer is under way */
export function afterDrawing(talking) {
  // Its last piece comes when nothing is under way any more.
  const follow = talking || talkedBefore;
  talkedBefore = talking;
  if (follow && scrollY + innerHeight >= pageHeight - close) scrollTo(0, document.documentElement.scrollHeight);
  for (const element of document.querySelectorAll("pre.log[data-follow]")) {
    const before = Number(element.getAttribute("data-height") ?? 0);
    if (element.scrollTop + element.clientHeight >= before - close) element.scrollTop = element.scrollHeight;
    element.setAttribute("data-height", String(element.scrollHeight));
  }
}
